"""What a profile may hold. Pure rules, shared by forms, the API and commands."""

import unicodedata
from typing import Any

from flask_babel import gettext as _

from elearn.accounts import countries, zones
from elearn.accounts.errors import NotAnswered
from elearn.accounts.models import GENDERS, STAKEHOLDERS

LONGEST_NAME = 120
FIELDS = frozenset({"name", "language", "timezone", "country", "stakeholder", "gender"})
MAY_BE_EMPTY = frozenset({"country", "stakeholder", "gender"})


def clean_name(text: str | None, longest: int = LONGEST_NAME) -> str | None:
    """Return the name composed and with its spaces folded, or None when it cannot be a name."""
    name = " ".join(unicodedata.normalize("NFC", text or "").split())
    if not name or len(name) > longest:
        return None
    return None if any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in name) else name


def checked(values: dict[str, Any], languages: list[str]) -> dict[str, Any]:
    """Return the values as they are stored. Raises NotAnswered, or ValueError for other fields."""
    if not values.keys() <= FIELDS:
        raise ValueError(f"Not part of a profile: {sorted(values.keys() - FIELDS)}")
    return {field: _checked(field, value, languages) for field, value in values.items()}


def _checked(field: str, value: Any, languages: list[str]) -> str | None:
    if field == "name":
        name = clean_name(value)
        if name is None:
            raise NotAnswered(_("Write your name, in at most %(most)d letters.", most=LONGEST_NAME))
        return name
    if not value and field in MAY_BE_EMPTY:
        return None
    if not isinstance(value, str) or not _offered(field, value, languages):
        raise NotAnswered(_("Choose one of the answers offered."))
    return value


def _offered(field: str, value: str, languages: list[str]) -> bool:
    if field == "language":
        return value in languages
    if field == "timezone":
        return value in zones.zones()
    if field == "country":
        return countries.is_country(value)
    return value in (STAKEHOLDERS if field == "stakeholder" else GENDERS)
