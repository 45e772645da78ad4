"""What is looked at before a course is published. Pure.

`must` stops publishing; `hint` is said and left to the trainer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from courses.readability import LONGEST_SENTENCE, long_sentences

SHORTEST, LONGEST = 150, 1200
_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r'\salt="[^"]*[^"\s][^"]*"')


@dataclass(frozen=True)
class Finding:
    """One finding; `step` is the public id of the part it is about."""

    weight: Literal["must", "hint"]
    sentence: str
    step: str | None = None
    title: str = ""


@dataclass(frozen=True)
class Facts:
    """What the check knows of a step."""

    public_id: str
    kind: str
    title: str
    ready: bool
    required: bool
    words: int
    html: str


def check(steps: Sequence[Facts], *, summary: str) -> list[Finding]:
    """Return what stands in the way of publishing, then what could be better."""
    findings = about_course(steps, summary)
    for step in steps:
        findings += about_lesson(step) if step.kind == "lesson" else about_quiz(step)
    return sorted(findings, key=lambda finding: finding.weight != "must")


def about_course(steps: Sequence[Facts], summary: str) -> list[Finding]:
    findings = []
    if not steps:
        findings.append(Finding("must", _("The course has no lessons yet.")))
    elif not any(step.required for step in steps):
        findings.append(
            Finding("must", _("Nothing in this course is required, so nobody could complete it."))
        )
    if steps and not any(step.kind == "quiz" for step in steps):
        findings.append(Finding("hint", _("The course has no quiz: reading alone completes it.")))
    if not summary.strip():
        findings.append(Finding("hint", _("The course has no summary for the catalogue.")))
    return findings


def about_quiz(step: Facts) -> list[Finding]:
    if step.ready:
        return []
    sentence = _("This quiz is not ready: it has no questions yet.")
    return [Finding("must", sentence, step.public_id, step.title)]


def about_lesson(step: Facts) -> list[Finding]:
    """Look at the length of a lesson and at its pictures."""
    if not step.html.strip():
        sentence = _("This lesson is empty. Write its text or remove it.")
        return [Finding("must", sentence, step.public_id, step.title)]
    sentences = []
    if step.words < SHORTEST:
        sentences.append(
            ngettext(
                "Very short: %(num)s word. Join it with a neighbour if you can.",
                "Very short: %(num)s words. Join it with a neighbour if you can.",
                step.words,
            )
        )
    elif step.words > LONGEST:
        sentences.append(
            _("Very long: %(words)s words. Learners finish shorter lessons.", words=step.words)
        )
    hard = long_sentences(step.html)
    if hard:
        sentences.append(
            ngettext(
                "%(num)s sentence has more than %(most)s words. Shorter ones are easier to read.",
                "%(num)s sentences have more than %(most)s words. Shorter ones are easier to read.",
                hard,
                most=LONGEST_SENTENCE,
            )
        )
    bare = pictures_without_words(step.html)
    if bare:
        sentences.append(
            ngettext(
                "%(num)s picture has no description for people who cannot see it.",
                "%(num)s pictures have no description for people who cannot see them.",
                bare,
            )
        )
    return [Finding("hint", sentence, step.public_id, step.title) for sentence in sentences]


def pictures_without_words(html: str) -> int:
    """Return how many pictures lack an alternative text."""
    return sum(1 for image in _IMAGE.findall(html) if not _ALT.search(image))
