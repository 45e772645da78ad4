"""How long and how large something is, in words: people on poor lines choose by it."""

from typing import Protocol

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _


class Sized(Protocol):
    """What is known of a recording; None where nobody knows it."""

    @property
    def minutes(self) -> int | None: ...
    @property
    def size(self) -> int | None: ...


def facts_of(material: Sized) -> list[str]:
    """Return length and size in words, those that are known."""
    parts = [minutes_words(material.minutes), size_words(material.size)]
    return [part for part in parts if part]


def minutes_words(minutes: int | None) -> str:
    """Return a length in minutes, or an empty text where nobody knows it."""
    return str(ngettext("%(num)s minute", "%(num)s minutes", minutes)) if minutes else ""


def size_words(size: int | None) -> str:
    """Return a number of bytes as people speak of it, or an empty text where nobody knows it."""
    if size is None:
        return ""
    if size < 1_000_000:
        return str(_("%(number)s kB", number=format_decimal(max(1, round(size / 1000)))))
    rounded = round(size / 1_000_000, 1) if size < 10_000_000 else round(size / 1_000_000)
    return str(_("%(number)s MB", number=format_decimal(rounded)))
