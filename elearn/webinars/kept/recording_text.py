"""A recording as the text of a lesson: what it is, chapters, questions, what is said. Pure.

Cleaning is slow: it comes before the transaction that makes the lesson.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from flask_babel import gettext as _

from courses.lesson_text import LessonText, Original, from_html
from courses.paragraph_blocks import block_of
from elearn.core.html import clean
from elearn.core.i18n import direction
from elearn.webinars.kept.chapters import Mark, at, clock
from elearn.webinars.kept.transcripts import Said


class Answered(Protocol):
    """A question and its answer."""

    @property
    def text(self) -> str: ...
    @property
    def answer(self) -> str: ...


@dataclass(frozen=True)
class Recorded:
    """What a lesson tells of a recording; `facts` are its length and size in words."""

    title: str
    webinar: str
    language: str
    address: str
    held: str
    facts: Sequence[str]
    chapters: Sequence[Mark]
    said: Sequence[Said]
    questions: Sequence[Answered]


def lesson_text(recorded: Recorded, language: str, paragraph: Any = None) -> LessonText:
    """Return the text of a lesson in a course of that language.

    The `paragraph` of the manual it belongs to stands in it with its key, so that the lesson is
    taught, counted and kept up to date with that paragraph.
    """
    parts = [about(recorded), chapters(recorded), questions(recorded), said(recorded)]
    html = clean("\n".join(parts if language == recorded.language else own(recorded, parts)))
    text = from_html(html, NO_ORIGINALS, language)
    if paragraph is None:
        return text
    heading = from_html(clean(f"<h2>{_('In the manual')}</h2>"), NO_ORIGINALS, language)
    printed = [heading.blocks[0], block_of(paragraph)]
    words = len(str(paragraph.html).split())
    return LessonText([text.blocks[0], *printed, *text.blocks[1:]], text.words + words)


NO_ORIGINALS: Mapping[str, Original] = {}


def own(recorded: Recorded, parts: list[str]) -> list[str]:
    """Return the parts with all but our headings marked as in the recording's language."""
    marks = f'lang="{recorded.language}" dir="{direction(recorded.language)}"'
    first, *others = parts
    for tag in ("p", "h3", "ul"):
        others = [part.replace(f"<{tag}>", f"<{tag} {marks}>") for part in others]
    return [first, *others]


def about(recorded: Recorded) -> str:
    """Return what the recording is, and how to open it."""
    held = _("held on %(when)s", when=recorded.held) if recorded.held else ""
    sentence = _(
        "This lesson is a recording of the webinar “%(webinar)s”.", webinar=recorded.webinar
    )
    facts = " · ".join(part for part in (held, *recorded.facts) if part)
    rest = _("You need not load it: what is said stands below.") if recorded.said else ""
    link = f'<a href="{escape(recorded.address)}">{escape(recorded.title)}</a>'
    return f"<p>{escape(sentence)} {link} ({escape(facts)}). {escape(rest)}</p>"


def chapters(recorded: Recorded) -> str:
    """Return the chapters as links to their times."""
    items = "".join(
        f'<li><a href="{escape(at(recorded.address, mark.second))}">{clock(mark.second)}</a>'
        f" {escape(mark.title)}</li>"
        for mark in recorded.chapters
    )
    return f"<h2>{escape(_('Chapters'))}</h2>\n<ul>{items}</ul>" if items else ""


def questions(recorded: Recorded) -> str:
    """Return what was asked at the session, and the answers."""
    parts = [f"<h3>{escape(one.text)}</h3>\n{paragraphs(one.answer)}" for one in recorded.questions]
    return "\n".join([f"<h2>{escape(_('Questions and answers'))}</h2>", *parts]) if parts else ""


def paragraphs(text: str) -> str:
    """Return plain text as paragraphs."""
    found = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return "\n".join(f"<p>{escape(part)}</p>" for part in found if part)


def said(recorded: Recorded) -> str:
    """Return what is said, with the times at which it is said."""
    parts = []
    for one in recorded.said:
        words = escape(one.words).replace("\n", "<br>")
        if one.second is not None:
            words = f'<a href="{escape(at(recorded.address, one.second))}">{one.clock}</a> {words}'
        parts.append(f"<p>{words}</p>")
    return "\n".join([f"<h2>{escape(_('What is said'))}</h2>", *parts]) if parts else ""
