"""Writes of a course's glossary: terms are added, reworded, hidden, linked, or left to the manual.

Every act locks the course, raises its version and is recorded. Learners see it with the next
release. Nothing here commits.
"""

from typing import Any

from courses import glossary_queries
from courses.edits import note, touched
from courses.glossary import LONGEST_MEANING, LONGEST_TERM, Entry, clean_words, key_of
from courses.glossary_errors import (
    NoMeaning,
    NotInManual,
    TermChanged,
    TermNotFound,
    TermThere,
    TermTooLong,
)
from courses.models import Course, CourseTerm
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db


def find(course: Course, term_id: str) -> Entry:
    """Return a term of the course's glossary, hidden or not. Raises TermNotFound."""
    for entry in glossary_queries.entries_by_key(course).values():
        if entry.id == term_id:
            return entry
    raise TermNotFound


def add_term(course_id: int, term: str, meaning: str, actor: SignedIn | None) -> Entry:
    """Add a term of the trainers' own. Raises TermThere, NoMeaning, TermTooLong."""
    course = touched(course_id)
    term, meaning = worded(term, meaning)
    refuse_when_there(course, term)
    values = {"term": term, "meaning": meaning, "original": None}
    store(course, key_of(term), actor, **values)
    note(course, actor, "add-term", term=term)
    return glossary_queries.entries_by_key(course)[key_of(term)]


def reword(
    course_id: int,
    term_id: str,
    meaning: str,
    actor: SignedIn | None,
    *,
    term: str | None = None,
    seen: str | None = None,
) -> Entry:
    """Give a term another meaning; a term of the trainers' own may be renamed, too.

    The manual's own words leave the term to the manual. `seen` is `Entry.seen` of what the writer
    read. Raises TermNotFound, TermChanged when somebody was faster, TermThere for a name that is
    taken, NoMeaning, TermTooLong, NotInManual for another name of a term of the manual.
    """
    course = touched(course_id)
    entry = find(course, term_id)
    if seen is not None and seen != entry.seen:
        raise TermChanged
    name, meaning = worded(term if term is not None else entry.term, meaning)
    if name != entry.term:
        rename(course, entry, name)
    own = None if meaning == entry.manual else meaning
    values = {"meaning": own, "original": own and (entry.manual or entry.original)}
    key = entry.key if entry.manual is not None else key_of(name)
    store(course, key, actor, term=name, **values)
    note(course, actor, "reword-term", term=name, before=entry.meaning, after=meaning)
    return glossary_queries.entries_by_key(course)[key]


def rename(course: Course, entry: Entry, name: str) -> None:
    """Give the trainers' own term another name, with another key. Raises NotInManual, TermThere."""
    if entry.state != "own":
        raise NotInManual(renaming=True)
    if key_of(name) != entry.key:
        refuse_when_there(course, name)
        row = glossary_queries.term_row(course.id, entry.key)
        if row is not None:
            row.key = key_of(name)
            db.session.flush()


def keep_wording(course_id: int, term_id: str, actor: SignedIn | None) -> None:
    """Say that the trainers' wording stands, though the manual changed. Raises TermNotFound.

    A term that the manual no longer defines becomes the trainers' own.
    """
    course = touched(course_id)
    entry = find(course, term_id)
    if entry.manual_changed:
        store(course, entry.key, actor, original=entry.manual)
        note(course, actor, "keep-term", term=entry.term)


def reset(course_id: int, term_id: str, actor: SignedIn | None) -> None:
    """Leave a term to the manual again. The record keeps what the trainers' wording was.

    Raises TermNotFound, NotInManual for a term the manual does not define.
    """
    course = touched(course_id)
    entry = find(course, term_id)
    if entry.manual is None:
        raise NotInManual
    if entry.state == "reworded":
        store(course, entry.key, actor, meaning=None, original=None)
        note(course, actor, "reset-term", term=entry.term, before=entry.meaning)


def hide(course_id: int, term_id: str, actor: SignedIn | None) -> None:
    """Take a term out of what learners see; its words are kept. Raises TermNotFound."""
    course = touched(course_id)
    entry = find(course, term_id)
    if not entry.hidden:
        store(course, entry.key, actor, term=entry.term, hidden=True)
        note(course, actor, "hide-term", term=entry.term)


def bring_back(course_id: int, term_id: str, actor: SignedIn | None) -> None:
    """Show a hidden term again. Raises TermNotFound."""
    course = touched(course_id)
    entry = find(course, term_id)
    if entry.hidden:
        store(course, entry.key, actor, hidden=False)
        note(course, actor, "show-term", term=entry.term)


def link(course_id: int, term_id: str, on: bool, actor: SignedIn | None) -> None:
    """Say whether a term is linked where lessons use it. Raises TermNotFound."""
    course = touched(course_id)
    entry = find(course, term_id)
    if entry.linked != on:
        store(course, entry.key, actor, term=entry.term, linked=on)
        note(course, actor, "link-term", term=entry.term, on=on)


def link_terms(course_id: int, on: bool, actor: SignedIn | None) -> None:
    """Say whether lessons of the course link terms at all."""
    course = touched(course_id)
    if course.link_terms != on:
        course.link_terms = on
        note(course, actor, "link-terms", on=on)


def worded(term: str, meaning: str) -> tuple[str, str]:
    """Return what was typed as it is stored. Raises NoMeaning, TermTooLong."""
    term, meaning = clean_words(term), clean_words(meaning)
    if not key_of(term) or not meaning:
        raise NoMeaning
    if len(term) > LONGEST_TERM or len(meaning) > LONGEST_MEANING:
        raise TermTooLong
    return term, meaning


def refuse_when_there(course: Course, term: str) -> None:
    """Raise TermThere when the glossary has the term, hidden or not."""
    if key_of(term) in glossary_queries.entries_by_key(course):
        raise TermThere


def store(course: Course, key: str, actor: SignedIn | None, **values: Any) -> None:
    """Store what the trainers say of a term; a row that says nothing any more goes."""
    row = glossary_queries.term_row(course.id, key)
    if row is None:
        row = CourseTerm(course_id=course.id, key=key, hidden=False, linked=True)
        db.session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.author_id, row.updated_at = actor.id if actor else None, now()
    if row.meaning is None and not row.hidden and row.linked:
        db.session.delete(row)
    db.session.flush()
