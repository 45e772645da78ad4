"""Draft courses made through the desk's own operations."""

from dataclasses import dataclass

from courses import operations
from courses.lesson_text import from_html
from courses.models import Course, Module, Step
from elearn.accounts.session import SignedIn

SENTENCE = "Keep waste closed, labelled and recorded, and hand it only to people with a permit. "


@dataclass(frozen=True)
class Draft:
    """A draft with two modules: two lessons in the first, one in the second."""

    course: Course
    modules: tuple[Module, ...]
    lessons: tuple[Step, ...]

    @property
    def slug(self) -> str:
        return self.course.slug


def text(words=200):
    return from_html(f"<h2>Rules</h2><p>{SENTENCE * (words // 15)}</p>", {}, "en")


def draft(actor: SignedIn | None, title="Handling waste batteries", **more) -> Draft:
    """Make the draft; call it inside a write transaction."""
    course = operations.create_course(
        actor, title=title, summary="How to handle batteries.", **more
    )
    first = operations.add_module(course.id, "At the workshop", actor)
    second = operations.add_module(course.id, "On the road", actor)
    lessons = tuple(
        operations.add_lesson(course.id, module.id, name, actor, text=text())
        for module, name in ((first, "Storing"), (first, "Labelling"), (second, "Handing over"))
    )
    return Draft(course, (first, second), lessons)
