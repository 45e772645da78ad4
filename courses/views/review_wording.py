"""What the outline review says of each heading, resolved before any loop over rows."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from courses.drafting import PartDraft
from courses.drafts import Fate, titled
from courses.outline_review import Line, lines
from courses.reading_time import word_count
from courses.views import wording
from elearn.library.decisions import splits_into_courses
from elearn.library.review import Reviewed
from elearn.library.sections import SectionNode, walk_sections

LONGEST_TITLE_HERE = 120
FIRST_WORDS = 8
VERY_SURE = 0.85
DEEPEST_SHOWN = 6
MARKS = {"module": " is-module", "course": " is-module", "left-out": " is-left-out"}
_ID_OR_INNER_LINK = re.compile(r'\s(?:id="[^"]*"|href="#[^"]*"|srcset="[^"]*"|sizes="[^"]*")')
# Why something is taken for a heading, by the codes of the readers.
EVIDENCE: dict[str, Any] = {
    "outline": _l("marked as a heading by the author"),
    "style-name": _l("set in a heading style"),
    "style-outline": _l("set in a style of the outline"),
    "map": _l("set in a style that means a heading here"),
    "title": _l("set as a title"),
    "looks": _l("looks like a heading: short and set apart"),
    "gap": _l("fills a gap between the numbers of headings"),
    "tag": _l("marked as a heading in the file"),
    "nav": _l("in the contents of the book"),
    "ncx": _l("in the contents of the book"),
    "bookmark": _l("in the bookmarks of the file"),
    "contents": _l("in the contents list of the document"),
    "font": _l("larger or bolder than the text"),
    "number": _l("numbered as headings are"),
    "review": _l("made in this review"),
}


def count(drafts: Sequence[PartDraft]) -> str:
    """Return how much the outline would give, in words."""
    made = [one.draft for one in drafts if one.draft.lesson_count]
    number = sum(draft.lesson_count for draft in made)
    lessons = ngettext("%(num)s lesson", "%(num)s lessons", number)
    places = sum(len(draft.modules) for draft in made)
    modules = ngettext("%(num)s module", "%(num)s modules", places)
    inside = str(_("%(lessons)s in %(modules)s", lessons=lessons, modules=modules))
    if len(drafts) == 1:
        return inside
    courses = ngettext("%(num)s course", "%(num)s courses", len(made))
    return str(_("%(courses)s: %(inside)s", courses=courses, inside=inside))


def duration(drafts: Sequence[PartDraft]) -> str:
    """Return how long all of it takes to read."""
    return wording.time_range(sum(one.draft.minutes for one in drafts))


def courses(drafts: Sequence[PartDraft], left_out: Collection[str]) -> list[dict[str, Any]]:
    """Return a row per course, when each part becomes one."""
    return [
        {
            "name": one.part.key,
            "title": one.part.title,
            "count": count([one]),
            "duration": wording.time_range(one.draft.minutes),
            "included": one.part.key not in left_out,
        }
        for one in drafts
    ]


def rows(
    document: Reviewed, drafts: Sequence[PartDraft], chosen: Collection[str]
) -> list[dict[str, Any]]:
    """Return a row per heading: its title, what it becomes, its words, why it is a heading."""
    known = {line.id: line for line in lines(document.read.doc, document.decisions)}
    words = Fates(drafts, several=splits_into_courses(document.decisions))
    reasons = Reasons()
    before_first = _("Text before the first heading")
    return [
        {
            "name": node.key or "start",
            "title": shortened(titled(node)) if node.key else before_first,
            "fate": words.of(node),
            "mark": f"l{min(node.level, DEEPEST_SHOWN)}" + MARKS.get(words.kind(node), ""),
            "words": sum(word_count(p.text, document.language) for p in node.paragraphs),
            "chosen": node.key in chosen,
            "unsure": node.key in known and not known[node.key].sure,
            "why": reasons.of(known.get(node.key)),
        }
        for node in walk_sections(document.sections)
    ]


def shortened(title: str) -> str:
    """Return a title that fits into a row, cut between words."""
    if len(title) <= LONGEST_TITLE_HERE:
        return title
    return f"{title[:LONGEST_TITLE_HERE].rpartition(' ')[0] or title[:LONGEST_TITLE_HERE]} …"


class Reasons:
    """Why headings are taken for headings, in words translated once for each kind."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.otherwise = str(_("found by its place and looks"))

    def of(self, line: Line | None) -> str:
        """Return the style of a sure heading, where styles have names; else the reason."""
        if line is None:
            return ""
        return line.named if line.sure else self.reason(line.evidence)

    def reason(self, evidence: str) -> str:
        if evidence not in self.said:
            self.said[evidence] = str(EVIDENCE.get(evidence) or self.otherwise)
        return self.said[evidence]


def evidence_of(line: Line) -> str:
    """Return why a heading is one and how sure that is, in a sentence for its own page."""
    reason = Reasons().reason(line.evidence)
    sure = _("sure") if line.confidence >= VERY_SURE else _("likely")
    if not line.sure:
        sure = _("to be checked")
    style = line.named or "–"
    return str(
        _(
            "Why a heading: %(reason)s (%(sure)s). Style: %(style)s.",
            reason=reason,
            sure=sure,
            style=style,
        )
    )


class Fates:
    """What headings become, in words translated once."""

    def __init__(self, drafts: Sequence[PartDraft], *, several: bool = False) -> None:
        self.fates: dict[str, Fate] = {}
        for one in drafts:
            self.fates = one.draft.fates | self.fates
        self.words: dict[str, str] = {
            "module": _("Module"),
            "front": _("Front matter"),
            "glossary": _("Glossary"),
            "contents": _("Contents list, dropped"),
            "left-out": _("Left out"),
            "empty": _("Without text, dropped"),
            "title": _("Title of the document"),
            "course": _("Course"),
        }
        self.title = "course" if several else "title"
        self.lesson = str(_("Lesson %(number)s", number="{}"))
        self.inside = str(_("In lesson %(number)s", number="{}"))
        self.reference = str(_("Annex, lesson %(number)s", number="{}"))

    def kind(self, node: SectionNode) -> str:
        kind = self.fates.get(node.key, Fate("empty")).kind
        return self.title if kind == "title" else kind

    def of(self, node: SectionNode) -> str:
        """Return what the heading becomes."""
        fate = self.fates.get(node.key, Fate("empty"))
        if fate.lesson is None:
            return self.words.get(self.kind(node), self.words["empty"])
        if node.role == "annex":
            return self.reference.format(fate.lesson)
        words = self.lesson if fate.kind == "lesson" else self.inside
        return words.format(fate.lesson)


def passages(node: SectionNode, media: str) -> list[dict[str, str]]:
    """Return the paragraphs of a section as they are shown beside the split buttons.

    `media` is where pictures that are in no edition yet are sent from.
    """
    return [
        {
            "key": passage.key,
            "html": _ID_OR_INNER_LINK.sub("", passage.html).replace('"/media/', f'"{media}/'),
            "start": first_words(passage.text),
        }
        for passage in node.paragraphs
    ]


def first_words(text: str) -> str:
    """Return the first words of a paragraph, as a title until somebody writes a better one."""
    words = text.split()
    start = " ".join(words[:FIRST_WORDS]).rstrip(".,;:")
    return f"{start} …" if len(words) > FIRST_WORDS else start
