"""How hard a text is to read, told by the length of its sentences. Pure."""

import re

from courses.reading_time import word_count
from elearn.core.html import plain

# Words (or what characters amount to) beyond which a sentence is hard in a second language.
LONGEST_SENTENCE = 40
_BLOCK_END = re.compile(r"</(?:p|li|td|th|h[2-6]|dd|dt|figcaption|caption|div)>")
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])|\n")


def long_sentences(html: str) -> int:
    """Return how many sentences of a text are longer than 40 words."""
    blocks = (plain(part) for part in _BLOCK_END.split(html))
    sentences = (one for block in blocks for one in _SENTENCE_END.split(block))
    return sum(1 for one in sentences if word_count(one) > LONGEST_SENTENCE)
