"""From an uploaded manual to a draft course: the outline review, by hand and without scripts."""

import pytest
from sqlalchemy import event, select

from courses import desk_queries, drafting
from courses.models import Course, LessonRevision
from elearn.core.database import db
from elearn.core.html import plain
from elearn.core.transaction import write
from elearn.library import queries as library
from elearn.library.models import Edition, Import, Section
from tests.courses.reviewing import WORDS, Killed, confirm, headings, press, upload

MANUAL = f"""---
title: Handling waste oils
symbol: ESM/OILS/1
edition: First edition
language: en
---

# Foreword

{WORDS}{WORDS}

# 1. Storing

## 1.1 Tanks

{WORDS * 20}

## 1.2 Drums

{WORDS * 18}

See [the tanks](#11-tanks).

## Contact

Call us.

# 2. Moving

{WORDS * 30}

# Glossary

**Drum** - a closed metal vessel

**Tank** - a large fixed vessel

**Permit** - written leave to act

# Annex: Codes

| Code | Waste |
|---|---|
| Y8 | Mineral oils |
| Y9 | Oil and water |
"""


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.trainer)


@pytest.fixture
def review_path(client, run_jobs):
    """The address of the review of the uploaded manual."""
    return upload(client, run_jobs, MANUAL.encode(), "oils.md")


def test_the_review_shows_what_becomes_of_every_heading(client, review_path):
    page = client.get(review_path)
    assert headings(page) == [
        ("Foreword", "Front matter"),
        ("1. Storing", "Module"),
        ("1.1 Tanks", "In lesson 1"),
        ("1.2 Drums", "In lesson 1"),
        ("Contact", "In lesson 1"),
        ("2. Moving", "Module"),
        ("Glossary", "Glossary"),
        ("Annex: Codes", "Annex, lesson 3"),
    ]
    assert "3 lessons in 3 modules" in page.main


def test_acts_change_the_count_at_once_and_can_be_undone(client, review_path):
    page = press(client, review_path, "Leave out", "Annex: Codes", "2. Moving")
    assert "1 lesson in 1 module" in page.main
    assert ("2. Moving", "Left out") in headings(page)
    page = press(client, review_path, "Include", "2. Moving")
    assert "2 lessons in 2 modules" in page.main
    page = press(client, review_path, "Undo")
    assert "1 lesson in 1 module" in page.main
    page = press(client, review_path, "Start again")
    assert "3 lessons in 3 modules" in page.main


def test_one_heading_or_all_of_a_style_are_promoted(client, review_path):
    page = press(client, review_path, "Promote", "1.2 Drums")
    assert ("1.2 Drums", "Module") in headings(page)
    press(client, review_path, "Undo")
    page = press(client, review_path, "Promote all of this style", "Contact")
    assert page.all("//li[starts-with(@class, 'l2')]") == []


def test_a_heading_that_is_none_is_joined_and_restored(client, review_path):
    page = press(client, review_path, "Not a heading", "Contact")
    assert "Contact" not in dict(headings(page))
    assert "No longer headings" in page.main
    name = page.all("//section//input[@name='h']")[0].get("value")
    page = client.follow(client.submit(page, "Make them headings again", h=[name]))
    assert "Contact" in dict(headings(page))


def test_a_role_is_given_by_one_button(client, review_path):
    page = press(client, review_path, "Front matter", "2. Moving")
    assert ("2. Moving", "Front matter") in headings(page)
    page = press(client, review_path, "Body", "Foreword", "2. Moving")
    assert ("Foreword", "Module") in headings(page)


def test_a_button_without_a_choice_says_what_to_do(client, review_path):
    page = press(client, review_path, "Promote")
    assert "Choose one or more headings first" in page.main
    assert "3 lessons in 3 modules" in page.main


def test_chosen_headings_stay_chosen_and_in_sight(client, review_path):
    page = client.get(review_path)
    name = page.all("//li[label='Contact']/input")[0].get("value")
    answer = client.submit(page, "Promote", h=[name])
    assert answer.location.endswith(f"?h={name}#r-{name}")
    assert client.follow(answer).all("//input[@checked]/@value") == [name]


