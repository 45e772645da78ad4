"""Several right choices, with part of the points for part of the answer."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from quizzes.errors import AnswerIsUnfit
from quizzes.kinds.choices import MOST_CHOICES, ChoiceKind
from quizzes.kinds.kind import Fields, Response


class Multiple(ChoiceKind):
    """The learner ticks choices. Earned: (right ticked - wrong ticked) / right, not below 0."""

    name = "multiple"
    label = _l("Several right answers")
    place = 2
    field = "choices"

    def rule(self) -> str:
        return str(
            _(
                "Tick all that apply. Points: right choices minus wrong choices, divided by the"
                " number of right answers, and never below 0."
            )
        )

    def given(self, fields: Fields, name: str) -> Response:
        return {"choices": sorted(set(fields.getlist(name)) - {""})}

    def check(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> Response:
        choices = response.get("choices", [])
        if not isinstance(choices, list) or set(response) - {"choices"}:
            raise AnswerIsUnfit
        if len(choices) > MOST_CHOICES or not all(isinstance(one, str) for one in choices):
            raise AnswerIsUnfit
        if set(choices) - set(self.order(content)):
            raise AnswerIsUnfit
        return {"choices": sorted(set(choices))}

    def is_empty(self, response: Mapping[str, Any]) -> bool:
        return not response.get("choices")

    def grade(self, response: Mapping[str, Any], key: Mapping[str, Any], points: int) -> Fraction:
        chosen, right = set(response.get("choices", [])), set(key["correct"])
        share = Fraction(len(chosen & right) - len(chosen - right), len(right))
        return points * max(share, Fraction(0))

    def review(
        self,
        content: Mapping[str, Any],
        key: Mapping[str, Any],
        response: Mapping[str, Any],
        order: list[str],
    ) -> dict[str, Any]:
        return self.marked(content, key, set(response.get("choices", [])), order)


KIND = Multiple()
