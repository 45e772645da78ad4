"""Who may read, take, edit and publish courses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select

from courses import queries
from courses.entry.deciding import EntryRefusal, decide, facts_of
from courses.entry.errors import LessonsAreForMembers
from courses.errors import (
    CourseNotFound,
    CourseWithdrawn,
    NotEnrolled,
    NotYoursToEdit,
    QuizIsPassed,
    SignInToLearn,
    StepNoLongerThere,
    StepNotFound,
)
from courses.models import Course, Enrolment
from courses.rules import gate, wording
from courses.rules.errors import EntryNotMet, StepLocked
from courses.rules.facts import Known
from courses.rules.locks import NO_LOCKS, Locks
from courses.rules.models import CourseRules
from elearn.accounts.access import is_admin
from elearn.accounts.session import SignedIn
from elearn.core.access import Refusal
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.errors import NotFound

Purpose = Literal["read", "learn", "edit", "publish"]
STAFF = ("trainer", "reviewer")


class CourseFacts(Protocol):
    """What a right is decided on."""

    @property
    def id(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def organisation_id(self) -> int | None: ...


def holds_for(person: SignedIn | None, role: str, course: CourseFacts) -> bool:
    """Tell whether the person holds the role for this course or for its organisation.

    A role held everywhere opens the desk, not other people's courses.
    """
    if person is None:
        return False
    return (role, "course", course.id) in person.memberships or (
        course.organisation_id is not None
        and (role, "organisation", course.organisation_id) in person.memberships
    )


def can_edit(person: SignedIn | None, course: CourseFacts) -> Refusal | None:
    """Let trainers of the course and admins change and publish it."""
    if is_admin(person) or holds_for(person, "trainer", course):
        return None
    return Refusal(_("Only the trainers of this course can change it."))


def can_read(person: SignedIn | None, course: CourseFacts) -> Refusal | None:
    """Let everybody read published courses; drafts and withdrawn ones only who belongs to them."""
    if course.state == "published":
        return None
    if course.state != "building":
        if is_admin(person) or any(holds_for(person, role, course) for role in STAFF):
            return None
        if course.state == "withdrawn" and person and queries.was_enrolled(person.id, course.id):
            return None
    return Refusal(_("This course is not open to you."))


def can_enrol(
    person: SignedIn | None, row: Any, state: str, way: str = "open"
) -> EntryRefusal | None:
    """Say why the person may not enrol this way, by the terms of entry; None when they may.

    `row` holds the slug and the columns of `entry.columns`, as the statements of pages do.
    """
    facts = facts_of(row, slug=row.slug, state=state, signed_in=person is not None)
    return decide(facts, now(), way)


def can_read_lessons(person: SignedIn | None, row: Any) -> Refusal | None:
    """Let those who take part and the staff read lessons, others unless the terms keep them out."""
    if row.enrolment_id is not None or row.entry_reading is not False or is_admin(person):
        return None
    if any(holds_for(person, role, _Owned(row.course_id, row.organisation_id)) for role in STAFF):
        return None
    refusal = can_enrol(person, row, row.course_state)
    return refusal or Refusal(
        _("Enrol on the course to read its lessons."),
        _("Go to the course page"),
        f"/courses/{row.slug}/",
    )


@dataclass(frozen=True)
class _Owned:
    """A course as far as roles for it are concerned."""

    id: int
    organisation_id: int | None
    state: str = "published"


def open_course(slug: str, person: SignedIn | None, to: Purpose = "read") -> Course:
    """Return the course for a person and a purpose.

    `learn` is taking part (published courses, and withdrawn ones for those who are enrolled);
    `edit` and `publish` belong to its trainers and admins.
    Raises CourseNotFound for what the person may not know of, and NotYoursToEdit, SignInToLearn
    or CourseWithdrawn for what they know but may not do.
    """
    course = db.session.scalars(select(Course).where(Course.slug == slug)).one_or_none()
    if course is None or course.state == "building":
        raise CourseNotFound
    if to in ("edit", "publish"):
        if can_edit(person, course):
            # Another trainer's course is not theirs to know of at the desk, published or not.
            raise NotYoursToEdit if holds_for(person, "reviewer", course) else CourseNotFound
        return course
    if can_read(person, course):
        raise CourseNotFound
    if to == "learn":
        _refuse_to_teach(person, course)
    return course


def _refuse_to_teach(person: SignedIn | None, course: Course) -> None:
    if person is None:
        raise SignInToLearn
    if course.current_release_id is None:
        raise CourseNotFound
    if course.state == "withdrawn" and not queries.was_enrolled(person.id, course.id):
        raise CourseWithdrawn


class Here(NamedTuple):
    """A step a person may open: its row, what they have done, and what is locked for them."""

    row: queries.AnyRow
    done: Mapping[str, int | None]
    locks: Locks


def open_step(slug: str, step_id: str, person: SignedIn | None) -> queries.AnyRow:
    """Return a step of the current release as `queries.learner_step` gives it.

    Raises StepNotFound, StepNoLongerThere when an earlier release had it, LessonsAreForMembers or
    StepLocked.
    """
    row = queries.learner_step(slug, step_id, person.id if person else None)
    return _let_in(slug, step_id, row, person).row


def find_step(slug: str, step_id: str, person: SignedIn | None) -> queries.AnyRow:
    """Return the same step as `open_step` would, as `queries.step_place` gives it.

    Raises what `open_step` raises.
    """
    row = queries.step_place(slug, step_id, person.id if person else None)
    return _let_in(slug, step_id, row, person).row


def step_here(slug: str, step_id: str, person: SignedIn | None, *, text: bool) -> Here:
    """Return the step with what lists beside it show; raises what `open_step` raises.

    With its `text`, as `queries.learner_step` gives it, or as `queries.step_place` does.
    """
    read = queries.learner_step if text else queries.step_place
    row = read(slug, step_id, person.id if person else None)
    enrolment_id = row.enrolment_id if row else None
    done = queries.scores_of_done(enrolment_id) if enrolment_id else {}
    return _let_in(slug, step_id, row, person, done)


def _let_in(
    slug: str,
    step_id: str,
    row: queries.AnyRow | None,
    person: SignedIn | None,
    done: Mapping[str, int | None] | None = None,
) -> Here:
    if row is None:
        raise _no_step(slug, step_id)
    refusal = can_read_lessons(person, row)
    if refusal:
        raise LessonsAreForMembers(refusal)
    locks = locks_for(row, person, enrolment_id=row.enrolment_id, done=done)
    trace = locks.get(row.step_public_id)
    if trace is not None:
        enrolled = row.enrolment_id is not None
        raise StepLocked(wording.closed_door(trace, row.slug, enrolled=enrolled))
    return Here(row, done or {}, locks)


def locks_for(
    row: queries.AnyRow,
    person: SignedIn | None,
    *,
    enrolment_id: int | None,
    done: Mapping[str, int | None] | None = None,
    known: Known | None = None,
) -> Locks:
    """Return what of a course is locked for the person, and why; lists and gates ask this.

    `row` carries the rules and the outline; `enrolment_id` is that of an enrolment that was not
    left. Nothing is locked for those who may edit the course.
    """
    if row.rules_id is None or may_see_all(person, row):
        return NO_LOCKS
    person_id = person.id if person else None
    return gate.locks_of(row, person_id, enrolment_id=enrolment_id, done=done, known=known)


def may_see_all(person: SignedIn | None, row: queries.AnyRow) -> bool:
    """Tell whether rules lock nothing for the person: its trainers and admins see everything."""
    if person is None:
        return False
    of_organisation = ("trainer", "organisation", row.organisation_id)
    return (
        is_admin(person)
        or ("trainer", "course", row.course_id) in person.memberships
        or (row.organisation_id is not None and of_organisation in person.memberships)
    )


def entry_refusal(row: queries.AnyRow, person: SignedIn | None) -> Refusal | None:
    """Return what must come before somebody may take part in the course, or None."""
    if person is None or row.entry_rule is None or may_see_all(person, row):
        return None
    trace = gate.entry_trace(row.entry_rule, person.id)
    if trace is None or trace.met:
        return None
    return wording.refusal(trace, row.slug, enrolled=True)


def refuse_entry(course_id: int, person: SignedIn) -> None:
    """Raise EntryNotMet when something must come before the person may enrol on the course."""
    row = db.session.execute(
        select(
            Course.id.label("course_id"),
            Course.slug,
            Course.organisation_id,
            CourseRules.entry.label("entry_rule"),
        )
        .join(CourseRules, CourseRules.id == Course.rules_id)
        .where(Course.id == course_id)
    ).one_or_none()
    refusal = entry_refusal(row, person) if row else None
    if refusal is not None:
        raise EntryNotMet(refusal)


def open_lesson_to_do(slug: str, step_id: str, person: SignedIn) -> queries.AnyRow:
    """Return a lesson that the person may mark as read, without its text.

    Raises StepNotFound, StepNoLongerThere, NotEnrolled, StepLocked, or QuizIsPassed for a quiz.
    """
    row = open_step_to_do(slug, step_id, person)
    if row.enrolment_id is None:
        raise NotEnrolled
    if row.kind == "quiz":
        raise QuizIsPassed
    return row


def open_step_to_do(slug: str, step_id: str, person: SignedIn) -> queries.AnyRow:
    """Return a step that the person may write to, as `queries.step_to_do` gives it.

    Raises StepNotFound, StepNoLongerThere or, for those who are enrolled, StepLocked.
    """
    row = queries.step_to_do(slug, step_id, person.id)
    if row is None:
        raise _no_step(slug, step_id)
    if row.enrolment_id is not None:
        _let_in(slug, step_id, row, person)
    return row


def open_taken(slug: str, person: SignedIn) -> queries.AnyRow:
    """Return the course a person is enrolled on, as `queries.course_page` gives it.

    Raises CourseNotFound, or NotEnrolled for those who are not, or left.
    """
    row = queries.course_page(slug, person.id)
    if row is None:
        raise CourseNotFound
    if row.enrolment_id is None or row.left_at is not None:
        raise NotEnrolled
    return row


def _no_step(slug: str, step_id: str) -> NotFound:
    return StepNoLongerThere() if queries.was_released(slug, step_id) else StepNotFound()


def courses_visible_to(person: SignedIn | None) -> ColumnElement[bool]:
    """Return the condition on Course that holds for what `open_course(to="read")` would open."""
    if is_admin(person):
        return Course.state != "building"
    visible = [Course.state == "published"]
    if person is not None:
        enrolled = exists().where(
            Enrolment.course_id == Course.id, Enrolment.person_id == person.id
        )
        visible.append(and_(Course.state == "withdrawn", enrolled))
        visible.append(and_(Course.state.in_(("draft", "withdrawn")), _staffed_by(person)))
    return or_(*visible)


def courses_edited_by(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Course that holds for what `open_course(to="edit")` would open."""
    built = Course.state != "building"
    return built if is_admin(person) else and_(built, _staffed_by(person, ("trainer",)))


def _staffed_by(person: SignedIn, roles: tuple[str, ...] = STAFF) -> ColumnElement[bool]:
    scopes: dict[str, list[int]] = {"course": [], "organisation": []}
    for role, kind, scope_id in sorted(person.memberships):
        if role in roles and kind in scopes:
            scopes[kind].append(scope_id)
    return or_(Course.id.in_(scopes["course"]), Course.organisation_id.in_(scopes["organisation"]))
