"""What pages and the API show of drafts from the manual, resolved once before any loop."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from lxml import html as markup

from courses import update_queries
from courses.models import Course
from elearn.core.html import plain
from elearn.library import queries as library
from quizzes.kinds import kind_of
from quizzes.queries import AnyRow
from quizzes.references import bare

RULES = {
    "definition": _l("From a definition"),
    "list": _l("From a list"),
    "table": _l("From a table"),
    "duty": _l("From a time limit"),
}
STATES = {"open": _l("Open"), "approved": _l("Approved"), "dismissed": _l("Dismissed")}
SHAPES = {"open": "todo", "approved": "done", "dismissed": "locked"}
_ID_OR_INNER_LINK = re.compile(r'\s(?:id="[^"]*"|href="#[^"]*")')


def cards(course: Course, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Return drafts as cards: question, right answer, and what the manual says, with its place."""
    keys = [key for row in rows for key in row.paragraphs]
    paragraphs = update_queries.originals(course, keys)
    places = addresses(course, keys)
    return [
        {
            "id": row.public_id,
            "digest": row.digest,
            "rule": row.rule,
            "kind": row.kind,
            "state": row.state,
            "aside": row.aside,
            "topic": row.topic,
            "module": row.module,
            "module_title": row.module_title or "",
            "prompt": row.content["prompt"],
            "choices": choices_of(row),
            "feedback": row.answer_key.get("feedback", ""),
            "question": row.question,
            "decided_by": row.decided_by,
            "decided_at": row.decided_at,
            "sources": [
                source(paragraphs[key], places) for key in row.paragraphs if key in paragraphs
            ],
            "lost": not any(key in paragraphs for key in row.paragraphs),
        }
        for row in rows
    ]


def choices_of(row: AnyRow) -> list[dict[str, Any]]:
    """Return the choices a learner would see, and which is right."""
    shown = kind_of(row.kind).shown(row.content, kind_of(row.kind).order(row.content))
    correct = row.answer_key["correct"]
    return [{"text": str(one["text"]), "right": one["id"] in correct} for one in shown["choices"]]


def source(paragraph: AnyRow, places: Mapping[str, str]) -> dict[str, Any]:
    """Return a paragraph as the manual has it, without its notes, and where it can be read."""
    return {
        "key": paragraph.key,
        "label": place_of(paragraph),
        "html": without_notes(paragraph.html),
        "text": plain(without_notes(paragraph.html)),
        "url": places.get(paragraph.key),
    }


def place_of(paragraph: AnyRow) -> str:
    facts = [paragraph.section_title]
    if paragraph.label:
        facts.append(_("para. %(number)s", number=bare(paragraph.label)))
    if paragraph.page:
        facts.append(_("p. %(number)s", number=paragraph.page))
    return ", ".join(facts)


def without_notes(html: str) -> str:
    """Return a paragraph that may stand beside others on a page: no notes, no names of places."""
    if 'class="notes"' in html or "<sup>" in html:
        root = markup.fragment_fromstring(html, create_parent="div")
        for part in root.xpath('.//div[@class="notes"] | .//sup[a]'):
            part.drop_tree()
        html = "".join(markup.tostring(one, encoding="unicode") for one in root)
    return _ID_OR_INNER_LINK.sub("", html)


def addresses(course: Course, keys: Sequence[str]) -> dict[str, str]:
    """Return where the paragraphs of the course's edition can be read in the toolkit."""
    edition = library.edition_row(course.edition_id) if course.edition_id and keys else None
    if edition is None:
        return {}
    slug, public_id = edition.tool_slug, edition.public_id
    prefix = url_for("library.edition", slug=slug, edition_id=public_id) + "paragraph/"
    # A paragraph taken over from an edition the course is on its way to has no place in this one.
    return {key: prefix + key for key in library.paragraphs_by_key(edition.id, keys)}
