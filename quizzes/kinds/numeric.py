"""A number, within a tolerance."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from quizzes.errors import AnswerIsUnfit, Problem, QuestionIsUnfit
from quizzes.kinds.kind import Content, Fields, Key, Kind, Response, text_of
from quizzes.numbers import LONGEST, could_be_thousands, parse_number, within

LONGEST_UNIT = 40


class Numeric(Kind):
    """The learner writes a number. What was written is kept as it stands and read when graded."""

    name = "numeric"
    label = _l("A number")
    place = 4
    field = "text"

    def raw_from(self, fields: Fields) -> dict[str, Any]:
        return {name: text_of(fields, name) for name in ("value", "tolerance", "unit")}

    def raw_of(self, content: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "value": key["value"],
            "tolerance": key["tolerance"],
            "unit": content.get("unit", ""),
        }

    def build(
        self, raw: Mapping[str, Any], old: Mapping[str, Any] | None = None
    ) -> tuple[Content, Key]:
        unit = " ".join(str(raw.get("unit") or "").split())
        value = parse_number(str(raw.get("value", "")), unit)
        tolerance = parse_number(str(raw.get("tolerance") or "0"), unit)
        problems: list[Problem] = []
        if value is None:
            problems.append(("value", _("Write the right number in digits, for example 12.5.")))
        if tolerance is None or tolerance < 0:
            problems.append(("tolerance", _("Write the tolerance as a number, 0 or more.")))
        if len(unit) > LONGEST_UNIT:
            problems.append(("unit", _("Shorten the unit.")))
        if value is None or tolerance is None or problems:
            raise QuestionIsUnfit(problems)
        return {"unit": unit}, {"value": f"{value:f}", "tolerance": f"{tolerance:f}", "unit": unit}

    def shown(self, content: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
        return {"prompt": content["prompt"], "unit": content.get("unit", "")}

    def given(self, fields: Fields, name: str) -> Response:
        return {"text": text_of(fields, name)}

    def check(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> Response:
        text = response.get("text", "")
        if not isinstance(text, str) or set(response) - {"text"}:
            raise AnswerIsUnfit
        text = " ".join(text.replace("\x00", "").split())
        if len(text) > LONGEST:
            raise AnswerIsUnfit
        return {"text": text}

    def is_empty(self, response: Mapping[str, Any]) -> bool:
        return not response.get("text")

    def doubt(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
        if self.is_empty(response):
            return None
        text = response["text"]
        value = parse_number(text, content.get("unit", ""))
        if value is None:
            return str(_("This cannot be read as a number. Write digits only, for example 12.5."))
        if could_be_thousands(text):
            return str(
                _(
                    "This is read as a number between %(low)s and %(high)s, with decimals. Write"
                    " thousands without a sign.",
                    low=int(value),
                    high=int(value) + 1,
                )
            )
        return None

    def grade(self, response: Mapping[str, Any], key: Mapping[str, Any], points: int) -> Fraction:
        value = parse_number(response.get("text", ""), key.get("unit", ""))
        if value is None:
            return Fraction(0)
        right = within(value, Decimal(key["value"]), Decimal(key["tolerance"]))
        return Fraction(points if right else 0)

    def review(
        self,
        content: Mapping[str, Any],
        key: Mapping[str, Any],
        response: Mapping[str, Any],
        order: list[str],
    ) -> dict[str, Any]:
        return {
            "prompt": content["prompt"],
            "unit": content.get("unit", ""),
            "given": response.get("text", ""),
            "doubt": self.doubt(response, content),
            "value": key["value"],
            "tolerance": "" if Decimal(key["tolerance"]) == 0 else key["tolerance"],
        }


KIND = Numeric()
