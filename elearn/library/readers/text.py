"""Text as it is kept: composed, without control characters, without loose direction marks."""

import re
import unicodedata

# C0 except tab and line ends, DEL and C1, byte order mark, non-characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
OPENING = "\u202a\u202b\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068"
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
SPACES = re.compile(r"[^\S\n]+")

# The characters of Word's symbol fonts that manuals really use, most of them as bullets.
SYMBOLS = {
    0x20: " ",
    0x2A: "✉",
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x73: "⬧",
    0x74: "⧫",
    0x75: "◆",
    0x76: "❖",
    0x77: "⬥",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "◻",
    0xB7: "•",
    0xD8: "➢",
    0xDC: "➔",
    0xE0: "→",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
# The Symbol font holds Greek letters and signs of mathematics at Latin places.
GREEK = dict(
    zip(
        range(0x61, 0x7B),
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
GREEK.update(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
GREEK.update(
    {
        0xA3: "≤",
        0xA5: "∞",
        0xAB: "↔",
        0xAC: "←",
        0xAD: "↑",
        0xAE: "→",
        0xAF: "↓",
        0xB0: "°",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "•",
        0xB8: "÷",
        0xB9: "≠",
        0xBA: "≡",
        0xBB: "≈",
        0xBC: "…",
        0xD0: "∠",
        0xD2: "®",
        0xD3: "©",
        0xD4: "™",
        0xD6: "√",
        0xDE: "⇒",
        0xE5: "∑",
        0xF2: "∫",
    }
)


def symbol(code: int, font: str = "") -> str:
    """Return the character a symbol font shows at a code; a bullet where it is not known."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if font.casefold().startswith("symbol"):
        return GREEK.get(low) or (chr(low) if 0x20 <= low < 0x7F else "•")
    return SYMBOLS.get(low, "•")


def kept(text: str, font: str = "") -> str:
    """Return the text composed (NFC), without control and private characters.

    Private characters of symbol fonts become the sign they show.
    """
    if text.isascii() and text.isprintable():
        return text
    if PRIVATE.search(text):
        text = PRIVATE.sub(lambda found: symbol(ord(found.group()), font), text)
    return unicodedata.normalize("NFC", CONTROL.sub("", text))


def paired(text: str) -> str:
    """Drop direction overrides, and embeddings and isolates that are not closed in the text."""
    if not BIDI.search(text):
        return text
    drop: set[int] = set()
    stack: list[int] = []
    for at, char in enumerate(text):
        if char in "\u202d\u202e":
            drop.add(at)
            stack.append(at)
        elif char in OPENING or char in ISOLATES:
            stack.append(at)
        elif char in "\u202c\u2069":
            if stack and (text[stack[-1]] in ISOLATES) == (char == "\u2069"):
                if stack.pop() in drop:
                    drop.add(at)
            else:
                drop.add(at)
    drop.update(stack)
    return "".join(char for at, char in enumerate(text) if at not in drop)


def folded(text: str) -> str:
    """Return the text with white space folded to single spaces."""
    return " ".join(text.split())


def shown(text: str, length: int = 80) -> str:
    """Return the beginning of a text for a report."""
    flat = folded(text)
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def solid(text: str) -> int:
    """Count the characters that are not white space."""
    return sum(map(len, text.split()))
