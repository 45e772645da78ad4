"""What is looked at before a course is published, and beside a lesson that is edited. Pure.

`must` stops publishing; `hint` is said and left to the trainer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from courses.cross_references import CourseIndex, dead, unlinked
from courses.early_abbreviations import Early, early
from courses.lesson_pieces import Piece, Place, quoted
from courses.readability import in_characters, long_sentences, longest_sentence

SHORTEST, LONGEST = 150, 1200
QUOTED_WORDS = 60
_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r'\salt="[^"]*[^"\s][^"]*"')


@dataclass(frozen=True)
class Finding:
    """One finding; `step` is the public id of the part it is about, `places` stand in it."""

    weight: Literal["must", "hint"]
    sentence: str
    step: str | None = None
    title: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the check knows of a step."""

    public_id: str
    kind: str
    title: str
    module_title: str
    ready: bool
    required: bool
    words: int
    pieces: tuple[Piece, ...] = ()

    @property
    def empty(self) -> bool:
        return not any(piece.html.strip() for piece in self.pieces)


def check(steps: Sequence[Facts], *, summary: str, language: str = "en") -> list[Finding]:
    """Return what stands in the way of publishing, then what could be better."""
    findings = about_course(steps, summary)
    look = Look(steps, language)
    for step in steps:
        findings += look.at_lesson(step) if step.kind == "lesson" else about_quiz(step)
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


class Look:
    """Looks at lessons one by one, knowing what the whole course says."""

    def __init__(self, steps: Sequence[Facts], language: str) -> None:
        self.language = language
        self.lessons = [step for step in steps if step.kind == "lesson"]
        self.index = CourseIndex()
        for step in self.lessons:
            self.index.add((step.module_title, step.title), step.pieces, language)
        self.early: dict[str, list[Early]] = {}
        for one in early([step.pieces for step in self.lessons]):
            self.early.setdefault(self.lessons[one.lesson].public_id, []).append(one)

    def at_lesson(self, step: Facts) -> list[Finding]:
        """Look at the length of a lesson, its sentences, pictures, references, abbreviations."""
        if step.empty:
            sentence = _("This lesson is empty. Write its text or remove it.")
            return [Finding("must", sentence, step.public_id, step.title)]
        found = [
            *about_length(step.words),
            *about_sentences(step.pieces, self.language),
            *about_pictures(step.pieces),
            *self.about_references(step.pieces),
            *self.about_abbreviations(self.early.get(step.public_id, ())),
        ]
        return [
            Finding("hint", sentence, step.public_id, step.title, tuple(places))
            for sentence, places in found
        ]

    def about_references(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, list[Place]]]:
        bare = unlinked(pieces, self.index, self.language)
        if bare:
            yield (
                ngettext(
                    "%(num)s reference to a part of this course has no link.",
                    "%(num)s references to parts of this course have no link.",
                    len(bare),
                ),
                bare,
            )
        lost = dead(pieces, self.index, self.language)
        if lost:
            yield (
                ngettext(
                    "%(num)s reference leads to a part that is not in this course.",
                    "%(num)s references lead to parts that are not in this course.",
                    len(lost),
                ),
                lost,
            )

    def about_abbreviations(self, found: Iterable[Early]) -> Iterator[tuple[str, list[Place]]]:
        for one in found:
            if one.lesson == one.explained_in:
                sentence = _("“%(short)s” is used here before it is explained.", short=one.short)
            else:
                sentence = _(
                    "“%(short)s” is used here, but explained only in the lesson “%(lesson)s”.",
                    short=one.short,
                    lesson=self.lessons[one.explained_in].title,
                )
            yield sentence, [one.place]


def about_length(words: int) -> Iterator[tuple[str, list[Place]]]:
    """Say when a lesson has less than 150 words or more than 1,200."""
    if words < SHORTEST:
        yield (
            ngettext(
                "Very short: %(num)s word. Join it with a neighbour if you can.",
                "Very short: %(num)s words. Join it with a neighbour if you can.",
                words,
            ),
            [],
        )
    elif words > LONGEST:
        yield _("Very long: %(words)s words. Learners finish shorter lessons.", words=words), []


def about_sentences(pieces: Iterable[Piece], language: str) -> Iterator[tuple[str, list[Place]]]:
    """Say how many sentences are hard to read, and where they begin."""
    hard = [
        Place(piece.anchor, quoted(sentence, 0, QUOTED_WORDS))
        for piece in pieces
        for sentence in long_sentences(piece.html, language)
    ]
    if not hard:
        return
    most = longest_sentence(language)
    if in_characters(language):
        said = ngettext(
            "%(num)s sentence has more than %(most)s characters. Shorter ones are easier to read.",
            "%(num)s sentences have more than %(most)s characters. Shorter ones are easier to"
            " read.",
            len(hard),
            most=most,
        )
    else:
        said = ngettext(
            "%(num)s sentence has more than %(most)s words. Shorter ones are easier to read.",
            "%(num)s sentences have more than %(most)s words. Shorter ones are easier to read.",
            len(hard),
            most=most,
        )
    yield said, hard


def about_pictures(pieces: Iterable[Piece]) -> Iterator[tuple[str, list[Place]]]:
    """Say how many pictures have no words, and where they stand."""
    bare = [
        Place(piece.anchor, _("Picture"))
        for piece in pieces
        for _picture in range(pictures_without_words(piece.html))
    ]
    if bare:
        yield (
            ngettext(
                "%(num)s picture has no description for people who cannot see it.",
                "%(num)s pictures have no description for people who cannot see them.",
                len(bare),
            ),
            bare,
        )


def pictures_without_words(html: str) -> int:
    """Return how many pictures lack an alternative text."""
    return sum(1 for image in _IMAGE.findall(html) if not _ALT.search(image))
