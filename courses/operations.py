"""Writes of the trainers' desk: courses, their modules and steps; texts and releases beside it.

Every edit locks the course, raises its version and is recorded. Nothing here commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses import desk_queries
from courses.desk_errors import NotAQuiz, TooManyObjectives
from courses.edits import next_position, note, renumber, shifted, touched
from courses.lesson_text import LessonText
from courses.models import Course, Module, Step
from courses.objectives import cleaned, too_many
from courses.publishing import offer_again, publish, withdraw
from courses.texts import add_revision, save_text
from elearn.accounts import operations as accounts
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library import addresses

QUIZ_MINUTES = 5

__all__ = [
    "Details",
    "add_lesson",
    "add_module",
    "add_quiz_step",
    "change_details",
    "change_module",
    "change_step",
    "create_course",
    "mark_step",
    "move_module",
    "move_step",
    "offer_again",
    "publish",
    "remove_module",
    "remove_step",
    "save_text",
    "set_objectives",
    "withdraw",
]


@dataclass(frozen=True)
class Details:
    """What a course says of itself."""

    title: str
    summary: str = ""
    language: str = "en"
    level: str = "introductory"
    audience: tuple[str, ...] = ()
    topic: str = ""


def create_course(
    actor: SignedIn | None,
    *,
    title: str,
    summary: str = "",
    language: str = "en",
    level: str = "introductory",
    audience: Iterable[str] = (),
    topic: str = "",
    trainer_id: int | None = None,
    **more: Any,
) -> Course:
    """Make a draft course and give its maker (or `trainer_id`) the trainer's role for it.

    `more` are further columns: edition_id, organisation_id, import_id, state.
    """
    course = inserted(
        title=title[:300],
        summary=summary,
        language=language,
        level=level,
        audience=list(audience),
        topic=topic[:200],
        created_by_id=actor.id if actor else trainer_id,
        **more,
    )
    if course.created_by_id is not None:
        # By rule, not by the maker's own power to grant.
        accounts.grant(course.created_by_id, "trainer", None, "course", course.id)
    note(course, actor, "create", title=title)
    return course


def inserted(**values: Any) -> Course:
    """Insert a course under a free address."""
    return addresses.inserted(lambda slug: Course(slug=slug, **values), Course, values["title"])


def change_details(course_id: int, details: Details, actor: SignedIn | None) -> None:
    """Change what the course says of itself. Learners see it with the next release."""
    course = touched(course_id)
    values = vars(details) | {"audience": list(details.audience)}
    changed = sorted(name for name, value in values.items() if getattr(course, name) != value)
    for name in changed:
        setattr(course, name, values[name])
    note(course, actor, "change", fields=changed)


# -- modules ------------------------------------------------------------------------------------


def add_module(
    course_id: int,
    title: str,
    actor: SignedIn | None,
    *,
    summary: str = "",
    counted: bool = True,
    objectives: Iterable[str] = (),
) -> Module:
    """Add a module at the end. Raises TooManyObjectives."""
    course = touched(course_id)
    module = Module(
        course_id=course_id,
        position=next_position(desk_queries.modules_of(course_id)),
        title=title[:300],
        summary=summary,
        counted=counted,
        objectives=kept_objectives(objectives),
    )
    db.session.add(module)
    db.session.flush()
    note(course, actor, "add-module", title=title)
    return module


def change_module(
    module: Module,
    actor: SignedIn | None,
    *,
    title: str,
    summary: str,
    counted: bool,
    objectives: Iterable[str] | None = None,
) -> None:
    """Rename a module, describe it, say what one can do after it and whether it counts.

    Without `objectives` they stay as they are. Raises TooManyObjectives.
    """
    course = touched(module.course_id)
    module.title, module.summary, module.counted = title[:300], summary, counted
    if objectives is not None:
        module.objectives = kept_objectives(objectives)
    note(course, actor, "change-module", module=module.public_id, title=title, counted=counted)


def set_objectives(module: Module, objectives: Iterable[str], actor: SignedIn | None) -> None:
    """Say what learners can do after a module. Raises TooManyObjectives."""
    course = touched(module.course_id)
    module.objectives = kept_objectives(objectives)
    note(course, actor, "set-objectives", module=module.public_id, objectives=module.objectives)


def kept_objectives(lines: Iterable[str]) -> list[str]:
    """Return objectives as they are kept. Raises TooManyObjectives."""
    found = cleaned(lines)
    if too_many(found):
        raise TooManyObjectives
    return found


def move_module(module: Module, by: int, actor: SignedIn | None) -> None:
    """Move a module up (-1) or down (+1); at the end of the list nothing changes."""
    course = touched(module.course_id)
    order = list(desk_queries.modules_of(module.course_id))
    renumber(shifted(order, order.index(module), by))
    note(course, actor, "move-module", module=module.public_id, by=by)


def remove_module(module: Module, actor: SignedIn | None) -> None:
    """Take a module and its steps out of the draft; what learners did with them is kept."""
    course = touched(module.course_id)
    module.removed_at = now()
    steps = [s for s in desk_queries.steps_of(module.course_id) if s.module_id == module.id]
    for step in steps:
        step.removed_at = module.removed_at
    note(course, actor, "remove-module", module=module.public_id, steps=len(steps))


# -- steps --------------------------------------------------------------------------------------


def add_lesson(
    course_id: int,
    module_id: int,
    title: str,
    actor: SignedIn | None,
    *,
    text: LessonText | None = None,
) -> Step:
    """Add a lesson at the end of a module, with its first text when there is one."""
    course = touched(course_id)
    step = add_step(course_id, module_id, title, "lesson")
    if text is not None:
        add_revision(step, text, course.language, actor)
    note(course, actor, "add-lesson", step=step.public_id, title=title)
    return step


def add_quiz_step(course_id: int, module_id: int, title: str, actor: SignedIn | None) -> Step:
    """Add a place for a quiz; it is not ready until the quiz room says so."""
    course = touched(course_id)
    step = add_step(course_id, module_id, title, "quiz", ready=False, minutes=QUIZ_MINUTES)
    note(course, actor, "add-quiz", step=step.public_id, title=title)
    return step


def add_step(course_id: int, module_id: int, title: str, kind: str, **values: Any) -> Step:
    """Put a step at the end of a module of this course. Raises PartNotFound."""
    steps = [s for s in desk_queries.steps_of(course_id) if s.module_id == module_id]
    step = Step(
        course_id=course_id,
        module_id=module_id,
        position=next_position(steps),
        kind=kind,
        title=title[:300],
        **values,
    )
    db.session.add(step)
    db.session.flush()
    return step


def change_step(
    step: Step, actor: SignedIn | None, *, title: str, required: bool, module_id: int
) -> None:
    """Rename a step, say whether it is required, and move it to the end of another module."""
    course = touched(step.course_id)
    if module_id != step.module_id:
        inside = [s for s in desk_queries.steps_of(step.course_id) if s.module_id == module_id]
        step.module_id, step.position = module_id, next_position(inside)
    step.title, step.required = title[:300], required
    note(course, actor, "change-step", step=step.public_id, title=title, required=required)


def move_step(step: Step, by: int, actor: SignedIn | None) -> None:
    """Move a step up (-1) or down (+1); over the edge of its module it enters the next one."""
    course = touched(step.course_id)
    modules = [module.id for module in desk_queries.modules_of(step.course_id)]
    steps = desk_queries.steps_of(step.course_id)
    siblings = [one for one in steps if one.module_id == step.module_id]
    place = siblings.index(step) + by
    beside = modules.index(step.module_id) + by
    if 0 <= place < len(siblings):
        renumber(shifted(siblings, place - by, by))
    elif 0 <= beside < len(modules):
        inside = [one for one in steps if one.module_id == modules[beside]]
        step.module_id = modules[beside]
        renumber([*inside, step] if by < 0 else [step, *inside])
    note(course, actor, "move-step", step=step.public_id, by=by)


def remove_step(step: Step, actor: SignedIn | None) -> None:
    """Take a step out of the draft; what learners did with it, and its texts, are kept."""
    course = touched(step.course_id)
    step.removed_at = now()
    note(course, actor, "remove-step", step=step.public_id, title=step.title)


def mark_step(step_id: int, *, ready: bool | None = None, minutes: int | None = None) -> None:
    """Let the room that fills a quiz step say whether it is ready and how long it takes.

    Raises NotAQuiz for a lesson.
    """
    step = db.session.get_one(Step, step_id)
    if step.kind != "quiz":
        raise NotAQuiz
    touched(step.course_id)
    if ready is not None:
        step.ready = ready
    if minutes is not None:
        step.minutes = max(1, minutes)