def test_a_section_is_renamed_and_split(client, review_path):
    page = client.get(review_path)
    name = page.all("//li[label='1.2 Drums']/input")[0].get("value")
    section = client.get(f"{review_path}/{name}")
    page = client.follow(client.submit(section, "Rename", title="Drums and cans"))
    assert "1.2 Drums and cans" in dict(headings(page)) or "Drums and cans" in dict(headings(page))
    section = client.get(f"{review_path}/{name}")
    button = section.all("//button[@name='block']")[1].get("aria-label")
    page = client.follow(client.submit(section, button, title=""))
    assert "See the tanks" in dict(headings(page))
    client.get(f"{review_path}/nobody", status=404)


def test_the_draft_course_is_made_as_reviewed(app, client, review_path, run_jobs, cast):
    press(client, review_path, "Leave out", "Contact")
    page = confirm(client, review_path, run_jobs, title="Oils in the workshop", topic="Oils")
    assert page.heading == "Oils in the workshop"
    with app.app_context():
        course = db.session.query(Course).filter_by(slug="oils-in-the-workshop").one()
        assert (course.state, course.topic, course.language) == ("draft", "Oils", "en")
        assert "Keep waste closed" in course.summary
        rows = desk_queries.outline_rows(course.id)
        modules = desk_queries.modules_of(course.id)
        assert [(module.title, module.counted) for module in modules] == [
            ("1. Storing", True),
            ("2. Moving", True),
            ("Reference", False),
        ]
        assert [row.title for row in rows][1:] == ["2. Moving", "Annex: Codes"]
        texts = desk_queries.newest_texts(course.id)
        kept = " ".join(plain(block["html"]) for text in texts.values() for block in text.blocks)
        assert "Mineral oils" in kept
        assert "Call us." not in kept
        keys = [b["key"] for text in texts.values() for b in text.blocks if b["key"]]
        assert set(library.paragraphs_by_key(course.edition_id, keys)) == set(keys)
        edition = db.session.get_one(Edition, course.edition_id)
        assert (edition.symbol, edition.label) == ("ESM/OILS/1", "First edition")
        sections = db.session.scalars(select(Section.title)).all()
        assert "Contact" in sections
        assert [term.term for term in library.glossary_of(edition.id)] == [
            "Drum",
            "Permit",
            "Tank",
        ]
    assert "Oils in the workshop" in client.get("/desk/courses/").main
    client.get(review_path, status=302)


def test_a_lesson_from_a_manual_names_its_source(app, client, review_path, run_jobs):
    page = confirm(client, review_path, run_jobs)
    lesson = page.all("//li/a[contains(@href, '/lessons/')]/@href")[1]
    editor = client.get(lesson)
    assert "In the manual" in editor.main
    preview = client.follow(client.submit(editor, "Save and preview"))
    assert "Source: ESM/OILS/1" in preview.main
    text = editor.page.get_element_by_id("html").text.replace("closed", "shut")
    client.submit(editor, "Save", html=text)
    assert "Edited in this lesson" in client.get(lesson).main
    page = client.get(lesson.replace("/lessons/", "/preview/") + "/")
    assert "Source: ESM/OILS/1, adapted" in page.main


def test_an_outline_without_a_lesson_cannot_be_confirmed(client, review_path):
    titles = ["1. Storing", "2. Moving", "Annex: Codes"]
    press(client, review_path, "Leave out", *titles)
    page = client.get(review_path.replace("/outline", "/confirm"))
    assert "No lesson is left in this outline" in page.main
    assert not page.all("//button[normalize-space()='Make the draft course']")


def test_a_refused_draft_gives_the_outline_back(app, client, review_path, run_jobs):
    press(client, review_path, "Leave out", "1. Storing", "2. Moving", "Annex: Codes")
    path = review_path.replace("/outline", "")
    data = {"title": "x", "language": "en", "level": "introductory"}
    client.post(f"{path}/confirm", data)
    run_jobs()
    page = client.follow(client.get(f"{path}/course", status=302))
    assert "No lesson is left in this outline" in page.main
    press(client, review_path, "Include", "2. Moving")
    confirm(client, review_path, run_jobs)


def test_a_confirmed_outline_is_closed(client, review_path, run_jobs):
    old = client.get(review_path)
    confirm(client, review_path, run_jobs)
    client.submit(old, "Undo" if "Undo" in old.main else "Start again", status=409)
    data = {"title": "x", "language": "en", "level": "introductory"}
    client.post(review_path.replace("/outline", "/confirm"), data, status=409)


