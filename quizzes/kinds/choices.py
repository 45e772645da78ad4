"""Kinds whose answer is chosen from a list of texts."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from elearn.core.ids import public_id
from quizzes.errors import Problem, QuestionIsUnfit
from quizzes.kinds.kind import Content, Fields, Key, Kind, text_of
from quizzes.wording import as_html, as_source

MOST_CHOICES = 10
LONGEST_CHOICE = 500
ID_LENGTH = 6
ROWS = 6


class ChoiceKind(Kind):
    """A question with choices, of which `least_right` to `most_right` are right."""

    least_right = 1
    most_right = MOST_CHOICES

    def fixed_order(self) -> bool:
        return False

    def order(self, content: Mapping[str, Any]) -> list[str]:
        return [choice["id"] for choice in content["choices"]]

    def shown(self, content: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
        texts = {choice["id"]: choice["text"] for choice in content["choices"]}
        return {
            "prompt": content["prompt"],
            "choices": [{"id": one, "text": texts[one]} for one in order],
        }

    def raw_from(self, fields: Fields) -> dict[str, Any]:
        ticked = set(fields.getlist("choice-correct"))
        rows = [
            {
                "id": text_of(fields, f"choice-{number}-id"),
                "text": " ".join(text_of(fields, f"choice-{number}-text").split()),
                "correct": str(number) in ticked,
                "feedback": text_of(fields, f"choice-{number}-feedback"),
            }
            for number in range(1, MOST_CHOICES + 1)
        ]
        # Empty rows at the end go, others stay: problems are told by the number of the row.
        while rows and not any((rows[-1]["text"], rows[-1]["correct"], rows[-1]["feedback"])):
            rows.pop()
        return {"choices": rows}

    def raw_of(self, content: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Any]:
        feedback = key.get("choice_feedback", {})
        rows = [
            {
                "id": choice["id"],
                "text": choice["text"],
                "correct": choice["id"] in key["correct"],
                "feedback": as_source(feedback.get(choice["id"], "")),
            }
            for choice in content["choices"]
        ]
        return {"choices": rows}

    def build(
        self, raw: Mapping[str, Any], old: Mapping[str, Any] | None = None
    ) -> tuple[Content, Key]:
        rows = [
            (number, row)
            for number, row in enumerate(raw.get("choices", []), start=1)
            if row.get("text") or row.get("correct") or row.get("feedback")
        ]
        problems = self._problems(rows)
        if problems:
            raise QuestionIsUnfit(problems)
        known = set(self.order(old)) if old and "choices" in old else set()
        ids: list[str] = []
        for _number, row in rows:
            wanted = row.get("id", "")
            # Ids are random: an id made from the author's order would tell where the key stands.
            ids.append(wanted if wanted in known and wanted not in ids else public_id()[:ID_LENGTH])
        texts = [{"id": one, "text": row["text"]} for one, (_, row) in zip(ids, rows, strict=True)]
        feedback = {
            one: as_html(row["feedback"])
            for one, (_, row) in zip(ids, rows, strict=True)
            if row.get("feedback")
        }
        right = [one for one, (_, row) in zip(ids, rows, strict=True) if row.get("correct")]
        return {"choices": texts}, {"correct": right, "choice_feedback": feedback}

    def _problems(self, rows: list[tuple[int, Mapping[str, Any]]]) -> list[Problem]:
        problems: list[Problem] = []
        seen: set[str] = set()
        for number, row in rows:
            field = f"choice-{number}-text"
            text = row.get("text", "")
            if not text:
                problems.append(
                    (field, _("Write choice %(number)s, or empty its row.", number=number))
                )
            elif len(text) > LONGEST_CHOICE:
                problems.append((field, _("Shorten choice %(number)s.", number=number)))
            elif text.casefold() in seen:
                problems.append((field, _("Choice %(number)s stands there twice.", number=number)))
            seen.add(text.casefold())
        if len(rows) < 2:
            problems.append((f"choice-{len(rows) + 1}-text", _("Write at least two choices.")))
        if len(rows) > MOST_CHOICES:
            problems.append(("choice-1-text", _("Write at most ten choices.")))
        right = sum(1 for _, row in rows if row.get("correct"))
        if not self.least_right <= right <= self.most_right:
            problems.append(("choice-correct-1", self.how_many()))
        return problems

    def how_many(self) -> str:
        """Return the sentence that says how many choices must be right."""
        return str(_("Mark at least one choice as right."))

    def marked(
        self,
        content: Mapping[str, Any],
        key: Mapping[str, Any],
        chosen: set[str],
        order: list[str],
    ) -> dict[str, Any]:
        """Return every choice in the order of the attempt: chosen or not, right or not, why."""
        feedback = key.get("choice_feedback", {})
        choices = [
            choice
            | {
                "chosen": choice["id"] in chosen,
                "right": choice["id"] in key["correct"],
                # Advice on a choice nobody made would only be noise.
                "feedback": feedback.get(choice["id"], "") if choice["id"] in chosen else "",
            }
            for choice in self.shown(content, order)["choices"]
        ]
        return {"prompt": content["prompt"], "choices": choices}
