"""A trainer at a lesson, suggestions switched on, every provider of the tests offered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from courses import (
    desk_queries,
    operations,
    suggesting,
    suggestion_answers,
    suggestion_queries,
)
from courses.lesson_text import LessonText
from courses.models import Course, Step
from courses.suggesting import Wanted
from courses.suggestion_models import SuggestionRequest
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.suggestions.models import SuggestionSetting
from tests.cast import Member, actor
from tests.factories.providers import HERE
from tests.factories.suggesting import CLOSED, lesson, switch_on
from tests.pages import Pages

ALL = ("Fake", "Hanging", "Raising", "Dying", "Text", "Odd")
SUGGESTED = "summary in en: Keep drums closed."


@dataclass
class Desk:
    """A trainer, a lesson, and suggestions switched on."""

    app: Flask
    tomas: SignedIn
    pages: Pages
    slug: str
    step_id: str

    @property
    def here(self) -> str:
        return f"/desk/courses/{self.slug}/lessons/{self.step_id}/suggestions/"

    @property
    def api(self) -> str:
        return f"/api/v1/courses/{self.slug}/steps/{self.step_id}/suggestion-requests"

    def opened(self) -> tuple[Course, Step]:
        course = db.session.scalars(select(Course).where(Course.slug == self.slug)).one()
        return course, desk_queries.step_of(course.id, self.step_id)

    def ask(self, *ids: str, **more: Any) -> int:
        """Ask in an app context and return the id of the request."""
        course, step = self.opened()
        wanted = Wanted(**{"kind": "summary", "block_ids": ids or (CLOSED,), "revision": 1,
                           "consent_version": 1} | more)  # fmt: skip
        ready = suggesting.prepared(step, wanted)
        with write():
            made = suggesting.ask(course, step, ready, self.tomas)
        return db.session.scalars(
            select(SuggestionRequest.id).where(SuggestionRequest.public_id == made)
        ).one()

    def answered(self) -> tuple[SuggestionRequest, Any]:
        """Ask, let the job run, return the request and its suggestion."""
        request_id = self.ask()
        suggestion_answers.answer(request_id)
        found = request(request_id)
        return found, suggestion_queries.texts_of(request_id)[0]

    def save(self, *html: str) -> None:
        """Save these blocks as the next text of the lesson, as its editor would."""
        _course, step = self.opened()
        newest = desk_queries.newest_text(step.id)
        assert newest is not None
        blocks = [one for one in newest.blocks if one["html"] in html]
        with write():
            operations.save_text(step, LessonText(blocks, 5), newest.number, self.tomas)

    def blocks(self) -> list[dict[str, Any]]:
        newest = desk_queries.newest_text(self.opened()[1].id)
        assert newest is not None
        return newest.blocks


def request(request_id: int) -> SuggestionRequest:
    return db.session.get_one(SuggestionRequest, request_id, populate_existing=True)


def use(provider: str, **more: Any) -> None:
    """Let this provider be asked in place of the other, with its key."""
    with write():
        db.session.execute(update(SuggestionSetting).values(provider=provider, **more))


@contextmanager
def furnished(app: Flask, trainer: Member) -> Iterator[Desk]:
    """Make the lesson, switch suggestions on, and let the site offer all providers meanwhile."""
    tomas, before = actor(app, trainer), app.extensions["settings"]
    offered = ",".join(f"{HERE}:{name}" for name in ALL)
    app.extensions["settings"] = replace(before, suggestion_providers=offered)
    with app.app_context():
        with write():
            course, step = lesson(tomas)
            slug, step_id = course.slug, step.public_id
        switch_on()
    try:
        yield Desk(app, tomas, Pages(app).sign_in(trainer), slug, step_id)
    finally:
        app.extensions["settings"] = before
