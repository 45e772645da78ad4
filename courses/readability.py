"""How hard a text is to read, told by the length of its sentences. Pure.

The same sentence has more words in one language than in another. Article 1 of the Universal
Declaration of Human Rights has 30 words in English, 34 in French, 28 in Spanish, 26 in Russian,
19 in Arabic and 39 characters in Chinese, in the United Nations' own versions; the limits stand in
about that proportion to 40 words of English.
"""

import re

from courses.lesson_pieces import words_of
from courses.reading_time import UNSPACED

# Words beyond which a sentence is hard in a second language; in Chinese, characters.
LONGEST_SENTENCE = {"default": 40, "ar": 28, "fr": 45, "ru": 35, "zh": 55}
COUNTED_IN_CHARACTERS = frozenset({"zh"})

_BLOCK_END = re.compile(r"</(?:p|li|td|th|h[2-6]|dd|dt|figcaption|caption|div)>")
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])|\n")
_WORD = re.compile(r"\w+")
_CHARACTER = re.compile(f"[{UNSPACED}]")


def longest_sentence(language: str) -> int:
    """Return the words, or in Chinese the characters, that a sentence may have."""
    return LONGEST_SENTENCE.get(language.split("-")[0], LONGEST_SENTENCE["default"])


def in_characters(language: str) -> bool:
    """Tell whether sentences of the language are measured in characters."""
    return language.split("-")[0] in COUNTED_IN_CHARACTERS


def length(sentence: str, language: str) -> int:
    """Return the words of a sentence; in Chinese its characters, a Latin word counting as one."""
    if not in_characters(language):
        # French signs stand apart, and are no words.
        return sum(1 for word in sentence.split() if _WORD.search(word))
    return len(_CHARACTER.findall(sentence)) + len(_WORD.findall(_CHARACTER.sub(" ", sentence)))


def long_sentences(html: str, language: str = "en") -> list[str]:
    """Return the sentences of a text that are longer than its language allows."""
    most = longest_sentence(language)
    blocks = (words_of(part) for part in _BLOCK_END.split(html))
    sentences = (one for block in blocks for one in _SENTENCE_END.split(block))
    return [one for one in sentences if length(one, language) > most]
