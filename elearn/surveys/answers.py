"""What may be answered to a form: required, of the kind, within bounds, nothing unknown. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from elearn.surveys.conditions import is_shown
from elearn.surveys.errors import AnswersRefused
from elearn.surveys.fields import LARGEST_NUMBER, LONGEST_ACTION, LONGEST_TEXT, FieldSpec


def checked(fields: Sequence[FieldSpec], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that count, by key; those to fields not shown are dropped.

    Raises AnswersRefused, which names every field whose answer cannot be used, and why.
    """
    clean: dict[str, Any] = {}
    problems = {
        key: _("This form has no such question.")
        for key in given
        if key not in {field.key for field in fields}
    }
    for field in fields:
        if not is_shown(field, clean):
            continue
        value = _without_blanks(given.get(field.key))
        if value is None:
            if field.required:
                problems[field.key] = _missing(field)
            continue
        problem = problem_of(field, value)
        if problem:
            problems[field.key] = problem
        else:
            clean[field.key] = value
    if problems:
        raise AnswersRefused(problems)
    return clean


def _missing(field: FieldSpec) -> str:
    if field.kind == "consent":
        return str(_("This needs your agreement: %(question)s", question=field.label))
    return str(_("Please answer: %(question)s", question=field.label))


def _without_blanks(value: Any) -> Any:
    """Return None for what says nothing; texts without space around them."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        kept = [one.strip() if isinstance(one, str) else one for one in value]
        return [one for one in kept if one not in ("", None)] or None
    return value


def problem_of(field: FieldSpec, value: Any) -> str:
    """Say why the value cannot be the answer to the field; empty when it can."""
    if field.kind == "text":
        return _text(value, LONGEST_TEXT)
    if field.kind == "number":
        if not _whole(value) or not 0 <= value <= LARGEST_NUMBER:
            return str(_("Give a whole number, such as 12."))
        return ""
    if field.kind == "actions":
        return _actions(field, value)
    known = [one for one, _label in field.choices()]
    if field.kind == "choices":
        fine = isinstance(value, list) and len(value) <= len(known)
        fine = fine and len({str(one) for one in value}) == len(value)
        return "" if fine and all(one in known for one in value) else _choose()
    if field.kind == "scale" and not _whole(value):
        return _choose()
    return "" if not isinstance(value, list | dict) and value in known else _choose()


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _choose() -> str:
    return str(_("Choose among the answers that are offered."))


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        return str(_("Give words."))
    if len(value) > longest:
        return str(_("Use at most %(most)s characters.", most=longest))
    return ""


def _actions(field: FieldSpec, value: Any) -> str:
    if not isinstance(value, list):
        return str(_("Give a list of things to do."))
    if len(value) > field.top:
        return str(_("Name at most %(most)s things.", most=field.top))
    return next((problem for one in value if (problem := _text(one, LONGEST_ACTION))), "")
