"""The outline review for programs: the same acts, the same rights, the same course."""

import base64
import io

import pytest
from PIL import Image

from courses.models import Course, LessonRevision
from elearn.core.database import db

WORDS = "Keep waste closed, labelled and recorded, and hand it only to people with a permit. "


def png(width, height=40):
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "PNG")
    return out.getvalue()


def page_with_pictures():
    picture = base64.b64encode(png(1700)).decode()
    return f"""<!doctype html><html lang="en"><head><title>Oils</title></head><body>
<h1>Storing</h1><p>{WORDS * 25}</p><figure><img src="data:image/png;base64,{picture}"></figure>
<h1>Moving</h1><p>{WORDS * 25}</p></body></html>""".encode()


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.trainer)


def upload(client, run_jobs, content, name):
    data = {"file": (io.BytesIO(content), name)}
    answer = client.client.post(
        "/api/v1/imports", data=data, headers={"X-CSRFToken": client.token()}
    )
    assert answer.status_code == 202, answer.text
    run_jobs()
    return f"/api/v1/imports/{answer.json['id']}"


MANUAL = (
    f"# Storing\n\n## Tanks\n\n{WORDS * 50}\n\n## Drums\n\n{WORDS * 50}\n\n# Moving\n\n{WORDS}\n"
)


@pytest.fixture
def path(client, run_jobs):
    return upload(client, run_jobs, MANUAL.encode(), "oils.md")


def titles(outline):
    return [(one["title"], one["level"], one["became"]) for one in outline["headings"]]


def test_the_outline_says_what_each_heading_is_and_becomes(client, path):
    told = client.json("GET", f"{path}/outline").json
    assert titles(told) == [
        ("Storing", 1, "module"),
        ("Tanks", 2, "lesson"),
        ("Drums", 2, "lesson"),
        ("Moving", 1, "module"),
    ]
    assert {one["evidence"] for one in told["headings"]} == {"tag"}
    assert [(one["part"], one["lessons"], one["modules"]) for one in told["courses"]] == [
        ("", 3, 2)
    ]


def test_acts_and_decisions_lead_to_the_same_outline(client, path):
    told = client.json("GET", f"{path}/outline").json
    ids = {one["title"]: one["id"] for one in told["headings"]}
    body = {"act": "under", "headings": [ids["Drums"]], "target": ids["Moving"]}
    moved = client.json("POST", f"{path}/outline/acts", body).json
    assert [one[0] for one in titles(moved)] == ["Storing", "Tanks", "Moving", "Drums"]
    client.json("POST", f"{path}/outline/acts", {"act": "undo"})
    kept = client.json("PUT", f"{path}/outline", moved["decisions"]).json
    assert titles(kept) == titles(moved)
    assert kept["version"] == moved["version"]
    undone = client.json("POST", f"{path}/outline/acts", {"act": "undo"}).json
    assert "order" not in undone["decisions"]


def test_decisions_on_an_older_version_or_on_strange_headings_are_refused(client, path):
    old = client.json("GET", f"{path}/outline").json["version"]
    key = client.json("GET", f"{path}/outline").json["headings"][3]["id"]
    client.json("POST", f"{path}/outline/acts", {"act": "role-annex", "headings": [key]})
    client.json("PUT", f"{path}/outline", {"version": old}, status=409)
    client.json("PUT", f"{path}/outline", {"order": ["b-000000000000"]}, status=422)
    client.json("PUT", f"{path}/outline", {"headings": {key: {"level": 12}}}, status=422)
    client.json("POST", f"{path}/outline/acts", {"act": "explode"}, status=422)


def test_a_confirmed_outline_gives_its_courses_and_its_report(app, client, path, run_jobs):
    client.json("POST", f"{path}/outline/acts", {"act": "each-course"})
    assert client.json("GET", f"{path}/report").json["made"] is False
    body = {"topic": "Oils", "audience": ["Workshops"], "level": "advanced"}
    assert client.json("POST", f"{path}/confirm", body, status=202).json["state"] == "review"
    assert client.json("GET", f"{path}/courses").json == {"courses": []}
    client.json("POST", f"{path}/confirm", body, status=409)
    run_jobs()
    made = client.json("GET", f"{path}/courses").json["courses"]
    assert [(one["slug"], one["state"]) for one in made] == [
        ("storing", "draft"),
        ("moving", "draft"),
    ]
    told = client.json("GET", f"{path}/report").json
    assert (told["made"], told["complete"], told["characters"]["missing"]) == (True, True, 0)
    with app.app_context():
        assert {(c.topic, c.level) for c in db.session.query(Course)} == {("Oils", "advanced")}


