"""Pages kept for many readers: the same page for the same place, and nothing personal in it."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, g
from jinja2 import DictLoader

from elearn.accounts import frozen
from tests.cast import Cast, actor
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.pages import Pages, csrf_in

Writing = Callable[[], Any]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    frozen.forget()
    yield
    frozen.forget()


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        course = published_course()
        for member in (cast.learner, cast.second_learner):
            enrolled(member.id, course.id)
    return course


def lesson_of(course: MadeCourse, name: str = "law") -> str:
    return f"/courses/{course.slug}/{course.lesson(name).public_id}/"


def test_two_learners_at_one_place_share_a_page_with_their_own_names_and_tokens(
    signed_in: Callable[..., Pages], cast: Cast, course: MadeCourse
) -> None:
    lina, omar = signed_in(cast.learner), signed_in(cast.second_learner)
    omar.token()
    with omar.client.session_transaction() as session:
        session["csrf_token"] = "1" * 40
    hers, his = lina.get(lesson_of(course)), omar.get(lesson_of(course))
    assert len(frozen._kept) == 1
    assert "Lina Haddad" in hers.text
    assert "Omar Diallo" not in hers.text
    assert "Omar Diallo" in his.text
    assert "Lina Haddad" not in his.text
    assert csrf_in(hers.text) != csrf_in(his.text)
    omar.post(lesson_of(course) + "done", {"csrf_token": csrf_in(his.text)})
    lina.post(lesson_of(course) + "done", {"csrf_token": csrf_in(his.text)}, status=400)


def test_nothing_left_open_is_ever_sent(
    signed_in: Callable[..., Pages], visitor: Pages, cast: Cast, course: MadeCourse
) -> None:
    lina = signed_in(cast.learner)
    for pages in (visitor, lina, lina):
        for path in ("/courses/", f"/courses/{course.slug}/", lesson_of(course)):
            text = pages.get(path).text
            assert frozen.NAME not in text
            assert frozen.TOKEN not in text


def test_progress_language_and_role_make_other_pages(
    signed_in: Callable[..., Pages], cast: Cast, course: MadeCourse
) -> None:
    lina, omar = signed_in(cast.learner), signed_in(cast.second_learner)
    lina.post(lesson_of(course, "why") + "done")
    assert "1 of 4 required parts done" in lina.get(lesson_of(course)).text
    assert "0 of 4 required parts done" in omar.get(lesson_of(course)).text
    omar.client.set_cookie("language", "ar")
    assert omar.get(lesson_of(course)).page.getroottree().getroot().get("dir") == "rtl"
    assert 'href="/desk/courses/"' in signed_in(cast.trainer).get("/courses/").text
    assert 'href="/desk/courses/"' not in lina.get("/courses/").text


def test_a_message_is_shown_once_and_never_kept(
    signed_in: Callable[..., Pages], cast: Cast, writing: Writing
) -> None:
    with writing():
        course = published_course()
    lina, omar = signed_in(cast.learner), signed_in(cast.second_learner)
    lina.post(f"/courses/{course.slug}/enrol")
    answer = lina.get(lesson_of(course, "why"))
    assert "You are enrolled" in answer.main
    assert answer.headers["Cache-Control"] == "no-store"
    assert "You are enrolled" not in lina.get(lesson_of(course, "why")).main
    omar.post(f"/courses/{course.slug}/enrol")
    omar.get("/learn/")
    assert "You are enrolled" not in omar.get(lesson_of(course, "why")).main


def test_a_page_for_many_cannot_show_anything_else_of_somebody(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader({"leak.html": "{{ person.email }}"}))
    lina = actor(app, cast.learner)
    with app.test_request_context("/"):
        g.signed_in = lina
        with pytest.raises(RuntimeError, match="email"):
            frozen.frozen("leak.html", (), dict)


def test_the_oldest_pages_go_when_there_are_too_many(
    app: Flask, visitor: Pages, course: MadeCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "MOST_BYTES", 20_000)
    for number in range(12):
        visitor.get(f"/courses/?text=word{number}")
    assert 0 < len(frozen._kept) < 12
    kept = [part for page in frozen._kept.values() for part in page.parts]
    assert sum(map(sys.getsizeof, kept)) <= 20_000
