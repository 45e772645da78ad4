"""Writes of model programmes: what they say of themselves, their parts, whether they are offered.

Call inside `transaction.write()`. Every write locks the programme first. Runs keep their own copy
of the parts, so nothing here changes a run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from courses.models import Course
from elearn.accounts.audit import record
from elearn.accounts.models import STAKEHOLDERS
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.library import addresses
from elearn.programmes.errors import (
    CourseCannotBePart,
    CourseIsPart,
    NeededIsWrong,
    NeedsMoreCourses,
    PartNeedsTitle,
    PartNotFound,
    ProgrammeIsEmpty,
    ProgrammeNotFound,
)
from elearn.programmes.models import Programme, ProgrammePart


@dataclass(frozen=True)
class Details:
    """What a model programme says of itself. `needed` counts only when the order is `some`."""

    title: str
    summary: str = ""
    language: str = "en"
    audience: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    needs: str = ""
    budget_note: str = ""
    order: str = "in-order"
    needed: int | None = None
    places: int = 25

    def columns(self) -> dict[str, Any]:
        """Return them as the table keeps them. Raises NeededIsWrong."""
        if self.order == "some" and (self.needed is None or self.needed < 1):
            raise NeededIsWrong
        return vars(self) | {
            "audience": [code for code in STAKEHOLDERS if code in self.audience],
            "objectives": [line.strip() for line in self.objectives if line.strip()],
            "needed": self.needed if self.order == "some" else None,
        }


def actor_id(actor: SignedIn | None) -> int | None:
    """Return whose act is recorded; None is the system's."""
    return actor.id if actor else None


def create_programme(
    details: Details, actor: SignedIn | None, *, organisation_id: int | None = None
) -> Programme:
    """Make a draft programme. Whoever makes it manages it. Raises NeededIsWrong."""
    columns = details.columns() | {
        "organisation_id": organisation_id,
        "created_by_id": actor_id(actor),
    }
    programme = addresses.inserted(
        lambda slug: Programme(slug=slug, **columns), Programme, details.title
    )
    note(programme, actor, "programme.create", title=details.title)
    return programme


def locked(programme_id: int) -> Programme:
    """Return the programme as it is now; nobody else changes it until the transaction ends."""
    programme = db.session.scalars(
        select(Programme)
        .where(Programme.id == programme_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if programme is None:
        raise ProgrammeNotFound
    return programme


def change_programme(programme_id: int, details: Details, actor: SignedIn | None) -> None:
    """Change what the programme says of itself. Raises NeededIsWrong, NeedsMoreCourses."""
    programme = locked(programme_id)
    columns = details.columns()
    changed = sorted(name for name, value in columns.items() if getattr(programme, name) != value)
    for name in changed:
        setattr(programme, name, columns[name])
    if programme.state == "published":
        refuse_unfit(programme, parts_of(programme_id))
    note(programme, actor, "programme.change", fields=changed)


# -- parts --------------------------------------------------------------------------------------


def parts_of(programme_id: int) -> list[ProgrammePart]:
    """Return the parts in their order, as they are now."""
    statement = (
        select(ProgrammePart)
        .where(ProgrammePart.programme_id == programme_id)
        .order_by(ProgrammePart.position)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def add_course(
    programme_id: int, course_id: int, actor: SignedIn | None, *, required: bool = True
) -> ProgrammePart:
    """Add a published course at the end. Raises CourseCannotBePart, CourseIsPart."""
    programme = locked(programme_id)
    course = db.session.get(Course, course_id)
    if course is None or course.state != "published":
        raise CourseCannotBePart
    parts = parts_of(programme_id)
    if any(part.course_id == course_id for part in parts):
        raise CourseIsPart
    part = _added(programme, parts, kind="course", course_id=course_id, required=required)
    note(programme, actor, "programme.add-part", part=part.public_id, course=course.public_id)
    return part


def add_session(
    programme_id: int,
    title: str,
    actor: SignedIn | None,
    *,
    minutes: int = 60,
    online: bool = False,
    required: bool = True,
) -> ProgrammePart:
    """Add a session the programme plans, in a room or online. Raises PartNeedsTitle."""
    programme = locked(programme_id)
    if not title.strip():
        raise PartNeedsTitle
    parts = parts_of(programme_id)
    facts = {"title": title.strip(), "minutes": minutes, "online": online, "required": required}
    part = _added(programme, parts, kind="session", **facts)
    note(programme, actor, "programme.add-part", part=part.public_id, title=part.title)
    return part


def _added(programme: Programme, parts: Sequence[ProgrammePart], **values: Any) -> ProgrammePart:
    position = max((part.position for part in parts), default=-1) + 1
    part = ProgrammePart(programme_id=programme.id, position=position, **values)
    db.session.add(part)
    db.session.flush()
    return part


def part_of(programme_id: int, public_id: str) -> ProgrammePart:
    """Return a part of the programme. Raises PartNotFound."""
    found = [part for part in parts_of(programme_id) if part.public_id == public_id]
    if not found:
        raise PartNotFound
    return found[0]


def move_part(programme_id: int, public_id: str, by: int, actor: SignedIn | None) -> None:
    """Move a part one place up (-1) or down (1); at the ends nothing moves. Raises PartNotFound."""
    programme = locked(programme_id)
    part, parts = part_of(programme_id, public_id), parts_of(programme_id)
    target = parts.index(part) + by
    if not 0 <= target < len(parts):
        return
    other = parts[target]
    ours, theirs = part.position, other.position
    # Two parts never stand in one place, not even for a moment: the database would refuse it.
    for moved, position in ((part, -1), (other, ours), (part, theirs)):
        moved.position = position
        db.session.flush()
    note(programme, actor, "programme.move-part", part=public_id)


def remove_part(programme_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Take a part out; runs keep theirs. Raises PartNotFound, NeedsMoreCourses."""
    programme = locked(programme_id)
    part = part_of(programme_id, public_id)
    db.session.delete(part)
    db.session.flush()
    if programme.state == "published":
        refuse_unfit(programme, parts_of(programme_id))
    note(programme, actor, "programme.remove-part", part=public_id, title=part.title)


# -- offering -----------------------------------------------------------------------------------


def refuse_unfit(programme: Programme, parts: Sequence[ProgrammePart]) -> None:
    """Refuse a programme that says too little. Raises ProgrammeIsEmpty, NeedsMoreCourses."""
    if not parts or not programme.objectives:
        raise ProgrammeIsEmpty
    courses = sum(part.kind == "course" for part in parts)
    if programme.order == "some" and (programme.needed or 0) > courses:
        raise NeedsMoreCourses


def publish(programme_id: int, actor: SignedIn | None) -> None:
    """Let everybody see the programme. Raises ProgrammeIsEmpty, NeedsMoreCourses."""
    programme = locked(programme_id)
    refuse_unfit(programme, parts_of(programme_id))
    if programme.state != "published":
        programme.state = "published"
        note(programme, actor, "programme.publish")


def retire(programme_id: int, actor: SignedIn | None) -> None:
    """Offer the programme no longer. Its runs go on; it can be published again."""
    programme = locked(programme_id)
    if programme.state != "retired":
        programme.state = "retired"
        note(programme, actor, "programme.retire")


def note(programme: Programme, actor: SignedIn | None, act: str, **detail: Any) -> None:
    """Record the act on the programme."""
    record(actor_id(actor), act, "programme", programme.public_id, **detail)
