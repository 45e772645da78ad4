"""Cohorts: fixed lists of people, kept by an organisation or by the trainer who made them.

A cohort that is let into a course brings its members, also those who join it later: a job enrols
them in short transactions. Who left the course is not brought back, and nobody is put out of a
course by leaving the cohort.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert

from courses.entry import operations, queries
from courses.entry.errors import CohortNotFound, NoPlaceLeft, TooManyAddresses
from courses.entry.models import Cohort, CohortMember, CourseCohort
from courses.models import Course, Enrolment
from courses.queries import AnyRow
from elearn.accounts.access import is_admin
from elearn.accounts.addresses import normalised_email
from elearn.accounts.audit import record
from elearn.accounts.models import Organisation, Person
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core import outbox
from elearn.core.access import Refusal
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.core.transaction import write

MOST_AT_ONCE = 200
ENROLLED_AT_ONCE = 10
TASK = "entry.enrol_cohort"


@dataclass(frozen=True)
class Added:
    """What became of pasted addresses."""

    added: int
    already: int
    unknown: tuple[str, ...]


def can_manage(person: SignedIn | None, cohort: Cohort) -> Refusal | None:
    """Let a cohort be managed by its maker, trainers of its organisation, and admins."""
    if is_admin(person):
        return None
    if person is not None and "trainer" in person.roles:
        own = ("trainer", "organisation", cohort.organisation_id)
        if cohort.created_by_id == person.id or own in person.memberships:
            return None
    return Refusal(_("Only the trainers of its organisation can see and change this cohort."))


def managed_by(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Cohort that holds for what `open_cohort` opens."""
    if is_admin(person):
        return true()
    theirs = [one for role, kind, one in person.memberships if (role, kind) == _TRAINING]
    return or_(Cohort.created_by_id == person.id, Cohort.organisation_id.in_(sorted(theirs)))


_TRAINING = ("trainer", "organisation")


def organisations_of(person: SignedIn) -> Sequence[AnyRow]:
    """Return the organisations that a cohort of the person's may be kept by, by name."""
    theirs = [one for role, kind, one in person.memberships if (role, kind) == _TRAINING]
    statement = select(Organisation.id, Organisation.public_id, Organisation.name)
    if not is_admin(person):
        statement = statement.where(Organisation.id.in_(sorted(theirs)))
    return db.session.execute(statement.order_by(func.lower(Organisation.name)).limit(500)).all()


