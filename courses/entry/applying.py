"""Facts about the people of a list, and doing what a row says. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import or_, select, update

from courses.entry import cohorts, invitations, operations, queries
from courses.entry.errors import NoPlaceLeft
from courses.entry.judging import Account, Known, Outcome, address_of, no_place
from courses.entry.models import CohortMember, EntryInvitation, EntryTerms
from courses.entry.reading import Row
from courses.models import Enrolment
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db


class Listed(Protocol):
    """Which course or cohort a list is for."""

    @property
    def course_id(self) -> int | None: ...

    @property
    def cohort_id(self) -> int | None: ...


def known(found: Listed, rows: Sequence[Row]) -> Known:
    """Return what is known of the people of a batch of rows, in three reads."""
    emails = {email for row in rows if (email := address_of(row.email))}
    people = db.session.execute(
        select(
            Person.id, Person.email, Person.name, Person.email_confirmed_at, Person.suspended_at
        ).where(Person.email.in_(emails), Person.erased_at.is_(None))
    )
    accounts = {
        one.email: Account(
            one.id, one.name, one.email_confirmed_at is not None, one.suspended_at is not None
        )
        for one in people
    }
    ids = [account.id for account in accounts.values()]
    if found.cohort_id is not None:
        members = select(CohortMember.person_id).where(
            CohortMember.cohort_id == found.cohort_id, CohortMember.person_id.in_(ids)
        )
        return Known(accounts, members=frozenset(db.session.scalars(members)))
    enrolled = db.session.execute(
        select(Enrolment.person_id, Enrolment.left_at, Enrolment.due_at).where(
            Enrolment.course_id == found.course_id, Enrolment.person_id.in_(ids)
        )
    )
    on = {row.person_id: (row.left_at is None, row.due_at) for row in enrolled}
    return Known(accounts, on, _invited(found, emails))


def _invited(found: Listed, emails: set[str]) -> frozenset[str]:
    alive = (EntryInvitation.revoked_at.is_(None)) & (EntryInvitation.expires_at > now())
    return frozenset(
        db.session.scalars(
            select(EntryInvitation.email).where(
                EntryInvitation.course_id == found.course_id,
                EntryInvitation.email.in_(emails),
                or_(EntryInvitation.accepted_at.is_not(None), alive),
            )
        )
    )


def free_places(course_id: int | None) -> int | None:
    """Return how many places are left, or None without a limit."""
    free = db.session.scalar(
        select(EntryTerms.places - EntryTerms.taken).where(EntryTerms.course_id == course_id)
    )
    return None if free is None else max(free, 0)


def carry_out(
    found: Listed, outcome: Outcome, course: queries.Named | None, actor: SignedIn
) -> Outcome:
    """Do what a row says, in the open transaction, and return what came of it."""
    if outcome.what in ("refused", "unchanged"):
        return outcome
    if course is None:
        if found.cohort_id is not None and outcome.account is not None:
            cohorts.add_member(found.cohort_id, outcome.account.id)
        return outcome
    if outcome.account is None:
        invitations.invite_one(course.id, outcome.email, actor, outcome.due_at)
        return outcome
    return _on_course(course, outcome, outcome.account, actor)


def _on_course(
    course: queries.Named, outcome: Outcome, account: Account, actor: SignedIn
) -> Outcome:
    try:
        with db.session.begin_nested():
            due = outcome.due_at
            new = operations.let_in(account.id, account.name, course, actor, way="list", due_at=due)
    except NoPlaceLeft:
        return no_place(outcome.email)
    if not new and due is not None:
        _move_date(account.id, course.id, due)
    return outcome


def _move_date(person_id: int, course_id: int, due_at: datetime) -> None:
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        .values(due_at=due_at)
    )
