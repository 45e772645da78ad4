"""Abbreviations a text explains: "environmentally sound management (ESM)". Pure.

Told by initial letters, so for scripts with capital letters only (Latin, Cyrillic, Greek); Arabic
and Chinese abbreviate otherwise.
"""

import re
import unicodedata
from collections.abc import Iterator

# Words an abbreviation may leave out: articles, prepositions, conjunctions.
_SMALL = (
    "a an the of and or for in on to by with from at as de des du d la le les l et ou en à au aux "
    "y o el los las del al para por con e do da dos das em und der die das für von im в и на по с "
    "о для из к об от у при"
)
SMALL = frozenset(_SMALL.split())
MOST_WORDS = 12
_AFTER = re.compile(r"\(\s*[“\"«„]?([A-ZА-ЯЁÀ-Þ][\w-]{1,9})[”\"»“]?\s*\)")
_BEFORE = re.compile(r"\b([A-ZА-ЯЁÀ-Þ][\w-]{1,9}) \(([^()]{6,120})\)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_STOP = re.compile(r"[.;:!?()\[\]«»“”\"]")


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield (abbreviation, the words it stands for) in the order they stand in the text."""
    for found in _AFTER.finditer(text):
        before = _STOP.split(text[: found.start()])[-1]
        words = expansion(found[1], before, from_end=True)
        if words:
            yield singular(found[1]), words
    for found in _BEFORE.finditer(text):
        words = expansion(found[1], found[2], from_end=False)
        if words:
            yield singular(found[1]), words


def expansion(short: str, words: str, *, from_end: bool) -> str | None:
    """Return the words whose initials spell the abbreviation, or None.

    `from_end`: they must end the text; otherwise they must be all of it.
    """
    letters = [char for char in singular(short) if char.isupper()]
    if len(letters) < 2:
        return None
    tokens = list(_WORD.finditer(words))[-MOST_WORDS:]
    starts = range(len(tokens) - 1, -1, -1) if from_end else range(min(1, len(tokens)))
    for start in starts:
        chosen = [token.group() for token in tokens[start:]]
        if spells(letters, chosen):
            return " ".join(words[tokens[start].start() :].split()).strip(" ,-–")
    return None


def spells(letters: list[str], words: list[str]) -> bool:
    """Tell whether initials give the letters, in order; only small words may be left out.

    Of a compound with hyphens, the parts after the first may be left out, too: "co-operation".
    """
    if not words or small(words[0]) or small(words[-1]):
        return False
    states = {0}
    for word in words:
        first, *more = word.split("-")
        after = {done for done in states if done and small(word)}
        taken = {d + 1 for d in states if d < len(letters) and starts(first, letters[d])}
        after |= taken
        for part in more:
            taken = {d + 1 for d in taken if d < len(letters) and starts(part, letters[d])}
            after |= taken
        states = after
    return len(letters) in states


def small(word: str) -> bool:
    """Tell whether an abbreviation may leave this word out."""
    return word.casefold() in SMALL


def starts(word: str, letter: str) -> bool:
    """Tell whether the word gives the letter; after an elision (l'eau, d’État) the noun does."""
    return any(bare(part[:1]) == bare(letter) for part in re.split(r"[’']", word))


def bare(letter: str) -> str:
    """Return a letter without its accent, in lower case."""
    return unicodedata.normalize("NFD", letter.casefold())[:1]


def singular(short: str) -> str:
    """Return the abbreviation without the s of a plural: NGOs -> NGO."""
    return short[:-1] if re.fullmatch(r"[A-Z]{2,}s", short) else short
