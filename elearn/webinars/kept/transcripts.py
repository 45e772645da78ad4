"""Transcripts of recordings: plain text, WebVTT or SubRip turned into paragraphs with times. Pure.

A transcript is kept as text: paragraphs with an empty line between them, each led by its time in
square brackets where that is known ("[12:30] We begin with ...").
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from elearn.library.readers.codings import decoded
from elearn.webinars.kept.chapters import clock

MOST_BYTES = 3_000_000
MOST_CHARACTERS = 500_000
# A paragraph made of cues ends with the first sentence that ends after so many seconds.
PARAGRAPH_SECONDS = 45
LONGEST_SECONDS = 120
_CUE = re.compile(
    r"^\s*((?:\d+:)?\d{1,2}:\d{2})[.,]\d{1,3}\s+-->\s+((?:\d+:)?\d{1,2}:\d{2})[.,]\d{1,3}.*$"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
_LED = re.compile(r"\[((?:\d{1,2}:)?\d{1,3}:\d{2})\]\s*")
_END = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "»", "”")


class Cue(NamedTuple):
    """What is said from a second on, and who says it where the file knows."""

    second: int
    voice: str
    words: str


class Said(NamedTuple):
    """A paragraph of a transcript; `second` is None where no time is known."""

    second: int | None
    words: str

    @property
    def clock(self) -> str:
        """The time as it is shown."""
        return "" if self.second is None else clock(self.second)


def read_file(content: bytes) -> str:
    """Return a file as the text that is kept. Raises ValueError for what is no text."""
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("not a text")
    return kept(decoded(content))


def kept(text: str) -> str:
    """Return a transcript, typed or of a file in any of the three forms, as it is kept."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    cues = list(cues_of(text))
    if not cues:
        return "\n\n".join(part for part in stretches(text) if part)
    return "\n\n".join(f"[{clock(one.second or 0)}] {one.words}" for one in paragraphs_of(cues))


def stretches(text: str) -> list[str]:
    """Return the parts of a text between empty lines."""
    return [part.strip() for part in re.split(r"\n[^\S\n]*\n", text)]


def cues_of(text: str) -> Iterator[Cue]:
    """Yield the cues of a WebVTT or SubRip text; none of a plain one."""
    second: int | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        found = _CUE.match(line)
        if found:
            second, lines = seconds_of(found[1]), []
        elif line.strip() and second is not None:
            lines.append(line)
        elif second is not None:
            yield from cue(second, " ".join(lines))
            second = None


def cue(second: int, said: str) -> Iterator[Cue]:
    """Yield a cue of bare words, unless nothing is said in it."""
    voice = _VOICE.search(said)
    words = " ".join(html.unescape(_TAG.sub("", said)).split())
    if words:
        yield Cue(second, html.unescape(voice[1]).strip() if voice else "", words)


def seconds_of(time: str) -> int:
    """Return the seconds of a time such as 1:02:03 or 02:03."""
    total = 0
    for part in time.split(":"):
        total = total * 60 + int(part)
    return total


def paragraphs_of(cues: list[Cue]) -> Iterator[Said]:
    """Yield cues joined into paragraphs: to a sentence's end, by one speaker each."""
    start, voice, words, last = cues[0].second, cues[0].voice, "", ""
    for one in cues:
        long = one.second - start
        ended = long >= PARAGRAPH_SECONDS and words.endswith(_END)
        if words and (one.voice != voice or ended or long >= LONGEST_SECONDS):
            yield Said(start, led(voice, words))
            start, words = one.second, ""
        voice = one.voice
        # Rolling captions say the line before once more.
        if one.words != last:
            words = f"{words} {one.words}".strip()
        last = one.words
    if words:
        yield Said(start, led(voice, words))


def led(voice: str, words: str) -> str:
    """Return what is said, led by who says it."""
    return f"{voice}: {words}" if voice else words


def paragraphs(transcript: str) -> list[Said]:
    """Return the paragraphs of a kept transcript."""
    found = []
    for part in stretches(transcript):
        time = _LED.match(part)
        if part:
            words = part[time.end() :] if time else part
            found.append(Said(seconds_of(time[1]) if time else None, words))
    return found
