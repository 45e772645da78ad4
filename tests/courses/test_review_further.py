"""Several courses from one document, sections moved, headings to check, the account of it all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from courses import drafting
from courses.models import Course, LessonRevision
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library.models import Edition, Import
from tests.courses.reviewing import WORDS, Killed, confirm, headings, press, upload
from tests.courses.test_review import MANUAL
from tests.library.readers.docx_made import h, p, write_docx


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.trainer)


@pytest.fixture
def review_path(client, run_jobs):
    """The address of the review of the uploaded manual."""
    return upload(client, run_jobs, MANUAL.encode(), "oils.md")


SET = f"""---
title: Set of manuals
language: en
---

# Manual on permits

## One

{WORDS * 20}

# Manual on storage

## One

{WORDS * 20}

## Two

{WORDS * 60}

# Manual on transport

{WORDS * 20}
"""


@pytest.fixture
def set_path(client, run_jobs):
    return upload(client, run_jobs, SET.encode(), "set.md")


def test_a_course_of_each_part_is_made_with_the_titles_and_parts_wanted(
    app, client, set_path, run_jobs
):
    page = client.follow(
        client.submit(client.get(set_path), "Make a course of each part at level 1")
    )
    assert "3 courses: 4 lessons in 3 modules" in page.main
    assert dict(headings(page))["Manual on storage"] == "Course"
    boxes = page.all("//input[@name='course']/@value")
    fields = {"course": [boxes[0], boxes[1]], f"title-{boxes[0]}": "Permits for everybody"}
    page = client.follow(client.submit(page, "Keep titles and choice", **fields))
    assert "2 courses: 3 lessons in 2 modules" in page.main
    page = client.get(set_path.replace("/outline", "/confirm"))
    building = client.submit(page, "Make the draft courses", topic="Sets")
    client.follow(building)
    run_jobs()
    page = client.get(building.location)
    assert page.heading == "The draft courses are ready"
    with app.app_context():
        courses = db.session.query(Course).order_by(Course.id).all()
        assert [(c.title, c.topic, c.state) for c in courses] == [
            ("Permits for everybody", "Sets", "draft"),
            ("Manual on storage", "Sets", "draft"),
        ]
        assert len({course.edition_id for course in courses}) == 1
        assert all(course.import_part.startswith("b-") for course in courses)
    report = client.get(set_path.replace("/outline", "/report.json")).json
    assert report["complete"] is True
    assert [row["reason"] for row in report["dropped"]] == ["left-out"]
    assert [course["title"] for course in report["courses"]] == [c.title for c in courses]
    for one in courses:
        preview = client.get(f"/desk/courses/{one.slug}/")
        assert preview.heading == one.title


@pytest.mark.parametrize("at", [2, 12, 14, 16, 18, 22])
def test_a_killed_job_leaves_no_course_or_all_of_a_document(app, client, set_path, at):
    with app.app_context():
        import_id = db.session.scalars(select(Import.id)).one()
        with write():
            drafting.split(db.session.get_one(Import, import_id))
        count = iter(range(1, 1000))

        def die(connection, cursor, statement, parameters, context, many):
            if statement.startswith(("INSERT", "UPDATE course")) and next(count) == at:
                raise Killed

        engine = db.engine
        event.listen(engine, "before_cursor_execute", die)
        try:
            with pytest.raises(Killed):
                drafting.build_all(import_id)
        finally:
            event.remove(engine, "before_cursor_execute", die)
        db.session.rollback()
    assert "You look after no course yet" in client.get("/desk/courses/").main
    with app.app_context():
        ids = drafting.build_all(import_id)
        assert drafting.build_all(import_id) == ids
        states = db.session.execute(select(Course.title, Course.state)).all()
        assert [tuple(row) for row in states] == [
            ("Manual on permits", "draft"),
            ("Manual on storage", "draft"),
            ("Manual on transport", "draft"),
        ]
        assert db.session.query(LessonRevision).count() == 4
        assert db.session.query(Edition).count() == 1


def test_sections_are_moved_by_buttons_and_by_a_list_of_places(client, review_path):
    page = press(client, review_path, "Up", "2. Moving")
    assert [title for title, _ in headings(page)][:3] == ["Foreword", "2. Moving", "1. Storing"]
    name = page.all("//li[label='1.1 Tanks']/input")[0].get("value")
    asked = client.submit(page, "Move…", h=[name])
    choice = client.follow(asked)
    assert choice.heading == "Move to another place"
    target = choice.all("//li[span='2. Moving']//button[contains(@value, 'under')]/@value")[0]
    answer = client.post(asked.location.split("/move")[0], {"to": target, "h": name})
    titles = [title for title, _ in headings(client.follow(answer))]
    assert titles[1:4] == ["2. Moving", "1.1 Tanks", "1. Storing"]


def test_only_headings_to_be_checked_are_shown_when_asked(app, client, review_path):
    page = client.get(f"{review_path}?show=check")
    assert headings(page) == []
    assert "Every heading is sure now" in page.main
    name = client.get(review_path).all("//li[label='Contact']/input/@value")[0]
    section = client.get(f"{review_path}/{name}")
    assert "marked as a heading in the file (sure)" in section.main


def test_the_account_is_shown_before_and_kept_after_the_course_is_made(
    client, review_path, run_jobs
):
    place = review_path.replace("/outline", "/report")
    page = client.get(place)
    assert "Complete" in page.main
    assert "as it stands now" in page.main
    assert "In the glossary" in page.main
    confirm(client, review_path, run_jobs)
    page = client.get(place)
    assert "as it stands now" not in page.main
    table = client.get(f"{place}.csv")
    assert table.response.mimetype == "text/csv"
    assert "sum,missing,,,,0," in table.text


def test_two_builders_at_once_make_the_courses_once(app, client, set_path):
    with app.app_context():
        import_id = db.session.scalars(select(Import.id)).one()
        with write():
            drafting.split(db.session.get_one(Import, import_id))

    def build(_):
        with app.app_context():
            return drafting.build_all(import_id)

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(build, range(3)))
    assert made[0] == made[1] == made[2]
    with app.app_context():
        assert db.session.query(Course).count() == 3
        assert db.session.query(LessonRevision).count() == 4
        assert db.session.query(Edition).count() == 1


def test_headings_known_by_their_looks_are_to_be_checked(client, run_jobs, tmp_path):
    body = h(1, "Sure") + p(WORDS * 5)
    for title in ("What to do", "Where to keep it", "Who may take it"):
        body += p(title, rpr="<w:b/>") + p(WORDS * 5)
    path = upload(client, run_jobs, write_docx(tmp_path, body).read_bytes(), "looks.docx")
    page = client.get(path)
    assert "3 headings to check" in page.main
    assert "Check this one" in page.main
    page = client.get(f"{path}?show=check")
    assert [title for title, _ in headings(page)] == [
        "What to do",
        "Where to keep it",
        "Who may take it",
    ]
    assert "looks like a heading" in page.main
    name = page.all("//li[label='What to do']/input/@value")[0]
    page = client.follow(client.submit(page, "Not a heading", h=[name]))
    assert [title for title, _ in headings(page)] == ["Where to keep it", "Who may take it"]
    section = client.get(f"{path}/{page.all('//ol//input/@value')[0]}")
    assert "to be checked" in section.main
