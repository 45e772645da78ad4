"""Materials in words, as public pages and the desk show them."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from elearn.core.i18n import language_name
from elearn.webinars import labels
from elearn.webinars.kept import chapters
from elearn.webinars.kept.material_files import EXTENSIONS
from elearn.webinars.kept.material_queries import Kept
from elearn.webinars.kept.sizes import facts_of


def material_facts(kept: Kept, slug: str) -> dict[str, Any]:
    """Return a material with its kind, length and size in words, and the addresses that lead to it.

    `facts` says what somebody on a poor line chooses by.
    """
    row = kept.row
    here = url_for("webinars.show", slug=slug) + f"materials/{row.public_id}/"
    kind = str(labels.MATERIAL_KINDS[row.kind])
    ending = EXTENSIONS.get(row.media_type, "").upper()
    return dict(row._mapping) | {
        "url": row.address or f"{here}file",
        "transcript_url": f"{here}transcript" if row.has_transcript else "",
        "language_name": language_name(row.language),
        "kind_words": kind,
        "facts": [part for part in (kind, ending, *facts_of(row)) if part],
        "chapters": [
            {
                "clock": chapters.clock(mark.second),
                "title": mark.title,
                "url": chapters.at(row.address, mark.second),
            }
            for mark in kept.chapters
        ],
    }


def by_session(found: Iterable[Kept], slug: str) -> dict[str, list[dict[str, Any]]]:
    """Return materials in words, by the public id of their session; of the whole webinar by ""."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for kept in found:
        groups.setdefault(kept.row.session or "", []).append(material_facts(kept, slug))
    return groups
