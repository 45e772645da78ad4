"""Groups counted without names: what is counted, and which texts would name somebody.

Knows no database. People of the informal sector are counted by gender and age band only.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from elearn.programmes.session_models import AGE_BANDS, COUNTED_GENDERS

Found = Literal["address", "telephone", "names"]
Counts = Mapping[tuple[str, str], int]

MOST_IN_A_CELL = 5_000
ADDRESS = re.compile(r"[^\s@,;]+@[^\s@,;]+|(?:https?://|www\.)\S+", re.I)
# Seven digits and more, with the signs people put between them. Not 2026-11-28.
TELEPHONE = re.compile(r"(?:\+|\b)\d(?:[\s().\-/]?\d){6,}\b")
DAY = re.compile(r"\b(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})\b")
BETWEEN = re.compile(r"\s*(?:[,;،、·|\n\t]|(?:^|\s)\d{1,2}[.)]\s|\s&\s|\s(?:and|et|y|и|و)\s)\s*")
TITLED = re.compile(r"\b(?:mr|mrs|ms|mme|mlle|dr|prof|sra?|srta)\b\.?\s+\w", re.I)
# A list of names is what we refuse; one organisation with a long name is none.
NAMES_FROM = 3


def people_in(text: str) -> Found | None:
    """Say what in the text would name or reach somebody, or None.

    Refused are addresses, telephone numbers, forms of address before a name, and lists of three
    and more that look like given name and family name.
    """
    if ADDRESS.search(text):
        return "address"
    if TELEPHONE.search(DAY.sub(" ", text)):
        return "telephone"
    parts = [part for part in BETWEEN.split(text) if part and part.strip()]
    if TITLED.search(text) or sum(map(_like_a_name, parts)) >= NAMES_FROM:
        return "names"
    return None


def _like_a_name(part: str) -> bool:
    words = part.split()
    return 2 <= len(words) <= 4 and all(
        word[0].isupper() and word.replace("-", "").replace("'", "").replace(".", "").isalpha()
        for word in words
    )


def cells() -> list[tuple[str, str]]:
    """Return every (gender, age band) that is counted, in the order of the form."""
    return [(gender, band) for band in AGE_BANDS for gender in COUNTED_GENDERS]


def wrong_cells(counts: Counts) -> list[tuple[str, str]]:
    """Return the cells that are not counted here, or whose number nobody can have meant."""
    known = set(cells())
    return [
        cell
        for cell, people in counts.items()
        if cell not in known or not 0 <= people <= MOST_IN_A_CELL
    ]


def total(counts: Counts) -> int:
    """Return how many people were counted."""
    return sum(counts.values())


def by_gender(counts: Counts) -> dict[str, int]:
    """Return people by gender, in the order of the list, those nobody was counted under too."""
    return _along(counts, COUNTED_GENDERS, 0)


def by_age(counts: Counts) -> dict[str, int]:
    """Return people by age band, youngest first."""
    return _along(counts, AGE_BANDS, 1)


def _along(counts: Counts, names: tuple[str, ...], side: int) -> dict[str, int]:
    return {
        name: sum(people for cell, people in counts.items() if cell[side] == name) for name in names
    }


def added_up(groups: list[Counts]) -> dict[str, Any]:
    """Return what the groups of a run come to: how many sessions and people, gender and age."""
    every: dict[tuple[str, str], int] = {}
    for counts in groups:
        for cell, people in counts.items():
            every[cell] = every.get(cell, 0) + people
    return {
        "sessions": len(groups),
        "people": total(every),
        "by_gender": by_gender(every),
        "by_age": by_age(every),
    }