def open_cohort(cohort_id: str, person: SignedIn) -> Cohort:
    """Return a cohort the person manages. Raises CohortNotFound."""
    found = db.session.scalars(
        select(Cohort)
        .where(Cohort.public_id == cohort_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or can_manage(person, found):
        raise CohortNotFound
    return found


def listed(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the statement for cohorts that meet the condition, by name, with their sizes."""
    members = (
        select(func.count(CohortMember.id))
        .where(CohortMember.cohort_id == Cohort.id)
        .correlate(Cohort)
        .scalar_subquery()
    )
    return (
        select(
            Cohort.public_id,
            Cohort.name,
            Cohort.note,
            Organisation.name.label("organisation"),
            members.label("members"),
        )
        .outerjoin(Organisation, Organisation.id == Cohort.organisation_id)
        .where(condition)
        .order_by(func.lower(Cohort.name), Cohort.id)
    )


def members_of(cohort_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for the people of a cohort, by name."""
    return (
        select(Person.public_id, Person.name, Person.country, CohortMember.added_at)
        .join(CohortMember, CohortMember.person_id == Person.id)
        .where(CohortMember.cohort_id == cohort_id)
        .order_by(func.lower(Person.name), Person.id)
    )


def save(
    cohort: Cohort | None,
    actor: SignedIn,
    *,
    name: str,
    note: str = "",
    organisation_id: int | None = None,
) -> Cohort:
    """Make a cohort, or change what it says of itself."""
    found = cohort or Cohort(created_by_id=actor.id)
    found.name, found.note = name[:200], note
    if cohort is None:
        found.organisation_id = organisation_id
    db.session.add(found)
    db.session.flush()
    record(actor.id, "cohort.change" if cohort else "cohort.make", "cohort", found.public_id)
    return found


def add_addresses(cohort: Cohort, addresses: Iterable[str], actor: SignedIn) -> Added:
    """Put people with confirmed accounts on the list. Raises TooManyAddresses beyond 200."""
    typed = list(dict.fromkeys(addresses))
    if len(typed) > MOST_AT_ONCE:
        raise TooManyAddresses
    written = {text: normalised_email(text) for text in typed}
    found = {
        row.email: row.id
        for row in db.session.execute(
            select(Person.id, Person.email).where(
                Person.email.in_([email for email in written.values() if email]),
                Person.email_confirmed_at.is_not(None),
                Person.erased_at.is_(None),
            )
        )
    }
    added = sum(add_member(cohort.id, person_id) for person_id in found.values())
    if added:
        record(actor.id, "cohort.add-people", "cohort", cohort.public_id, people=added)
        enrol_later(cohort.id)
    unknown = tuple(text for text, email in written.items() if email not in found)
    return Added(added, len(found) - added, unknown)


def add_member(cohort_id: int, person_id: int) -> bool:
    """Put somebody on the list; return False when they stood there."""
    made = db.session.execute(
        insert(CohortMember)
        .values(cohort_id=cohort_id, person_id=person_id, added_at=now())
        .on_conflict_do_nothing(index_elements=["cohort_id", "person_id"])
        .returning(CohortMember.id)
    ).scalar()
    return made is not None


def remove(cohort: Cohort, person_public_id: str, actor: SignedIn) -> None:
    """Take somebody off the list; on courses they stay enrolled. Nothing happens for others."""
    person = select(Person.id).where(Person.public_id == person_public_id).scalar_subquery()
    gone = db.session.execute(
        delete(CohortMember)
        .where(CohortMember.cohort_id == cohort.id, CohortMember.person_id == person)
        .returning(CohortMember.person_id)
    ).scalar()
    if gone is not None:
        record(actor.id, "cohort.remove-person", "cohort", cohort.public_id, person=gone)


def link(course: Course, cohort: Cohort, actor: SignedIn) -> None:
    """Let a cohort into a course: its members are enrolled by a job, later members too."""
    db.session.execute(
        insert(CourseCohort)
        .values(course_id=course.id, cohort_id=cohort.id, added_by_id=actor.id, added_at=now())
        .on_conflict_do_nothing(index_elements=["course_id", "cohort_id"])
    )
    record(actor.id, "course.add-cohort", "course", course.public_id, cohort=cohort.public_id)
    outbox.enqueue(TASK, cohort_id=cohort.id, course_id=course.id, mark=public_id())


def unlink(course: Course, cohort: Cohort, actor: SignedIn) -> None:
    """Let later members of a cohort in no more; who is enrolled stays."""
    db.session.execute(
        delete(CourseCohort).where(
            CourseCohort.course_id == course.id, CourseCohort.cohort_id == cohort.id
        )
    )
    record(actor.id, "course.remove-cohort", "course", course.public_id, cohort=cohort.public_id)


def enrol_later(cohort_id: int) -> None:
    """Queue the jobs that enrol members of a cohort who are not on its courses yet."""
    for course_id in db.session.scalars(
        select(CourseCohort.course_id).where(CourseCohort.cohort_id == cohort_id)
    ):
        outbox.enqueue(TASK, cohort_id=cohort_id, course_id=course_id, mark=public_id())


_never_on = ~exists().where(
    Enrolment.course_id == CourseCohort.course_id, Enrolment.person_id == CohortMember.person_id
)


def linked_to(course_id: int) -> Sequence[AnyRow]:
    """Return the cohorts of a course, with how many members each has and how many still wait."""
    ours = CohortMember.cohort_id == Cohort.id
    members = select(func.count(CohortMember.id)).where(ours).correlate(Cohort).scalar_subquery()
    waiting = (
        select(func.count(CohortMember.id))
        .join(Person, Person.id == CohortMember.person_id)
        .where(ours, _never_on, Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .correlate(Cohort, CourseCohort)
        .scalar_subquery()
    )
    return db.session.execute(
        select(Cohort.public_id, Cohort.name, members.label("members"), waiting.label("waiting"))
        .join(CourseCohort, CourseCohort.cohort_id == Cohort.id)
        .where(CourseCohort.course_id == course_id)
        .order_by(func.lower(Cohort.name), Cohort.id)
    ).all()


def enrol_members(cohort_id: int, course_id: int) -> None:
    """Enrol members who never were on the course, in short transactions; stop when it is full.

    A killed run goes on where it ended; a second one finds nobody left.
    """
    link_row = db.session.execute(
        select(CourseCohort.added_by_id, Course.state)
        .join(Course, Course.id == CourseCohort.course_id)
        .where(CourseCohort.cohort_id == cohort_id, CourseCohort.course_id == course_id)
    ).one_or_none()
    if link_row is None or link_row.state != "published":
        return
    actor = person_by_id(link_row.added_by_id) if link_row.added_by_id else None
    course = queries.named(course_id)
    while True:
        with write():
            people = db.session.execute(_next_members(cohort_id, course_id)).all()
            for person in people:
                try:
                    with db.session.begin_nested():
                        operations.let_in(person.id, person.name, course, actor, way="cohort")
                except NoPlaceLeft:
                    return
        if not people:
            return


def _next_members(cohort_id: int, course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Person.id, Person.name)
        .join(CohortMember, CohortMember.person_id == Person.id)
        .join(
            CourseCohort,
            and_(
                CourseCohort.cohort_id == CohortMember.cohort_id,
                CourseCohort.course_id == course_id,
            ),
        )
        .where(CohortMember.cohort_id == cohort_id, _never_on)
        .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .order_by(CohortMember.id)
        .limit(ENROLLED_AT_ONCE)
    )
