"""A form on a page: what its inputs show, and what they send. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _

from elearn.core.forms import stripped
from elearn.surveys.conditions import words
from elearn.surveys.fields import LISTED, FieldSpec


class Sent(Protocol):
    """What a page sends: some names several times."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Choice:
    """A radio or checkbox: its id on the page, and whether it is chosen."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it, with what was given and what is wrong with that.

    `shown_by` and `shown_for` name the input and the values that bring it up.
    """

    name: str
    kind: str
    label: str
    hint: str
    required: bool
    condition: str
    shown_by: str
    shown_for: str
    choices: tuple[Choice, ...]
    values: tuple[str, ...]
    problem: str

    @property
    def first(self) -> str:
        """The id of the control a problem leads to."""
        if self.choices and self.kind not in LISTED:
            return self.choices[0].id
        return f"{self.name}-1" if self.kind == "actions" else self.name


def name_of(key: str) -> str:
    """Return the name of a field's input."""
    return f"q-{key}"


def asked(
    fields: Sequence[FieldSpec],
    given: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
) -> list[Asked]:
    """Return the questions of a form for a page."""
    given, problems = given or {}, problems or {}
    return [_asked(one, fields, given.get(one.key), problems.get(one.key, "")) for one in fields]


def _asked(field: FieldSpec, fields: Sequence[FieldSpec], value: Any, problem: str) -> Asked:
    name, condition = name_of(field.key), field.condition
    said = value if isinstance(value, list) else [] if value is None else [value]
    texts = [str(one) for one in said]
    if field.kind == "actions":
        texts = (texts + [""] * field.top)[: max(field.top, len(texts))]
    return Asked(
        name=name,
        kind=field.kind,
        label=field.label,
        hint=_hint(field),
        required=field.required,
        condition=words(field, fields),
        shown_by=name_of(condition["field"]) if condition else "",
        shown_for=" ".join(str(one) for one in condition["any"]) if condition else "",
        choices=tuple(
            Choice(f"{name}-{number}", str(choice), label, str(choice) in texts)
            for number, (choice, label) in enumerate(field.choices(), 1)
        ),
        values=tuple(texts),
        problem=problem,
    )


def _hint(field: FieldSpec) -> str:
    if field.kind != "scale" or not field.options.get("low"):
        return field.hint
    ends = _(
        "1: %(low)s. %(top)s: %(high)s.",
        low=field.options["low"],
        top=field.top,
        high=field.options.get("high", ""),
    )
    return f"{field.hint} {ends}".strip()


def given_by(fields: Sequence[FieldSpec], sent: Sent) -> dict[str, Any]:
    """Return what a page sent, by key; what is no number stays the text it was."""
    given: dict[str, Any] = {}
    for field in fields:
        texts = [str(stripped(one)) for one in sent.getlist(name_of(field.key))]
        if field.kind in ("choices", "actions"):
            given[field.key] = [one for one in texts if one]
        elif texts and texts[0]:
            whole = field.kind in ("scale", "number") and _is_whole(texts[0])
            given[field.key] = int(texts[0]) if whole else texts[0]
    return given


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


@dataclass(frozen=True)
class Shown:
    """A question with what was answered, in words."""

    label: str
    texts: tuple[str, ...]


def answered(fields: Sequence[FieldSpec], answers: Mapping[str, Any]) -> list[Shown]:
    """Return what somebody answered, for them to read; fields without an answer are left out."""
    shown = []
    for field in fields:
        if field.key in answers:
            value, labels = answers[field.key], dict(field.choices())
            said = value if isinstance(value, list) else [value]
            shown.append(Shown(field.label, tuple(str(labels.get(one, one)) for one in said)))
    return shown