def test_an_import_belongs_to_the_trainer_who_started_it(
    client, review_path, cast, signed_in, visitor
):
    root = review_path.replace("/outline", "")
    name = client.get(review_path).all("//input[@name='h']/@value")[0]
    pages = ["outline", f"outline/{name}", "confirm", "course"]
    acts = [
        ("outline", {"act": "leave-out", "h": name}),
        (f"outline/{name}/title", {"title": "x"}),
        (f"outline/{name}/split", {"block": "x"}),
        ("confirm", {"title": "x", "language": "en", "level": "introductory"}),
        ("build", {}),
    ]
    admin = signed_in(cast.admin)
    for page in pages[:3]:
        admin.get(f"{root}/{page}")
    for member, status in ((cast.second_trainer, 404), (cast.learner, 403), (None, 302)):
        other = signed_in(member) if member else visitor
        for page in pages:
            other.get(f"{root}/{page}", status=status)
        for path, data in acts:
            other.post(f"{root}/{path}", data, status=status)
    assert "3 lessons in 3 modules" in client.get(review_path).main
    for path, data in acts:
        client.post(f"{root}/{path}", data | {"csrf_token": ""}, status=400)


def test_a_lost_job_can_be_started_once_more_and_makes_one_course(
    app, client, review_path, run_jobs
):
    data = {"title": "Oils", "language": "en", "level": "introductory"}
    answer = client.post(review_path.replace("/outline", "/confirm"), data)
    page = client.follow(answer)
    client.submit(page, "Start it once more")
    run_jobs()
    client.post(review_path.replace("/outline", "/build"))
    run_jobs()
    with app.app_context():
        assert db.session.query(Course).count() == 1
    assert client.follow(client.get(answer.location, status=302)).heading == "Oils"


def test_an_import_stopped_while_its_course_is_made_leaves_nothing_to_see(
    app, client, review_path, run_jobs
):
    data = {"title": "Oils", "language": "en", "level": "introductory"}
    client.post(review_path.replace("/outline", "/confirm"), data)
    client.post(review_path.replace("/outline", "/cancel"), {})
    run_jobs()
    assert "You look after no course yet" in client.get("/desk/courses/").main


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 13, 21])
def test_a_killed_job_leaves_no_half_course_and_a_repeat_finishes_it(
    app, client, review_path, cast, at
):
    with app.app_context():
        import_id = db.session.scalars(select(Import.id)).one()
        engine = db.engine
        count = iter(range(1, 1000))

        def die(connection, cursor, statement, parameters, context, many):
            if statement.startswith("INSERT") and next(count) == at:
                raise Killed

        event.listen(engine, "before_cursor_execute", die)
        try:
            with pytest.raises(Killed):
                drafting.build(import_id)
        finally:
            event.remove(engine, "before_cursor_execute", die)
        db.session.rollback()
    assert "You look after no course yet" in client.get("/desk/courses/").main
    with app.app_context():
        course_id = drafting.build(import_id)
        assert drafting.build(import_id) == course_id
        titles = [row.title for row in desk_queries.outline_rows(course_id)]
        assert titles == ["1. Storing", "2. Moving", "Annex: Codes"]
        assert db.session.query(Course).count() == 1
        assert db.session.query(LessonRevision).count() == 3
        assert db.session.query(Edition).count() == 1


def test_a_document_of_two_hundred_headings_is_reviewed_and_drafted(
    app, client, run_jobs, shared_manuals, queries
):
    content = (shared_manuals / "asvs-5.0-en.docx").read_bytes()
    path = upload(client, run_jobs, content, "asvs.docx")
    page = client.get(path)
    assert len(headings(page)) >= 220
    press(client, path, "Leave out", "Appendix E - Contributors")
    page = confirm(client, path, run_jobs)
    with app.app_context():
        course = db.session.query(Course).one()
        rows = desk_queries.outline_rows(course.id)
        words = [row.words for row in rows]
        fitting = sum(150 <= count <= 1200 for count in words)
        assert fitting >= 0.85 * len(words)
    client.submit(client.get(f"/desk/courses/{course.slug}/publish"), "Publish this release")


def test_a_command_that_makes_the_course_itself_has_no_worker_beside_it(app, review_path, run_jobs):
    with app.app_context():
        with write():
            found = db.session.scalars(select(Import)).one()
            drafting.confirm(found, {}, None, delay_seconds=drafting.COMMAND_SECONDS)
        import_id = found.id
        assert run_jobs() == 0
        drafting.build(import_id)
        assert db.session.query(Course).count() == 1
