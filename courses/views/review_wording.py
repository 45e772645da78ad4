"""What the outline review says of each heading, resolved before any loop over rows."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from courses.drafts import CourseDraft, Fate, titled
from courses.outline_review import lines
from courses.reading_time import word_count
from elearn.library.review import Reviewed
from elearn.library.sections import SectionNode, walk_sections

LONGEST_TITLE_HERE = 120
FIRST_WORDS = 8
DEEPEST_SHOWN = 6
MARKS = {"module": " is-module", "left-out": " is-left-out"}
_ID_OR_INNER_LINK = re.compile(r'\s(?:id="[^"]*"|href="#[^"]*")')


def count(draft: CourseDraft) -> str:
    """Return how much the outline would give, in words."""
    lessons = ngettext("%(num)s lesson", "%(num)s lessons", draft.lesson_count)
    modules = ngettext("%(num)s module", "%(num)s modules", len(draft.modules))
    return str(_("%(lessons)s in %(modules)s", lessons=lessons, modules=modules))


def rows(
    document: Reviewed, draft: CourseDraft, chosen: Collection[str], decisions: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return a row per heading: its title, what it becomes, its words."""
    sure = {line.id: line.sure for line in lines(document.read.doc, decisions)}
    words = Fates(draft)
    before_first = _("Text before the first heading")
    return [
        {
            "name": node.key or "start",
            "title": titled(node)[:LONGEST_TITLE_HERE] if node.key else before_first,
            "fate": words.of(node),
            "mark": f"l{min(node.level, DEEPEST_SHOWN)}" + MARKS.get(words.kind(node), ""),
            "words": sum(word_count(p.text, document.language) for p in node.paragraphs),
            "chosen": node.key in chosen,
            "unsure": not sure.get(node.key, True),
        }
        for node in walk_sections(document.sections)
    ]


class Fates:
    """What headings become, in words translated once."""

    def __init__(self, draft: CourseDraft) -> None:
        self.draft = draft
        self.words: dict[str, str] = {
            "module": _("Module"),
            "front": _("Front matter"),
            "glossary": _("Glossary"),
            "contents": _("Contents list, dropped"),
            "left-out": _("Left out"),
            "empty": _("Without text, dropped"),
            "title": _("Title of the document"),
        }
        self.lesson = str(_("Lesson %(number)s", number="{}"))
        self.inside = str(_("In lesson %(number)s", number="{}"))
        self.reference = str(_("Annex, lesson %(number)s", number="{}"))

    def kind(self, node: SectionNode) -> str:
        return self.draft.fates.get(node.key, Fate("empty")).kind

    def of(self, node: SectionNode) -> str:
        """Return what the heading becomes."""
        fate = self.draft.fates.get(node.key, Fate("empty"))
        if fate.lesson is None:
            return self.words.get(fate.kind, self.words["empty"])
        if node.role == "annex":
            return self.reference.format(fate.lesson)
        words = self.lesson if fate.kind == "lesson" else self.inside
        return words.format(fate.lesson)


def passages(node: SectionNode) -> list[dict[str, str]]:
    """Return the paragraphs of a section as they are shown beside the split buttons."""
    return [
        {
            "key": passage.key,
            "html": _ID_OR_INNER_LINK.sub("", passage.html),
            "start": first_words(passage.text),
        }
        for passage in node.paragraphs
    ]


def first_words(text: str) -> str:
    """Return the first words of a paragraph, as a title until somebody writes a better one."""
    words = text.split()
    start = " ".join(words[:FIRST_WORDS]).rstrip(".,;:")
    return f"{start} …" if len(words) > FIRST_WORDS else start
