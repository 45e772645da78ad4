"""Hyphens at the ends of lines: which part a word, and which belong to it ("e-waste", "A-1160")."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
BEFORE = re.compile(r"([^\s]+)-$")
AFTER = re.compile(r"^([^\W_]+)")
LETTERS = re.compile(r"[^\W\d_]+")
# "short- and long-term": the hyphen stands for a word to come.
AND = frozenset(["and", "or", "to", "et", "ou", "y", "o", "e", "u", "и", "или", "und", "oder"])


class Words:
    """The words of a document, as they stand within its lines."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.whole: set[str] = set()
        # Hyphens taken out, for the account of characters.
        self.undone = 0
        for text in texts:
            found = WORD.findall(text.casefold())
            # The last word of a line, and the first, may be parts.
            self.whole.update(found[1:-1])

    def joined(self, before: str, after: str) -> str:
        """Return a text that ends in a hyphen, ready for the next line to follow."""
        left, right = BEFORE.search(before), AFTER.search(after)
        if not left or not right:
            return before + " "
        first, second = left.group(1).casefold(), right.group(1).casefold()
        if second in AND:
            return before + " "
        # Codes, addresses and compounds of three keep what they have.
        if not (LETTERS.fullmatch(first) and LETTERS.fullmatch(second)) or after[:1].isupper():
            return before
        if f"{first}-{second}" in self.whole:
            return before
        parted = first + second in self.whole or not {first, second} & self.whole
        return self.without(before) if parted else before

    def without(self, before: str) -> str:
        """Return a text without the hyphen it ends in."""
        self.undone += 1
        return before[:-1]
