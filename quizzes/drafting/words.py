"""Words compared across their inflections: rough, and on the safe side. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from quizzes.drafting.languages import Language

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
HAN = re.compile(r"[\u3400-\u9fff]")
# One word of Chinese is about so many characters.
HAN_PER_WORD = 1.6
# Signs of code, paths, options and codes of a list: no words to ask about.
CODE = re.compile(r"[{}$=<>\\_*|~^#@]|\[\S|\]\w|--|(?:^|\s)-\w|\w\.\w+\.\w|\w/\w+/|\(\d\)")
# Letters Arabic writes before a noun, longest first.
PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
ARABIC = re.compile(r"[\u0621-\u064a]")
# Letters that come and go between forms of one root, and those a form may begin with.
WEAK = re.compile("[اويىةءآأإؤئ]")
INFLECTING = "متين"
GROUPS = re.compile(r"[\u064b-\u0652\u0640]")


def folded(text: str) -> str:
    """Return a text without case, accents, vowel signs and double spaces."""
    spread = unicodedata.normalize("NFKD", GROUPS.sub("", text).casefold())
    return " ".join("".join(c for c in spread if unicodedata.category(c) != "Mn").split())


def length(text: str) -> int:
    """Return how many words a text has; those of Chinese are guessed from its characters."""
    han = len(HAN.findall(text))
    rest = len(WORD.findall(HAN.sub(" ", text)))
    return rest + round(han / HAN_PER_WORD)


def stem(word: str) -> str:
    """Return a folded word without the article Arabic writes on it."""
    text = folded(word)
    for prefix in PREFIXES:
        if text.startswith(prefix) and len(text) - len(prefix) >= 3:
            return text[len(prefix) :]
    return text


def roots(word: str) -> set[str]:
    """Return what may be the root of an Arabic stem: its strong letters, three or more of them."""
    if not ARABIC.match(word):
        return set()
    found = {WEAK.sub("", word), WEAK.sub("", word[1:]) if word[0] in INFLECTING else ""}
    return {letters for letters in found if len(letters) >= 3}


def akin(one: str, other: str) -> bool:
    """Tell whether two stems look like forms of one word: dispose, disposal."""
    if one == other or not roots(one).isdisjoint(roots(other)):
        return True
    shorter = min(len(one), len(other))
    if shorter < 4:
        return False
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    # Russian changes more of a word's end.
    share = 0.57 if CYRILLIC.match(one) else 0.75
    return common >= 4 and common >= share * shorter


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and stem of the words of a text; parts of compounds count alone."""
    for found in re.finditer(r"[^\W_]+", text):
        if HAN.search(found.group()):
            for at, char in enumerate(found.group(), found.start()):
                yield at, at + 1, char
        else:
            yield found.start(), found.end(), stem(found.group())


@lru_cache(maxsize=8)
def small_stems(language: Language) -> frozenset[str]:
    """Return the stems of the words that carry no meaning by themselves."""
    return language.small | {stem(word) for word in language.small}


@lru_cache(maxsize=4096)
def content(text: str, language: Language) -> frozenset[str]:
    """Return the stems that carry meaning; of Chinese, the pairs of neighbouring characters."""
    small = small_stems(language)
    found = {
        word
        for _start, _end, word in tokens(text)
        if word not in small and len(word) > 2 and not HAN.match(word)
    }
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return frozenset(found | {run[at : at + 2] for run in runs for at in range(len(run) - 1)})


def shared(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many stems of the one have a form among the other."""
    beginning: dict[str, list[str]] = {}
    for word in other:
        beginning.setdefault(word[:4], []).append(word)
    return sum(any(akin(word, have) for have in beginning.get(word[:4], ())) for word in one)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of stems have in common, from 0 to 1."""
    if not one or not other:
        return 0.0
    common = shared(one, other)
    return common / (len(one) + len(other) - common)


def capital(text: str) -> str:
    """Return a text with a capital letter at its start, unless its first word has one inside."""
    first = text.split(" ", 1)[0]
    if first[1:] != first[1:].lower():
        return text
    return text[:1].upper() + text[1:]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a full stop within brackets or after a letter ends none."""
    parts = re.split(
        r"(?<=[.!?؟])(?<!\b\w\.)(?<!\bNo\.)\s+(?=[^\W\d_a-z«“\"(])|(?<=[。！？])", text
    )
    return [part.strip() for part in parts if part and part.strip()]
