"""The terms of entry as columns of the statements that pages run anyway: no query of their own."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from courses.entry.models import EntryRequest, EntryTerms
from courses.models import Course, Enrolment

_free = (EntryTerms.places - EntryTerms.taken).label("entry_free")
# What the catalogue needs: neither a person, nor a number that changes with every enrolment.
DOOR = (
    EntryTerms.door.label("entry_door"),
    EntryTerms.opens_at.label("entry_opens_at"),
    EntryTerms.closes_at.label("entry_closes_at"),
    (EntryTerms.taken >= EntryTerms.places).label("entry_full"),
)
ON_COURSE = EntryTerms.course_id == Course.id


def with_entry(
    statement: Select[*tuple[Any, ...]], person_id: ColumnElement[int]
) -> Select[*tuple[Any, ...]]:
    """Return the statement (on Course) with everything `deciding.facts_of` reads, and `reading`."""
    left = aliased(Enrolment)
    was_in = exists().where(
        left.course_id == Course.id, left.person_id == person_id, left.left_at.is_not(None)
    )
    last = aliased(EntryRequest)
    latest = (
        select(func.max(last.id))
        .where(last.course_id == Course.id, last.person_id == person_id)
        .correlate(Course)
        .scalar_subquery()
    )
    return (
        statement.add_columns(
            EntryTerms.door.label("entry_door"),
            EntryTerms.reading.label("entry_reading"),
            EntryTerms.opens_at.label("entry_opens_at"),
            EntryTerms.closes_at.label("entry_closes_at"),
            EntryTerms.places.label("entry_places"),
            _free,
            EntryRequest.state.label("entry_request"),
            EntryRequest.reason.label("entry_reason"),
            was_in.correlate(Course).label("entry_was_in"),
        )
        .outerjoin(EntryTerms, ON_COURSE)
        .outerjoin(EntryRequest, and_(EntryRequest.id == latest))
    )
