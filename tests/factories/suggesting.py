"""Suggestions switched on, and a lesson to ask about."""

from contextlib import nullcontext
from typing import Any

from courses import operations as courses
from courses.lesson_text import LessonText
from courses.models import Course, Step
from elearn.accounts.session import SignedIn
from elearn.core.transaction import write, writing
from elearn.suggestions import operations
from elearn.suggestions.operations import Wish
from tests.factories.providers import FAKE, KEY

CONSENT = "The text goes to a service of our ministry.\nIt is deleted after a day."
CLOSED, LABELS = "b-00000000c105", "b-0000000ab1e5"
HTML = (
    f'<p id="{CLOSED}">Keep <b>drums</b> closed.</p>',
    "<p>Somebody wrote this by hand.</p>",
    f'<p id="{LABELS}">Label them.</p>',
    "<hr>",
)


def switch_on(admin: SignedIn | None = None, **more: Any) -> None:
    """Let trainers ask the fake provider."""
    wish = {"is_on": True, "provider": FAKE, "consent": CONSENT, "daily_limit": 3, "key": KEY}
    with nullcontext() if writing() else write():
        operations.change_setting(Wish(**wish | more), admin)


def block(html: str, **more: Any) -> dict[str, Any]:
    key = html[7:21] if 'id="' in html else None
    made = {"key": key, "html": html, "label": "", "page": None, "kind": "para", "edited": False}
    return made | more


def lesson(trainer: SignedIn) -> tuple[Course, Step]:
    """Make a draft of one lesson with a text, in an open write transaction."""
    course = courses.create_course(trainer, title="Storing drums", language="en")
    module = courses.add_module(course.id, "Stores", trainer)
    text = LessonText([block(html) for html in HTML], 10)
    return course, courses.add_lesson(course.id, module.id, "At the store", trainer, text=text)
