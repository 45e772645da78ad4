"""One right choice."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from quizzes.errors import AnswerIsUnfit
from quizzes.kinds.choices import ChoiceKind
from quizzes.kinds.kind import Fields, Response, text_of


class Single(ChoiceKind):
    """The learner picks one choice; it earns all points or none."""

    name = "single"
    label = _l("One right answer")
    place = 1
    field = "choice"
    most_right = 1

    def how_many(self) -> str:
        return str(_("Mark exactly one choice as right."))

    def given(self, fields: Fields, name: str) -> Response:
        return {"choice": text_of(fields, name)}

    def check(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> Response:
        choice = response.get("choice", "")
        if not isinstance(choice, str) or set(response) - {"choice"}:
            raise AnswerIsUnfit
        if choice and choice not in self.order(content):
            raise AnswerIsUnfit
        return {"choice": choice}

    def is_empty(self, response: Mapping[str, Any]) -> bool:
        return not response.get("choice")

    def grade(self, response: Mapping[str, Any], key: Mapping[str, Any], points: int) -> Fraction:
        return Fraction(points if response.get("choice") in key["correct"] else 0)

    def review(
        self,
        content: Mapping[str, Any],
        key: Mapping[str, Any],
        response: Mapping[str, Any],
        order: list[str],
    ) -> dict[str, Any]:
        return self.marked(content, key, {response.get("choice", "")}, order)


KIND = Single()