def test_an_outline_without_a_lesson_is_not_confirmed(client, path):
    ids = [one["id"] for one in client.json("GET", f"{path}/outline").json["headings"]]
    client.json("POST", f"{path}/outline/acts", {"act": "leave-out", "headings": ids})
    client.json("POST", f"{path}/confirm", {}, status=422)


def test_a_picture_is_described_replaced_and_sent_in_two_widths(app, client, run_jobs):
    path = upload(client, run_jobs, page_with_pictures(), "oils.html")
    [told] = client.json("GET", f"{path}/pictures").json
    assert (told["section"], told["alt"], told["shown"]) == ("Storing", "", True)
    place = f"{path}/pictures/{told['name']}"
    assert client.json("PUT", place, {"alt": "A closed drum"}).json["alt"] == "A closed drum"
    client.json("PUT", f"{path}/pictures/none.png", {"alt": "x"}, status=404)
    data = {"file": (io.BytesIO(b"no picture"), "x.png")}
    head = {"X-CSRFToken": client.token()}
    assert client.client.post(f"{place}/file", data=data, headers=head).status_code == 422
    data = {"file": (io.BytesIO(png(1800)), "x.png")}
    answer = client.client.post(f"{place}/file", data=data, headers=head)
    assert answer.json["replaced"] is True
    client.json("POST", f"{path}/confirm", {}, status=202)
    run_jobs()
    with app.app_context():
        texts = db.session.query(LessonRevision).all()
        html = "".join(block["html"] for text in texts for block in text.blocks)
    assert 'alt="A closed drum" width="1600"' in html
    assert " 800w, /media/" in html
    small, large = [part.split()[0] for part in html.split('srcset="')[1].split('"')[0].split(",")]
    for address in (small, large):
        sent = client.client.get(address)
        assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        again = client.client.get(address, headers={"If-None-Match": sent.headers["ETag"]})
        assert (sent.status_code, again.status_code) == (200, 304)
    assert len(client.client.get(small).data) < len(client.client.get(large).data)


def test_the_page_of_pictures_asks_for_words_and_keeps_them(client, run_jobs):
    path = upload(client, run_jobs, page_with_pictures(), "oils.html")
    page = client.get(path.replace("/api/v1", "/desk") + "/pictures")
    assert "1 picture needs your words" in page.main
    [name] = page.all("//input[starts-with(@name, 'alt-')]/@name")
    page = client.follow(client.submit(page, "Keep", **{name: "A  closed drum"}))
    assert "Every picture has words" in page.main
    assert page.all("//input[starts-with(@name, 'alt-')]/@value") == ["A closed drum"]
    [address] = page.all("//main//img/@src")
    assert client.client.get(address).mimetype == "image/webp"
    client.get(address.rpartition("/")[0] + "/none.webp", status=404)


def test_pictures_of_a_course_get_words_in_their_lessons_and_keep_them(app, client, run_jobs):
    content = page_with_pictures()
    path = upload(client, run_jobs, content, "oils.html")
    client.json("POST", f"{path}/confirm", {}, status=202)
    run_jobs()
    [made] = client.json("GET", f"{path}/courses").json["courses"]
    check = client.get(f"/desk/courses/{made['slug']}/publish")
    assert "has no description" in check.main
    place = f"/desk/courses/{made['slug']}/pictures/"
    page = client.get(place)
    [name] = page.all("//input[starts-with(@name, 'alt-')]/@name")
    page = client.follow(client.submit(page, "Keep", **{name: 'A "closed" drum'}))
    assert "1 lesson was changed" in page.main
    assert "Every picture of this course has words" in page.main
    with app.app_context():
        texts = db.session.query(LessonRevision).order_by(LessonRevision.number.desc()).all()
        html = "".join(block["html"] for block in texts[0].blocks)
        assert 'alt="A &quot;closed&quot; drum"' in html
        assert html.count("<img") == 1
        assert " 800w" in html
        assert not any(block["edited"] for block in texts[0].blocks)
    [told] = client.json("GET", f"{path}/pictures").json
    assert told["alt"] == 'A "closed" drum'
    again = upload(client, run_jobs, content, "oils.html")
    [told] = client.json("GET", f"{again}/pictures").json
    assert told["alt"] == 'A "closed" drum'
