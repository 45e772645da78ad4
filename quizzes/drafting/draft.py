"""What every rule gives: a question in words, with the paragraphs it was made from. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

RULES = ("definition", "list", "table", "duty")


@dataclass(frozen=True)
class Draft:
    """A question by rule. `name` tells it from others of its rule made from the same paragraph.

    `prompt` and `feedback` are plain text, an empty line between paragraphs; `raw` is what an
    author would have given for that kind; `aside` when it comes from a box, note or annex.
    """

    rule: str
    kind: str
    name: str
    prompt: str
    raw: dict[str, Any]
    paragraphs: Sequence[str]
    feedback: str = ""
    section: str = ""
    module_id: int | None = None
    aside: bool = False
    right: Sequence[str] = field(default=())

    @property
    def fingerprint(self) -> str:
        """What stays the same when the rule is applied again, whatever else changed."""
        return digest(self.rule, self.paragraphs[0], self.name)

    @property
    def digest(self) -> str:
        """What changes with every word of the question."""
        return digest(self.prompt, json.dumps(self.raw, sort_keys=True), self.feedback)


def digest(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:40]


def choices(right: str, wrong: Sequence[str]) -> dict[str, Any]:
    """Return the choices of a question with one right answer, in alphabetical order."""
    rows = [(right, True), *((text, False) for text in wrong)]
    rows.sort(key=lambda row: row[0].casefold())
    return {"choices": [{"text": text, "correct": correct} for text, correct in rows]}
