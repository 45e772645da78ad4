"""How long reading takes, per language. Pure.

180 words a minute for people who read in a second language; scripts without spaces are counted
in characters (300 a minute for Chinese) and turned into words, so that the limits of a lesson
mean the same in every language.

People are told a range, since readers differ: from a quarter faster than the pace to a fifth
slower (225 to 144 words a minute around 180). The upper end is near the 238 words a minute at
which adults read factual English, their own language (M. Brysbaert, Journal of Memory and
Language 109, 2019); the lower end leaves time to stop and think in a second language.
"""

import re
from collections.abc import Mapping
from math import ceil

WORDS_PER_MINUTE = {"default": 180}
# Characters a minute of scripts that put no spaces between words.
CHARACTERS_PER_MINUTE = {"zh": 300, "ja": 300, "th": 450}
SECONDS_PER_ROW = 5
SECONDS_PER_FIGURE = 12

# Characters of scripts that put no spaces between words, as the inside of a class.
UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_ROW = re.compile(r"<tr[\s>]")
_FIGURE = re.compile(r"<img[\s>]")


def use_paces(said: Mapping[str, int]) -> None:
    """Read at these paces from now on: words a minute by language and `default`; characters a
    minute for scripts without spaces. Called once, when the application starts."""
    for language, number in said.items():
        unspaced = language in CHARACTERS_PER_MINUTE
        (CHARACTERS_PER_MINUTE if unspaced else WORDS_PER_MINUTE)[language] = number


def pace(language: str) -> int:
    """Return the words read in a minute."""
    return WORDS_PER_MINUTE.get(language.split("-")[0], WORDS_PER_MINUTE["default"])


def word_count(text: str, language: str = "en") -> int:
    """Return the words of a plain text, or what its characters amount to in words."""
    unspaced = _UNSPACED.findall(text)
    if not unspaced:
        return len(text.split())
    spaced = len(_UNSPACED.sub(" ", text).split())
    characters = CHARACTERS_PER_MINUTE.get(language.split("-")[0], 300)
    return spaced + ceil(len(unspaced) * pace(language) / characters)


def seconds(words: int, html: str, language: str = "en") -> int:
    """Return the seconds a text of that many words takes, with its table rows and figures."""
    rows, figures = len(_ROW.findall(html)), len(_FIGURE.findall(html))
    reading = words * 60 / pace(language)
    return ceil(reading + rows * SECONDS_PER_ROW + figures * SECONDS_PER_FIGURE)


def minutes(words: int, html: str, language: str = "en") -> int:
    """Return the same in whole minutes, at least one."""
    return max(1, round(seconds(words, html, language) / 60))


# From this length on, bounds are said in steps of five minutes.
LONG = 30


def spread(minutes: int) -> tuple[int, int]:
    """Return how many minutes quick and careful readers take for what takes so many at the pace.

    The bounds of 7 are 6 and 9, those of 90 are 70 and 115; of nothing, nothing.
    """
    step = 5 if minutes >= LONG else 1
    least = (8 * minutes + 5 * step) // (10 * step) * step
    most = -(-5 * minutes // (4 * step)) * step
    return (max(1, least), most) if minutes else (0, 0)
