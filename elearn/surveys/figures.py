"""Figures of what was answered: exact fractions, rounded only in words. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from elearn.surveys.fields import FieldSpec

# Of a scale of five, satisfied are those who chose 4 or 5: the upper two fifths of any scale.
SATISFIED = Fraction(3, 5)


@dataclass(frozen=True)
class FieldFigures:
    """What was answered to one field.

    `mean` and `satisfied` (a share, 0 to 1) only for a scale, `mean` and `total` for numbers;
    `counts` (value, words, people) where there are choices; `texts` in alphabetical order, so that
    the order does not tell who wrote them.
    """

    key: str
    kind: str
    label: str
    answers: int
    top: int = 0
    mean: Fraction | None = None
    satisfied: Fraction | None = None
    total: int | None = None
    counts: tuple[tuple[Any, str, int], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What became of one form about one subject: how many answered, and each field."""

    responses: int
    fields: tuple[FieldFigures, ...]

    def of(self, key: str) -> FieldFigures:
        """Return the figures of a field. Raises LookupError."""
        for one in self.fields:
            if one.key == key:
                return one
        raise LookupError(key)


def share(part: int, whole: int) -> Fraction | None:
    """Return the part of the whole, or None of nothing."""
    return Fraction(part, whole) if whole else None


def figures_of(
    fields: Sequence[FieldSpec], responses: int, answers: Iterable[tuple[int, Any]]
) -> Figures:
    """Return the figures of a form; `answers` are (field id, value)."""
    given: dict[int, list[Any]] = {field.id: [] for field in fields}
    for field_id, value in answers:
        given[field_id].append(value)
    return Figures(responses, tuple(_field(field, given[field.id]) for field in fields))


def _field(field: FieldSpec, values: list[Any]) -> FieldFigures:
    known: dict[str, Any] = {
        "key": field.key,
        "kind": field.kind,
        "label": field.label,
        "answers": len(values),
    }
    if field.kind in ("text", "actions"):
        said = [one for value in values for one in (value if isinstance(value, list) else [value])]
        return FieldFigures(**known, texts=tuple(sorted(said, key=str.casefold)))
    if field.kind == "number":
        total = sum(values)
        return FieldFigures(**known, total=total, mean=share(total, len(values)))
    chosen = Counter(
        one for value in values for one in (value if isinstance(value, list) else [value])
    )
    counts = tuple((value, words, chosen[value]) for value, words in field.choices())
    if field.kind != "scale":
        return FieldFigures(**known, counts=counts)
    pleased = sum(number for value, _words, number in counts if value > SATISFIED * field.top)
    return FieldFigures(
        **known,
        top=field.top,
        counts=counts,
        mean=share(sum(values), len(values)),
        satisfied=share(pleased, len(values)),
    )
