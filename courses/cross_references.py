"""References of a lesson to other parts: "see paragraph 23" without a link, or to nowhere. Pure.

The words of the six languages of the United Nations are known; lessons in others get no such hint.
A reference to another document ("paragraph 2 of decision BC-13/3", "Annex VIII to the Convention")
is none of ours.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from courses.lesson_pieces import Piece, Place, quoted

WORDS: dict[str, dict[str, str]] = {
    "ar": {
        "paragraph": r"(?:ال)?فقر(?:ة|ات)",
        "section": r"(?:ال)?(?:قسم|فرع)",
        "chapter": r"(?:ال)?فصل",
        "annex": r"(?:ال)?مرفق",
    },
    "en": {
        "paragraph": r"paragraphs?|paras?\.?",
        "section": r"sections?|sect\.",
        "chapter": r"chapters?",
        "annex": r"annex(?:es)?|appendix",
    },
    "es": {
        "paragraph": r"párrafos?|párr\.",
        "section": r"secci(?:ón|ones)",
        "chapter": r"capítulos?",
        "annex": r"anexos?|apéndice",
    },
    "fr": {
        "paragraph": r"paragraphes?|par\.",
        "section": r"sections?",
        "chapter": r"chapitres?",
        "annex": r"annexes?|appendice",
    },
    "ru": {
        "paragraph": r"пункт(?:а|е|у|ом|ы|ов|ах)?|п\.",
        "section": r"раздел(?:а|е|у|ом|ы|ов|ах)?",
        "chapter": r"глав(?:а|е|у|ы|ой|ах)?",
        "annex": r"приложени(?:е|я|и|ю|ем|ях)",
    },
    "zh": {"paragraph": "段", "section": "节", "chapter": "章", "annex": "附件"},
}
_CHINESE = "一二三四五六七八九十百"
_NUMBER = r"(?P<number>\d+(?:\.\d+)*|[IVXLC]+(?:\.[A-Z\d]+)*|[A-Z](?:\.\d+)*)(?!\w)"
# What follows a reference to another document, unless it says that this one is meant.
_ELSEWHERE = re.compile(
    r"\s*(?:\([a-z]+\)\s*)?,?\s*"
    r"(?:(?:of|to|in|under|de|du|des|del|de la|à|au|aux|a la|al|к)\s+|d[’']|"
    r"من\s+|ل(?=[لا])|стать|решени|конвенц|протокол)"
    r"(?!(?:this|the present|these|ce|cette|présente?s?|la présente|este|esta|la presente|"
    r"настоящ\w*|هذا|هذه)\b)"
)
# "article 4, paragraph 2": of a treaty, too.
_OF_ARTICLE = re.compile(
    r"(?:articles?|artículos?|стать\w*|المادة|decisions?|décisions?|decisi\w+|решени\w*)"
    r"\s+[\w/.-]+\s*,?\s*(?:the\s+)?\Z",
    re.IGNORECASE,
)
_OF_CHINESE = re.compile(r"(?:》|公约|决定|议定书|条)[^，。；]{0,6}\Z")
_TITLE_NUMBER = re.compile(r"(?:(?P<letter>[IVXLC]+|[A-Z])[.)]|(?P<digits>\d+(?:\.\d+)*)[.)]?)\s")
_LABEL = re.compile(r"\(?(\d+(?:\.\d+)*)[.)]?")
_INNER = re.compile(r'<a\b[^>]*?\shref="#([^"]*)"[^>]*>(.*?)</a>', re.S)
_ROMAN = re.compile(r"[IVXLC]+")


@dataclass(frozen=True)
class Reference:
    """A reference in a text: what kind of part, its number, and where its words stand."""

    kind: str
    number: str
    start: int
    end: int


def references(text: str, language: str) -> list[Reference]:
    """Return the references of a text to parts of its own document, in their order."""
    return sorted(_found(text, language), key=lambda one: one.start)


def _found(text: str, language: str) -> Iterator[Reference]:
    code = language.split("-")[0]
    for kind, words in WORDS.get(code, {}).items():
        for found in re.finditer(_pattern(code, kind, words), text):
            before, after = text[: found.start()][-40:], text[found.end() :][:40]
            of_treaty = _OF_CHINESE if code == "zh" else _OF_ARTICLE
            if not of_treaty.search(before) and not _ELSEWHERE.match(after):
                yield Reference(kind, found["number"], found.start(), found.end())


def _pattern(code: str, kind: str, words: str) -> str:
    if code == "zh":
        number = rf"(?P<number>\d+|[{_CHINESE}]+)"
        return rf"{words}{number}" if kind == "annex" else rf"第\s*{number}\s*{words}"
    return rf"(?<!\w)(?i:{words})\s+{_NUMBER}"


@dataclass
class CourseIndex:
    """Which anchors a course has, and which numbers its paragraphs and headings bear."""

    anchors: set[str] = field(default_factory=set)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, titles: Iterable[str], pieces: Iterable[Piece], language: str) -> None:
        """Take in a lesson: the titles above it, and what it says."""
        pieces = list(pieces)
        top = pieces[0].anchor if pieces else ""
        for title in titles:
            self.add_heading(title, top, language)
        for piece in pieces:
            self.anchors.update(re.findall(r'\sid="([^"]+)"', piece.html))
            label = _LABEL.fullmatch(piece.label)
            if label:
                self.numbers.setdefault(("paragraph", label[1]), piece.anchor)
            if piece.heading:
                self.add_heading(piece.text, piece.anchor, language)

    def add_heading(self, title: str, anchor: str, language: str) -> None:
        """Take in a heading by the number it begins with: "II. Duties", "Annex 3. Forms"."""
        found = _TITLE_NUMBER.match(title)
        if found:
            number = found["letter"] or found["digits"]
            self.add_number(number, anchor)
            # Where there is a 4.1 there is a 4, though its heading may not say so.
            self.add_number(number.partition(".")[0], anchor)
        for reference in references(title[:40], language):
            if reference.start == 0:
                self.numbers.setdefault((reference.kind, reference.number), anchor)

    def add_number(self, number: str, anchor: str) -> None:
        for kind in ("section", "chapter"):
            self.numbers.setdefault((kind, number), anchor)

    def target(self, reference: Reference) -> str | None:
        """Return the anchor of what a reference names, or None when the course has no such part.

        "section II.A" names A under II: the course has it when it has both.
        """
        exact = self.numbers.get((reference.kind, reference.number))
        if exact is not None or reference.kind not in ("section", "chapter"):
            return exact
        parts = reference.number.split(".")
        found = [self.numbers.get((reference.kind, part)) for part in parts]
        return found[-1] if len(parts) > 1 and None not in found else None


def unlinked(pieces: Iterable[Piece], index: CourseIndex, language: str) -> list[Place]:
    """Return the references to parts of the course that have no link."""
    return [place for place, target in _references(pieces, index, language) if target is not None]


def dead(pieces: Iterable[Piece], index: CourseIndex, language: str) -> list[Place]:
    """Return the references, with a link or without, to parts that are not in the course.

    An annex with a Roman number is taken for one of the Convention's, unless the course has it.
    """
    pieces = list(pieces)
    places = [place for place, target in _references(pieces, index, language) if target is None]
    for piece in pieces:
        for target, html in _INNER.findall(piece.html) if 'href="#' in piece.html else ():
            if target not in index.anchors:
                text = Piece(html).text
                places.append(Place(piece.anchor, quoted(text, 0, len(text))))
    return places


def _references(
    pieces: Iterable[Piece], index: CourseIndex, language: str
) -> Iterator[tuple[Place, str | None]]:
    for piece in pieces:
        if piece.heading:
            continue
        text = piece.unlinked
        for reference in references(text, language):
            target = index.target(reference)
            of_convention = reference.kind == "annex" and _ROMAN.fullmatch(reference.number)
            if target is not None or not of_convention:
                quote = quoted(text, reference.start, reference.end)
                yield Place(piece.anchor, quote, target or ""), target
