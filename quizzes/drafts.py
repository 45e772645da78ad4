"""A question as an author gives it, checked and cleaned before any transaction begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from elearn.core.html import plain
from quizzes.errors import Problem, QuestionIsUnfit
from quizzes.kinds import kind_of
from quizzes.wording import as_html

MOST_POINTS = 100
MOST_PARAGRAPHS = 20


@dataclass(frozen=True)
class QuestionDraft:
    """What `add_question` and `revise_question` save."""

    kind: str
    content: dict[str, Any]
    answer_key: dict[str, Any]
    paragraphs: list[str] = field(default_factory=list)
    topic: str = ""
    points: int = 1


def prepare(
    kind: str,
    *,
    prompt: str,
    feedback: str = "",
    paragraphs: Sequence[str] = (),
    topic: str = "",
    points: int = 1,
    old: Mapping[str, Any] | None = None,
    **raw: Any,
) -> QuestionDraft:
    """Check and clean a question; slow, so call it before `write()`.

    `raw` by kind: single, multiple: `choices` [{"text", "correct", "feedback"}]; truefalse:
    `answer`, `feedback_true`, `feedback_false`; numeric: `value`, `tolerance`, `unit`.
    `paragraphs` are keys. `old` content keeps the ids of its choices.
    Raises QuestionIsUnfit with every problem found.
    """
    problems: list[Problem] = []
    clean_prompt = as_html(prompt)
    if not plain(clean_prompt):
        problems.append(("prompt", _("Write the question.")))
    if not 1 <= points <= MOST_POINTS:
        problems.append(("points", _("Give between 1 and %(most)s points.", most=MOST_POINTS)))
    if len(paragraphs) > MOST_PARAGRAPHS:
        problems.append(
            ("paragraphs", _("Name at most %(most)s paragraphs.", most=MOST_PARAGRAPHS))
        )
    content: dict[str, Any] = {}
    key: dict[str, Any] = {}
    try:
        content, key = kind_of(kind).build(raw, old)
    except QuestionIsUnfit as unfit:
        problems += unfit.problems
    if problems:
        raise QuestionIsUnfit(problems)
    return QuestionDraft(
        kind=kind,
        content={"prompt": clean_prompt} | content,
        answer_key=key | {"feedback": as_html(feedback)},
        paragraphs=list(dict.fromkeys(paragraphs)),
        topic=topic[:120],
        points=points,
    )
