"""How much of a text is kept: the share of its five-letter pieces that are found elsewhere."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

LENGTH = 5
# Only letters and digits count: signs, spaces and marks are set differently by every program.
REST = re.compile(r"[\W_\u0640]+")


def solid(text: str) -> str:
    """Return the letters and digits of a text, in one form."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return REST.sub("", unicodedata.normalize("NFKC", text)).casefold()


def grams(text: str) -> Counter[str]:
    """Return the pieces of a text; a text shorter than a piece is one piece itself."""
    text = solid(text)
    if len(text) < LENGTH:
        return Counter([text] if text else [])
    return Counter(text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1))


def kept(wanted: Iterable[str], found: str, spare: int = 0) -> tuple[float, list[str]]:
    """Return the share of the wanted texts that is found, and the texts that are missed most.

    The found text is used up: a line that stands twice must be found twice. `spare` is how many
    letters may be missing because they are known to have been dropped.
    """
    have = grams(found)
    short = solid(found)
    total = lost = 0
    missed: list[tuple[int, str]] = []
    for text in wanted:
        pieces = grams(text)
        size = pieces.total()
        if size == 1 and len(solid(text)) < LENGTH:
            gone = int(solid(text) not in short)
        else:
            gone = (pieces - have).total()
            have.subtract(pieces & have)
        total, lost = total + size, lost + gone
        if gone:
            missed.append((gone, text))
    worst = [text for _, text in sorted(missed, key=lambda one: -one[0])[:5]]
    return (1 - max(0, lost - spare) / total if total else 1.0), worst
