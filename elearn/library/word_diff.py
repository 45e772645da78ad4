"""The difference between two texts, word by word, as a list and as HTML."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from markupsafe import Markup, escape

from elearn.library.chains import longest_rise

Kind = Literal["equal", "insert", "delete"]
Step = tuple[Kind, str]
# A word and the space after it; the marks of Arabic and others belong to the word.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
CHINESE = "\u3400-\u9fff\uf900-\ufaff"
LETTER = rf"(?:[^\W_{CHINESE}]|[{MARKS}])"
TOKEN = re.compile(rf"(\d+(?:[.,:]\d+)*(?!{LETTER})|{LETTER}+(?:['’‑-]{LETTER}+)*|\S)(\s*)|(\s+)")
# Stretches up to this length are compared word with every word.
SHORT = 400
MOST_PAIRS = 1_000_000
SIGNS = re.compile(r"[\W_]*")


def word_diff(before: str, after: str, language: str) -> list[Step]:
    """Return the steps from one text to the other; equal and delete make up `before` again.

    Words with their spaces; characters for Chinese, whatever the language says. Where much
    changed, what went stands before what came. Texts too long to compare are told as replaced.
    """
    one, other = tokens(before), tokens(after)
    steps: list[Step] = []
    for kind, first, second in spans(one, other):
        if kind == "equal":
            for old, new in zip(first, second, strict=True):
                steps += spaced(old, new)
        else:
            steps += [("delete", whole(first)), ("insert", whole(second))]
    return tidied([step for step in steps if step[1]])


Token = tuple[str, str]


def tokens(text: str) -> list[Token]:
    """Return the text as (word or sign, space after it)."""
    return [(found[1] or "", found[2] or found[3] or "") for found in TOKEN.finditer(text)]


def whole(parts: Sequence[Token]) -> str:
    return "".join(word + space for word, space in parts)


def spaced(old: Token, new: Token) -> Iterator[Step]:
    """Yield the steps of a word both texts have, whatever the spaces after it are."""
    if old[1] == new[1]:
        yield "equal", old[0] + old[1]
        return
    yield "equal", old[0]
    yield "delete", old[1]
    yield "insert", new[1]


Span = tuple[str, Sequence[Token], Sequence[Token]]


def spans(one: Sequence[Token], other: Sequence[Token]) -> Iterator[Span]:
    """Yield ("equal" or "replace", tokens of the one, tokens of the other)."""
    start = 0
    least = min(len(one), len(other))
    while start < least and one[start][0] == other[start][0]:
        start += 1
    end = 0
    while end < least - start and one[-1 - end][0] == other[-1 - end][0]:
        end += 1
    yield "equal", one[:start], other[:start]
    yield from inside(one[start : len(one) - end], other[start : len(other) - end])
    yield "equal", one[len(one) - end :], other[len(other) - end :]


def inside(one: Sequence[Token], other: Sequence[Token]) -> Iterator[Span]:
    """Compare what lies between a common beginning and end: in full, or from anchor to anchor."""
    if not one or not other:
        yield "replace", one, other
    elif max(len(one), len(other)) <= SHORT:
        yield from compared(one, other)
    elif anchors := common_rare(one, other):
        here = there = 0
        for at, place in anchors:
            yield from inside(one[here:at], other[there:place])
            yield "equal", one[at : at + 1], other[place : place + 1]
            here, there = at + 1, place + 1
        yield from inside(one[here:], other[there:])
    elif len(one) * len(other) <= MOST_PAIRS:
        yield from compared(one, other)
    else:
        yield "replace", one, other


def compared(one: Sequence[Token], other: Sequence[Token]) -> Iterator[Span]:
    words, others = [token[0] for token in one], [token[0] for token in other]
    matcher = SequenceMatcher(None, words, others, autojunk=len(words) > SHORT)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield ("equal" if kind == "equal" else "replace"), one[a:b], other[c:d]


def common_rare(one: Sequence[Token], other: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the places of words that each text has once, as far as their order agrees."""
    first, second = Counter(t[0] for t in one), Counter(t[0] for t in other)
    places = {token[0]: at for at, token in enumerate(other) if second[token[0]] == 1}
    pairs = [
        (at, places[token[0]])
        for at, token in enumerate(one)
        if first[token[0]] == 1 and token[0] in places
    ]
    kept = longest_rise([place for _, place in pairs])
    return [pairs[index] for index in kept]


def tidied(steps: list[Step]) -> list[Step]:
    """Join what belongs together: a lone sign between two changes is part of the change."""
    changed: list[Step] = []
    for at, (kind, text) in enumerate(steps):
        between = 0 < at < len(steps) - 1 and all(
            steps[side][0] != "equal" for side in (at - 1, at + 1)
        )
        if kind == "equal" and between and SIGNS.fullmatch(text):
            changed += [("delete", text), ("insert", text)]
        else:
            changed.append((kind, text))
    result: list[Step] = []
    for same, group in groupby(changed, lambda step: step[0] == "equal"):
        stretch = list(group)
        kinds: tuple[Kind, ...] = ("equal",) if same else ("delete", "insert")
        for wanted in kinds:
            text = "".join(said for kind, said in stretch if kind == wanted)
            if text:
                result.append((wanted, text))
    return result


TAGS = {"insert": "ins", "delete": "del"}


def diff_html(before: str, after: str, language: str) -> Markup:
    """Return both texts as one, escaped, with what went in <del> and what came in <ins>."""
    parts = []
    for kind, text in word_diff(before, after, language):
        tag = TAGS.get(kind)
        parts.append(Markup("<{0}>{1}</{0}>").format(tag, text) if tag else escape(text))
    return Markup("").join(parts)
