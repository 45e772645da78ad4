"""A person's own data in the ways in: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import delete, select, update

from courses.entry.models import Cohort, CohortMember, EntryInvitation, EntryRequest
from courses.models import Course
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db


def export(person_id: int) -> dict[str, Any]:
    """Return the person's requests, the invitations to their address, and their cohorts."""
    requests = (
        select(
            Course.title.label("course"),
            EntryRequest.why,
            EntryRequest.state,
            EntryRequest.reason,
            EntryRequest.asked_at,
            EntryRequest.decided_at,
        )
        .join(Course, Course.id == EntryRequest.course_id)
        .where(EntryRequest.person_id == person_id)
        .order_by(EntryRequest.id)
    )
    invitations = (
        select(
            Course.title.label("course"),
            EntryInvitation.email,
            EntryInvitation.invited_at,
            EntryInvitation.expires_at,
            EntryInvitation.accepted_at,
            EntryInvitation.revoked_at,
        )
        .join(Course, Course.id == EntryInvitation.course_id)
        .where(_theirs(person_id))
        .order_by(EntryInvitation.id)
    )
    cohorts = (
        select(Cohort.name, CohortMember.added_at)
        .join(CohortMember, CohortMember.cohort_id == Cohort.id)
        .where(CohortMember.person_id == person_id)
        .order_by(CohortMember.id)
    )
    named = {"requests": requests, "invitations": invitations, "cohorts": cohorts}
    return {
        name: [dict(row._mapping) for row in db.session.execute(statement)]
        for name, statement in named.items()
    }


def _theirs(person_id: int) -> Any:
    address = select(Person.email).where(Person.id == person_id).scalar_subquery()
    return (EntryInvitation.accepted_by_id == person_id) | (EntryInvitation.email == address)


def erase(person_id: int) -> None:
    """Forget the person's words, invitations and cohorts, in the open transaction.

    Must come before the account is erased, since invitations are found by its address. That a
    request was made, and how it was answered, stays without words, so that no figure moves.
    """
    db.session.execute(
        update(EntryRequest)
        .where(EntryRequest.person_id == person_id, EntryRequest.state == "open")
        .values(state="taken-back", decided_at=now())
    )
    db.session.execute(
        update(EntryRequest).where(EntryRequest.person_id == person_id).values(why="", reason="")
    )
    db.session.execute(delete(EntryInvitation).where(_theirs(person_id)))
    db.session.execute(delete(CohortMember).where(CohortMember.person_id == person_id))
