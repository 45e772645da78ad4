"""True or false."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from quizzes.errors import AnswerIsUnfit, QuestionIsUnfit
from quizzes.kinds.kind import Content, Fields, Key, Kind, Response, text_of
from quizzes.wording import as_html, as_source

SIDES = ("true", "false")


class TrueFalse(Kind):
    """The learner says whether a statement is true. The order never changes."""

    name = "truefalse"
    label = _l("True or false")
    place = 3
    field = "choice"

    def raw_from(self, fields: Fields) -> dict[str, Any]:
        return {
            "answer": text_of(fields, "truth"),
            "feedback_true": text_of(fields, "feedback-true"),
            "feedback_false": text_of(fields, "feedback-false"),
        }

    def raw_of(self, content: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Any]:
        feedback = key.get("choice_feedback", {})
        return {"answer": key["correct"][0]} | {
            f"feedback_{side}": as_source(feedback.get(side, "")) for side in SIDES
        }

    def build(
        self, raw: Mapping[str, Any], old: Mapping[str, Any] | None = None
    ) -> tuple[Content, Key]:
        answer = raw.get("answer")
        side = SIDES[0] if answer is True else SIDES[1] if answer is False else answer
        if side not in SIDES:
            raise QuestionIsUnfit([("answer-true", _("Say whether the statement is true."))])
        feedback = {one: as_html(raw.get(f"feedback_{one}") or "") for one in SIDES}
        kept = {one: text for one, text in feedback.items() if text}
        return {}, {"correct": [side], "choice_feedback": kept}

    def order(self, content: Mapping[str, Any]) -> list[str]:
        return list(SIDES)

    def shown(self, content: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
        texts = {"true": _("True"), "false": _("False")}
        return {
            "prompt": content["prompt"],
            "choices": [{"id": side, "text": texts[side]} for side in SIDES],
        }

    def given(self, fields: Fields, name: str) -> Response:
        return {"choice": text_of(fields, name)}

    def check(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> Response:
        choice = response.get("choice", "")
        if set(response) - {"choice"} or choice not in ("", *SIDES):
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
        chosen = response.get("choice", "")
        feedback = key.get("choice_feedback", {})
        choices = [
            choice
            | {
                "chosen": choice["id"] == chosen,
                "right": choice["id"] in key["correct"],
                "feedback": feedback.get(choice["id"], "") if choice["id"] == chosen else "",
            }
            for choice in self.shown(content, order)["choices"]
        ]
        return {"prompt": content["prompt"], "choices": choices}


KIND = TrueFalse()
