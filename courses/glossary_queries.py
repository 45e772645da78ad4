"""What is read of glossaries: a draft's terms for its trainers, a release's for everybody."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from courses.glossary import Entry, in_order, overlaid
from courses.models import Course, CourseTerm, Enrolment, Release
from courses.queries import AnyRow, active_enrolment, open_to_learners, slug_asked
from elearn.accounts.models import Person
from elearn.core.database import db, read
from elearn.library import queries as editions

_said = (
    select(
        CourseTerm.key,
        CourseTerm.term,
        CourseTerm.meaning,
        CourseTerm.original,
        CourseTerm.hidden,
        CourseTerm.linked,
        CourseTerm.updated_at,
        Person.name.label("author"),
    )
    .outerjoin(Person, Person.id == CourseTerm.author_id)
    .order_by(CourseTerm.key)
)
_released = (
    select(
        Course.slug,
        Release.hash,
        Release.title,
        Release.language,
        Release.glossary,
        Release.terms,
    )
    .join(Release, Release.id == Course.current_release_id)
    .outerjoin(Enrolment, active_enrolment)
    .where(Course.slug == slug_asked, open_to_learners)
)


def entries_of(course: Course) -> list[Entry]:
    """Return the glossary of a draft in alphabetical order, hidden terms too."""
    return in_order(entries_by_key(course).values(), course.language)


def entries_by_key(course: Course) -> dict[str, Entry]:
    """Return the terms of a draft by their folded names, hidden ones too."""
    manual: Sequence[Any] = editions.glossary_of(course.edition_id) if course.edition_id else ()
    said = db.session.execute(_said.where(CourseTerm.course_id == course.id)).all()
    return overlaid(manual, said)


def term_row(course_id: int, key: str) -> CourseTerm | None:
    """Return what trainers say of a term, or None."""
    return db.session.scalars(
        select(CourseTerm)
        .where(and_(CourseTerm.course_id == course_id, CourseTerm.key == key))
        .execution_options(populate_existing=True)
    ).one_or_none()


def released_glossary(slug: str, person_id: int) -> AnyRow | None:
    """Return the glossary of the current release; None when the course is not open to them."""
    return read(_released, {"slug": slug, "person_id": person_id}).one_or_none()
