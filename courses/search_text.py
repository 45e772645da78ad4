"""Text as the catalogue compares it: without case, accents and width, in every script."""

import unicodedata


def folded(text: str) -> str:
    """Return the text casefolded, without combining marks, white space folded."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = (character for character in decomposed if not unicodedata.combining(character))
    return " ".join("".join(kept).split())


def patterns(text: str, most: int = 8) -> list[str]:
    """Return one LIKE pattern (escaped by backslash) for each word that must occur."""
    words = folded(text).split()[:most]
    return [f"%{_escaped(word)}%" for word in words]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
