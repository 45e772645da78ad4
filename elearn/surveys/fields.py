"""What a form asks: its fields, and what a form must be like to be put before people. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from elearn.accounts import countries
from elearn.accounts.labels import STAKEHOLDERS
from elearn.core.i18n import reader_language
from elearn.surveys.errors import FormIsFaulty
from elearn.surveys.models import FIELD_KINDS

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 40
LONGEST_LABEL = 500
LONGEST_TEXT = 4000
LONGEST_ACTION = 500
MOST_FIELDS = 60
MOST_CHOICES = 30
LARGEST_NUMBER = 1_000_000_000
MOST_ACTIONS = 3
# Kinds on whose answers another field may depend.
DECIDING = ("scale", "choice", "choices", "yesno", "stakeholder", "consent")
# Kinds whose one answer is chosen from a list too long to be spread out.
LISTED = ("country", "stakeholder")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class FieldSpec:
    """One question: `id` is 0 until it is kept. See `models.Field` for the rest."""

    key: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    options: Any = field(default_factory=list)
    condition: Mapping[str, Any] | None = None
    id: int = 0

    @property
    def top(self) -> int:
        """The top of a scale, or how many actions may be named."""
        said = self.options.get("most") if isinstance(self.options, Mapping) else None
        return int(said or (5 if self.kind == "scale" else MOST_ACTIONS))

    def choices(self) -> list[tuple[Any, str]]:
        """Return the values one may choose among, with their words; empty for other kinds."""
        if self.kind in ("choice", "choices"):
            return [(one["value"], one["label"]) for one in self.options]
        if self.kind == "yesno":
            return [(YES, _("Yes")), (NO, _("No"))]
        if self.kind == "scale":
            return [(number, str(number)) for number in range(1, self.top + 1)]
        if self.kind == "country":
            offered = countries.choices(reader_language()).values()
            return [option for options in offered for option in options]
        if self.kind == "stakeholder":
            return [(code, str(label)) for code, label in STAKEHOLDERS.items()]
        if self.kind == "consent":
            return [(YES, _("Yes, I agree"))]
        return []


def key_from(label: str, taken: Collection[str], stem: str = "field") -> str:
    """Return a name for exports made from the words of a label, not among those taken."""
    plain = "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:30].strip("-") or stem
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key


def checked(fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Return the fields if a form can be made of them. Raises FormIsFaulty with the reason."""
    if len(fields) > MOST_FIELDS:
        raise FormIsFaulty(_("A form has at most %(most)s questions.", most=MOST_FIELDS))
    before: dict[str, FieldSpec] = {}
    for one in fields:
        _check_names(one, before)
        _check_options(one)
        _check_condition(one, before)
        before[one.key] = one
    if sum(one.kind == "actions" for one in fields) > 1:
        raise FormIsFaulty(_("A form asks only once what people will do."))
    return list(fields)


def _check_names(one: FieldSpec, before: Mapping[str, FieldSpec]) -> None:
    if one.kind not in FIELD_KINDS:
        raise FormIsFaulty(_("There is no such kind of question."))
    if not one.label.strip() or len(one.label) > LONGEST_LABEL or len(one.hint) > LONGEST_LABEL:
        raise FormIsFaulty(_("Every question needs its words: at most 500 characters."))
    if not KEY.fullmatch(one.key) or len(one.key) > LONGEST_KEY or one.key in before:
        raise FormIsFaulty(
            _("The name “%(key)s” cannot be used, or is used twice.", key=one.key[:60])
        )


def _check_options(one: FieldSpec) -> None:
    if one.kind in ("choice", "choices"):
        _check_choices(one)
    elif one.kind in ("scale", "actions"):
        lowest, highest = (2, 10) if one.kind == "scale" else (1, 5)
        if not isinstance(one.options, Mapping) or set(one.options) - {"most", "low", "high"}:
            raise FormIsFaulty(_("“%(label)s” says more than its kind knows.", label=one.label))
        most = one.options.get("most", lowest)
        if not isinstance(most, int) or isinstance(most, bool) or not lowest <= most <= highest:
            raise FormIsFaulty(
                _(
                    "“%(label)s” goes from %(low)s to %(high)s.",
                    label=one.label,
                    low=lowest,
                    high=highest,
                )
            )
        words = (one.options.get("low", ""), one.options.get("high", ""))
        if any(not isinstance(said, str) or len(said) > LONGEST_LABEL for said in words):
            raise FormIsFaulty(_("The words for the ends of a scale are too long."))
    elif one.options:
        raise FormIsFaulty(_("“%(label)s” says more than its kind knows.", label=one.label))


def _check_choices(one: FieldSpec) -> None:
    options = one.options
    fine = isinstance(options, Sequence) and all(
        isinstance(option, Mapping)
        and set(option) == {"value", "label"}
        and isinstance(option["value"], str)
        and isinstance(option["label"], str)
        and KEY.fullmatch(option["value"])
        and 0 < len(option["label"].strip()) <= LONGEST_LABEL
        for option in options
    )
    if not fine or not 2 <= len(options) <= MOST_CHOICES:
        raise FormIsFaulty(
            _("“%(label)s” needs 2 to %(most)s answers.", label=one.label, most=MOST_CHOICES)
        )
    if len({option["value"] for option in options}) < len(options):
        raise FormIsFaulty(_("An answer of “%(label)s” stands twice.", label=one.label))


def _check_condition(one: FieldSpec, before: Mapping[str, FieldSpec]) -> None:
    if one.condition is None:
        return
    said = one.condition
    deciding = before.get(str(said.get("field"))) if isinstance(said, Mapping) else None
    if set(said) != {"field", "any"} or deciding is None or deciding.kind not in DECIDING:
        raise FormIsFaulty(
            _("“%(label)s” depends on a question that does not stand above it.", label=one.label)
        )
    known = [value for value, _words in deciding.choices()]
    wanted = said["any"]
    if not isinstance(wanted, list) or not wanted or any(value not in known for value in wanted):
        raise FormIsFaulty(
            _("“%(label)s” depends on an answer that nobody can give.", label=one.label)
        )
