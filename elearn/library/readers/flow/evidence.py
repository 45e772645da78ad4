"""Which paragraphs are headings, by what the author said: outline level, style, style map."""

from collections import defaultdict
from statistics import median

from elearn.library.readers.flow.raw import Raw, RawPara, flat
from elearn.library.readers.flow.style_map import mapped
from elearn.library.readers.ledger import Ledger

LONGEST = 300
LONGEST_HAN = 120
# A style whose paragraphs are mostly sentences of this length is body text, whatever its name.
BODY_LENGTH = 140
MANY_TITLES = 3
STOPS = (".", "。", "؛", ";", "۔", "：")
CONFIDENCE = {"map": 1.0, "outline": 1.0, "style-name": 1.0, "style-outline": 0.95, "title": 0.8}


def find_headings(raws: list[Raw], ledger: Ledger, own: dict[str, int | str] | None) -> int:
    """Set level, evidence and role of all paragraphs; return how many are headings."""
    paragraphs = [p for p in flat(raws) if not p.contents]
    for paragraph in paragraphs:
        _decide(paragraph, own)
    _titles(paragraphs)
    _spare_body(paragraphs, ledger)
    return sum(1 for p in paragraphs if p.level and p.text)


def _decide(p: RawPara, own: dict[str, int | str] | None) -> None:
    p.role = p.style.role
    meaning = mapped(p.style.name, own)
    if own and mapped(p.style.name, own) != mapped(p.style.name):
        _apply(p, meaning)
    elif p.evidence == "outline":
        p.confidence = CONFIDENCE["outline"]
    elif p.style.level is not None:
        p.level, p.evidence = p.style.level, p.style.evidence
    elif meaning is not None:
        _apply(p, meaning)
    if p.sequence and not p.role and not p.level and len(p.text) <= LONGEST:
        p.role = "caption"
    if p.level and p.role in ("toc", "toc-title", "caption"):
        p.level = 0
    p.confidence = CONFIDENCE.get(p.evidence, 0.0) if p.level else 0.0


def _apply(p: RawPara, meaning: int | str | None) -> None:
    p.evidence = "map"
    if isinstance(meaning, int):
        p.level = meaning
    elif meaning:
        p.level, p.role = 0, meaning


def _titles(paragraphs: list[RawPara]) -> None:
    """A title style used again and again marks chapters, not the title of the document."""
    titles = [p for p in paragraphs if p.role == "title" and p.text]
    if len(titles) < MANY_TITLES:
        for p in titles:
            p.level = 0
        return
    for p in paragraphs:
        if p.role == "title":
            p.role, p.level, p.evidence, p.confidence = "", 1, "title", CONFIDENCE["title"]
        elif p.level:
            p.level += 1


def _spare_body(paragraphs: list[RawPara], ledger: Ledger) -> None:
    groups: dict[str, list[RawPara]] = defaultdict(list)
    for p in paragraphs:
        if p.level and p.text:
            groups[p.style.id].append(p)
    for members in groups.values():
        lengths = median(len(p.text) for p in members)
        ended = sum(p.text.endswith(STOPS) for p in members)
        if len(members) >= 3 and lengths > BODY_LENGTH and 2 * ended > len(members):
            ledger.warn("heading-style-as-body", members[0].style.name, members[0].index)
            for p in members:
                p.level = 0
    for p in paragraphs:
        if p.level and _too_long(p.text):
            ledger.warn("heading-too-long", p.text, p.index)
            p.level = 0


def _too_long(text: str) -> bool:
    if len(text) > LONGEST:
        return True
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    return han > LONGEST_HAN
