"""Notes and bookmarks beside a lesson: whose they are, where they stand, what a release changes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from courses.margin import operations, privacy
from courses.margin.errors import MarginIsFull, NoteChanged, NothingWritten
from courses.margin.models import Note
from courses.models import Course, ReleaseStep
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast
from tests.factories.courses import MadeCourse, enrolled, publish_plan, published_course
from tests.pages import Pages

Writing = Callable[[], Any]


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def lina(client: Pages, cast: Cast, course: MadeCourse, writing: Writing) -> Pages:
    with writing():
        enrolled(cast.learner.id, course.id)
    return client.sign_in(cast.learner)


def path_of(course: MadeCourse, name: str = "law") -> str:
    return f"/courses/{course.slug}/{course.lesson(name).public_id}/"


def kept(app: Flask) -> list[tuple[int, str, str, bool]]:
    with app.app_context():
        rows = db.session.scalars(select(Note).order_by(Note.id)).all()
        return [(row.person_id, row.key, row.text, row.bookmarked) for row in rows]


def note_down(lina: Pages, course: MadeCourse, text: str, key: str | None = None) -> Any:
    key = key or course.lesson("law").paragraph
    form = lina.get(f"{path_of(course)}notes?key={key}")
    return lina.submit(form, "Keep it", text=text)


def test_a_note_is_written_beside_its_paragraph_without_javascript(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    key = course.lesson("law").paragraph
    (link,) = lina.get(path_of(course)).all("//a[@data-notes]/@href")
    page = lina.get(link)
    (write_link,) = page.all("//div[contains(@class,'beside-own')]//a[contains(., 'Note')]/@href")
    form = lina.get(write_link)
    assert "keep waste closed" in form.main
    answer = lina.submit(form, "Keep it", text="Ask our store.\n\nBy Friday.", bookmarked="y")
    assert answer.location == f"{link}#{key}"
    page = lina.follow(answer)
    assert "Ask our store." in page.main
    assert page.all(f"//*[@id='{key}']")
    assert kept(app) == [(cast.learner.id, key, "Ask our store.\n\nBy Friday.", True)]


def test_the_whole_lesson_takes_a_note_too_and_saving_again_replaces_it(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    note_down(lina, course, "First", "lesson")
    note_down(lina, course, "Second", "lesson")
    assert kept(app) == [(cast.learner.id, "", "Second", False)]


def test_an_empty_note_is_refused_and_says_how_to_delete(lina: Pages, course: MadeCourse) -> None:
    form = lina.get(f"{path_of(course)}notes?key=lesson")
    page = lina.submit(form, "Keep it", status=422, text="  ")
    assert "Write something, or tick the bookmark." in page.main
    page = lina.submit(form, "Keep it", status=422, text="x" * 5001)
    assert "Write at most 5000 characters." in page.main
    lina.get(f"{path_of(course)}notes?key=b-000000000000", status=422)
    lina.get(f"{path_of(course, 'quiz')}notes", status=404)


def test_what_was_changed_in_another_window_is_shown_before_it_is_lost(
    lina: Pages, course: MadeCourse, app: Flask
) -> None:
    address = f"{path_of(course)}notes?key=lesson"
    mine, theirs = lina.get(address), lina.get(address)
    lina.submit(theirs, "Keep it", text="From the phone")
    clash = lina.submit(mine, "Keep it", status=409, text="From the desk")
    assert "From the phone" in clash.main
    assert clash.all("//textarea")[0].text.strip() == "From the desk"
    lina.submit(clash, "Keep it")
    assert [row[2] for row in kept(app)] == ["From the desk"]


def test_two_windows_that_write_the_first_note_at_once_make_one(
    course: MadeCourse, app: Flask, cast: Cast
) -> None:
    def keep(text: str) -> bool:
        with app.app_context():
            try:
                with write():
                    step = course.lesson("law").id
                    operations.keep_note(cast.learner.id, step, "", text, seen="")
            except NoteChanged:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(keep, "abcd"))
    assert done.count(True) == 1
    assert len(kept(app)) == 1


def test_nobody_else_sees_a_note_and_the_log_does_not_know_of_it(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast, signed_in: Callable[[Any], Pages]
) -> None:
    note_down(lina, course, "A secret of mine")
    with app.app_context():
        note_id = db.session.scalars(select(Note.public_id)).one()
        actions = set(db.session.scalars(select(AuditEntry.action)))
    assert not any("note" in action for action in actions)
    for member in (cast.admin, cast.trainer, cast.second_learner):
        other = signed_in(member)
        for address in ("/learn/notes/", "/learn/notes.txt", f"{path_of(course)}notes"):
            assert "A secret of mine" not in other.get(address).text
        other.post(f"/learn/notes/{note_id}/delete", status=404)
        other.json("DELETE", f"/api/v1/me/notes/{note_id}", status=404)
        assert other.json("GET", "/api/v1/me/notes").json["items"] == []
    assert len(kept(app)) == 1


def test_a_note_outlives_its_paragraph_and_its_lesson_and_says_so(
    lina: Pages, course: MadeCourse, app: Flask, writing: Writing
) -> None:
    note_down(lina, course, "Still mine")
    assert "keep waste closed" in lina.get("/learn/notes/").main
    with writing():
        step = db.session.scalars(
            select(ReleaseStep).where(ReleaseStep.step_id == course.lesson("law").id)
        ).one()
        step.html = '<p id="b-000000000001">Other words.</p>'
    gone = "Its paragraph is no longer in this lesson; your note is kept."
    page = lina.get("/learn/notes/")
    assert gone in page.main
    assert "Still mine" in page.main
    beside = lina.get(f"{path_of(course)}notes")
    assert "Notes without their paragraph" in beside.main
    form = lina.get(f"{path_of(course)}notes?key={course.lesson('law').paragraph}")
    lina.submit(form, "Keep it", text="Still mine, changed")
    with writing():
        publish_plan(db.session.get_one(Course, course.id), without=("law",))
    page = lina.get("/learn/notes/")
    assert "This lesson is no longer in the course" in page.main
    assert "Still mine, changed" in page.main
    lina.submit(page, "Delete")
    assert kept(app) == []


def test_notes_are_searched_without_case_and_accents_and_taken_away_as_text(
    lina: Pages, course: MadeCourse
) -> None:
    note_down(lina, course, "Fûts percés")
    note_down(lina, course, "Nothing of it", "lesson")
    page = lina.get("/learn/notes/?text=PERCES+futs")
    assert "Fûts percés" in page.main
    assert "Nothing of it" not in page.main
    assert "No note has these words" in lina.get("/learn/notes/?text=tyre").main
    text = lina.client.get("/learn/notes.txt").text
    assert text.startswith("Handling waste with care\n====")
    assert "Fûts percés" in text


def test_a_list_of_many_notes_costs_the_statements_of_one(
    lina: Pages, course: MadeCourse, queries: Callable[[], Any]
) -> None:
    note_down(lina, course, "One", "lesson")
    lina.get("/learn/notes/")
    with queries() as one:
        lina.get("/learn/notes/")
    note_down(lina, course, "Two")
    form = lina.get(f"{path_of(course, 'why')}notes?key=lesson")
    lina.submit(form, "Keep it", text="Three")
    with queries() as three:
        page = lina.get("/learn/notes/")
    assert len(page.all("//main//article")) == 3
    assert len(one) == len(three)


def test_the_api_keeps_lists_and_deletes_notes(lina: Pages, course: MadeCourse, app: Flask) -> None:
    lesson = f"/api/v1/courses/{course.slug}/steps/{course.lesson('law').public_id}/notes"
    key = course.lesson("law").paragraph
    note = lina.json("PUT", lesson, {"key": key, "text": " Mine ", "bookmarked": True}).json
    assert (note["text"], note["bookmarked"], note["key"]) == ("Mine", True, key)
    assert lina.json("PUT", lesson, {"key": key, "text": "Mine", "bookmarked": True}).json == note
    lina.json("PUT", lesson, {"key": "b-000000000000", "text": "x"}, status=422)
    lina.json("PUT", lesson, {"text": ""}, status=422)
    assert lina.json("GET", lesson).json == [note]
    (listed,) = lina.json("GET", "/api/v1/me/notes?text=mine").json["items"]
    assert (listed["paragraph_there"], listed["course"]) == (True, course.slug)
    lina.json("DELETE", f"/api/v1/me/notes/{note['id']}", status=204)
    assert kept(app) == []


def test_there_is_an_end_to_notes(
    course: MadeCourse, app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courses.margin.queries.MOST_NOTES", 1)
    step = course.lesson("law").id
    with app.app_context(), write():
        operations.keep_note(cast.learner.id, step, "", "One")
        with pytest.raises(MarginIsFull):
            operations.keep_note(cast.learner.id, step, "b-000000000001", "Two")
        with pytest.raises(NothingWritten):
            operations.keep_note(cast.learner.id, step, "", "")


def test_ones_notes_are_copied_and_erased_with_the_account(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    note_down(lina, course, "Mine")
    with app.app_context(), write():
        (copied,) = privacy.export(cast.learner.id)["notes"]
        assert (copied["text"], copied["course"]) == ("Mine", course.title)
        privacy.erase(cast.learner.id)
        assert db.session.scalar(select(func.count(Note.id))) == 0


def test_a_visitor_is_sent_to_sign_in(visitor: Pages, course: MadeCourse) -> None:
    page = visitor.get(path_of(course))
    assert not page.all("//a[@data-notes]")
    sent = visitor.get(f"{path_of(course)}notes", status=302)
    assert str(sent.location).startswith("/sign-in")
