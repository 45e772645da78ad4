"""Fields that are shown only after an answer. Pure.

Without JavaScript all of them are shown, with the words of their condition; what was filled in one
whose condition is not met is dropped.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from elearn.surveys.fields import FieldSpec


def is_shown(field: FieldSpec, answers: Mapping[str, Any]) -> bool:
    """Tell whether the answers given so far bring the field up."""
    if field.condition is None:
        return True
    given = answers.get(field.condition["field"])
    wanted = field.condition["any"]
    if isinstance(given, list):
        return any(value in wanted for value in given)
    return given is not None and given in wanted


def words(field: FieldSpec, fields: Sequence[FieldSpec]) -> str:
    """Return the condition as a sentence: which answer to which question brings the field up."""
    if field.condition is None:
        return ""
    deciding = next(one for one in fields if one.key == field.condition["field"])
    labels = dict(deciding.choices())
    chosen = [labels[value] for value in field.condition["any"]]
    answers = _(" or ").join(f"“{label}”" for label in chosen)
    sentence = _(
        "Only if you answered %(answers)s to “%(question)s”.",
        answers=answers,
        question=deciding.label,
    )
    return str(sentence)
