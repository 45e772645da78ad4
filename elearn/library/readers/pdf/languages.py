"""The language a file says it is in, believed where its text does not contradict it."""

import ctypes
import re
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.language import COMMON_WORDS, LANGUAGES, SCRIPTS, WORD, script_of
from elearn.library.readers.model import Block, text_of, walk
from elearn.library.readers.pdf.binding import utf16

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Manuals in Arabic or Chinese are full of Latin letters all the same.
OWN_LETTERS = 0.1
# Running text has at least this share of the commonest words of its language.
COMMON_SHARE = 0.15
LONGEST = 200_000


def stated(pdf: Any) -> str:
    """Return the language the catalogue of a file states, or ""."""

    def call(buffer: Any, size: int) -> int:
        into = ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)) if buffer else None
        return int(c.FPDFCatalog_GetLanguage(pdf, into, size))

    return valid(utf16(call))


def valid(tag: str) -> str:
    """Return a language tag, or "" for what is none."""
    return tag if TAG.fullmatch(tag) else ""


def settled(tag: str, blocks: list[Block]) -> str:
    """Return the language of a document when it is believed, else "".

    Blocks keep the language their tags state only where it is another and their text fits it.
    """
    text = " ".join(map(text_of, blocks))[:LONGEST]
    language = tag if tag and plausible(tag, text) else ""
    for block in walk(blocks):
        other = _primary(block.lang) != _primary(language)
        if block.lang and not (language and other and plausible(block.lang, text_of(block))):
            block.lang = ""
    return language


def plausible(tag: str, text: str) -> bool:
    """Tell whether a text may be in a language: its script, and no other language's words.

    Programs state the language of their own menus when nobody tells them another.
    """
    primary = _primary(tag)
    own = next((name for name, tags in LANGUAGES.items() if primary in tags), "latin")
    letters = sum(char.isalpha() for char in text)
    if own != "latin":
        return len(dict(SCRIPTS)[own].findall(text)) > OWN_LETTERS * letters
    if script_of(text) not in ("latin", ""):
        return False
    words = [word.casefold() for word in WORD.findall(text)]
    shares = {
        name: sum(word in common for word in words) / max(len(words), 1)
        for name, common in COMMON_WORDS.items()
    }
    best = max(shares, key=lambda name: shares[name])
    return shares[best] < max(COMMON_SHARE, 1.3 * shares.get(primary, 0.0))


def _primary(tag: str) -> str:
    return tag.split("-")[0].casefold()
