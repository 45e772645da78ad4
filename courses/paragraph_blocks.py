"""Blocks of lessons made from paragraphs of an edition. Cleaning is slow: before a transaction."""

from collections.abc import Mapping
from typing import Any, Protocol

from courses.block_acts import same
from courses.lesson_text import Original, one_element
from elearn.core.html import clean


class Printed(Original, Protocol):
    """A paragraph as an edition has it, or a side of a change: it knows its key."""

    @property
    def key(self) -> str: ...


def block_of(paragraph: Printed) -> dict[str, Any]:
    """Return a paragraph in the form a lesson keeps, its markup cleaned."""
    return {
        "key": paragraph.key,
        "html": one_element(clean(paragraph.html), paragraph.key),
        "label": paragraph.label,
        "page": paragraph.page,
        "kind": paragraph.kind,
        "edited": False,
    }


def chosen(html: str, key: str, like: Mapping[str, Any], printed: str) -> dict[str, Any]:
    """Return the text a trainer wrote in place of a paragraph, cleaned, with its provenance.

    It is marked as edited unless it says what is `printed`.
    """
    from_trainer = one_element(clean(html), key)
    return dict(like) | {
        "key": key,
        "html": from_trainer,
        "edited": not same(from_trainer, printed),
    }
