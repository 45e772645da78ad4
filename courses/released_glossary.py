"""The glossary as a release freezes it, and the links to it in lessons. Before any transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import ngettext

from courses import glossary_queries
from courses.checks import Finding
from courses.glossary import Entry
from courses.models import Course
from courses.rendering import source_line
from courses.term_links import Linkable, TermLinks
from elearn.library import queries as editions


def shown_entries(course: Course) -> list[Entry]:
    """Return the terms learners see, in alphabetical order."""
    return [entry for entry in glossary_queries.entries_of(course) if not entry.hidden]


def term_links(course: Course, entries: Iterable[Entry]) -> TermLinks:
    """Return what links terms in the lessons of a course; no terms when its trainers say so."""
    terms = [
        Linkable(entry.id, entry.term, entry.paragraph)
        for entry in entries
        if entry.linked and course.link_terms
    ]
    return TermLinks(terms, f"/courses/{course.slug}/glossary", course.language)


def frozen_terms(
    course: Course, entries: Sequence[Entry], source: str, addresses: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the terms as a release keeps them, each with the paragraph that defines it.

    `source` is how the edition is cited, `addresses` say where paragraphs are taught; others are
    read in the toolkit.
    """
    edition = editions.edition_row(course.edition_id) if course.edition_id else None
    keys = [entry.paragraph for entry in entries if entry.paragraph]
    found = editions.paragraphs_by_key(edition.id, keys) if edition else {}
    toolkit = f"/toolkit/{edition.tool_slug}/{edition.public_id}/paragraph/" if edition else ""

    def place(entry: Entry) -> tuple[str, str]:
        row = found.get(entry.paragraph or "")
        if row is None:
            return "", ""
        facts: dict[str, Any] = {"key": row.key, "label": row.label, "page": row.page}
        line = source_line([facts | {"edited": entry.state == "reworded"}], source)
        taught = addresses.get(row.key)
        return line, f"{taught}#{row.key}" if taught else toolkit + row.key

    frozen = []
    for entry in entries:
        line, address = place(entry)
        facts = {"id": entry.id, "term": entry.term, "meaning": entry.meaning}
        frozen.append(facts | {"source": line, "address": address})
    return frozen


def findings(entries: Iterable[Entry]) -> list[Finding]:
    """Return a hint when the manual moved away from what trainers reworded."""
    count = sum(entry.manual_changed for entry in entries)
    if not count:
        return []
    sentence = ngettext(
        "The manual changed %(num)s term that you reworded. Compare the two in the glossary.",
        "The manual changed %(num)s terms that you reworded. Compare them in the glossary.",
        count,
    )
    return [Finding("hint", sentence)]


def changed_terms(before: Iterable[Mapping[str, str]], after: Iterable[Mapping[str, str]]) -> int:
    """Return how many terms are new, gone or say something else."""
    old = {term["id"]: (term["term"], term["meaning"]) for term in before}
    new = {term["id"]: (term["term"], term["meaning"]) for term in after}
    return sum(old.get(name) != new.get(name) for name in old.keys() | new.keys())
