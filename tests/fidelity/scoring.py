"""How well an outline agrees with the one that is known: titles in order, and their parents.

Titles are compared without numbers, signs and accents; one that is 0.88 alike still counts, which
forgives a ligature or a hyphen but not half a title.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

ALIKE = 0.88
Line = tuple[int, str]
UNSEEN = re.compile("[\u00ad\u0640\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def bare(text: str) -> str:
    """Return a text without accents and marks that are not seen, in one form."""
    text = unicodedata.normalize("NFKD", UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    return "".join(sign for sign in text if not unicodedata.combining(sign))


WORDS = (
    "chapter|section|part|annex|appendix|article|module|unit|chapitre|partie|annexe|appendice|"
    "capítulo|sección|anexo|parte|apéndice|глава|раздел|приложение|часть|статья|"
    "الفصل|القسم|المرفق|الملحق|الباب|附件|附录|附錄"
)
DIGITS = r"[\d٠-٩۰-۹]+"
CHINESE = "一二三四五六七八九十百"
NUMBERS = (
    rf"(?:{bare(WORDS)})\s*(?:{DIGITS}(?:\.{DIGITS})*|[ivxlc]{{1,6}}|[a-zа-я]|[{CHINESE}])(?![^\W\d_])"
    r"\s*[.:\-–—)]?\s*",
    rf"第\s*[\d{CHINESE}]+\s*[章节節部条條]\s*",
    rf"{DIGITS}(?:[.\-](?:{DIGITS}|[a-z])(?![^\W\d_]))*[.):\-–—]?\s+",
    r"\d+(?:\.\d+)+\.?(?=\D)",
    r"\(?[ivxlc]{1,6}[.)]\s+",
    r"\(?[a-zа-яء-ي][.)]\s+",
    r"[a-z]\.\d+(?:\.\d+)*\.?\s+",
    rf"[{CHINESE}]+[、.．]\s*",
)
NUMBER = re.compile(rf"^\s*(?:{'|'.join(NUMBERS)})+", re.IGNORECASE)
SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Score:
    """F1 of the titles found and the share of them under the right parent, with what is wrong."""

    f1: float
    parents: float
    missed: tuple[str, ...]
    extra: tuple[str, ...]


@cache
def plain(title: str) -> str:
    """Return a title without number, signs, accents and direction marks."""
    text = bare(title).casefold()
    return SIGNS.sub("", NUMBER.sub("", text, count=1)) or SIGNS.sub("", text)


@cache
def likeness(one: str, other: str) -> float:
    """Return how alike two plain titles are, 0 when they are too different to be the same."""
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    if shorter < 0.75 * longer:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ALIKE else 0.0


def score(found: Sequence[Line], gold: Sequence[Line], optional: Collection[str] = ()) -> Score:
    """Compare two outlines; titles of `optional` that are found are neither right nor wrong."""
    known = {plain(title) for _, title in gold}
    free = {plain(title) for title in optional} - known
    found = [line for line in found if plain(line[1]) and plain(line[1]) not in free]
    pairs = aligned([plain(t) for _, t in found], [plain(t) for _, t in gold])
    right = len(pairs)
    f1 = 2 * right / (len(found) + len(gold)) if right else 0.0
    there = {at for at, _ in pairs}
    wanted = {at for _, at in pairs}
    return Score(
        f1=f1,
        parents=same_parents(found, gold, pairs) / right if right else 0.0,
        missed=tuple(title for at, (_, title) in enumerate(gold) if at not in wanted),
        extra=tuple(title for at, (_, title) in enumerate(found) if at not in there),
    )


def aligned(found: Sequence[str], gold: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of the alignment, in order, whose likeness adds up to most."""
    best = [[0.0] * (len(gold) + 1) for _ in range(len(found) + 1)]
    for i in reversed(range(len(found))):
        for j in reversed(range(len(gold))):
            alike = likeness(found[i], gold[j])
            together = alike + best[i + 1][j + 1] if alike else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs, i, j = [], 0, 0
    while i < len(found) and j < len(gold):
        alike = likeness(found[i], gold[j])
        if alike and abs(best[i][j] - alike - best[i + 1][j + 1]) < 1e-9:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def same_parents(
    found: Sequence[Line], gold: Sequence[Line], pairs: Sequence[tuple[int, int]]
) -> int:
    """Count the pairs whose nearest matched parents are a pair too, or that both have none."""
    to_gold = dict(pairs)
    above_found = parents([level for level, _ in found], set(to_gold))
    above_gold = parents([level for level, _ in gold], set(to_gold.values()))
    same = 0
    for i, j in pairs:
        mine = above_found[i]
        same += (None if mine is None else to_gold[mine]) == above_gold[j]
    return same


def parents(levels: Sequence[int], counted: Collection[int]) -> list[int | None]:
    """Return for each line the nearest line above it in the tree that counts."""
    above: list[int | None] = []
    stack: list[int] = []
    for at, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            stack.pop()
        above.append(next((one for one in reversed(stack) if one in counted), None))
        stack.append(at)
    return above
