"""Descriptions of pictures that their tags hold and the tag tree does not lead to.

LibreOffice draws a picture as decoration and describes it in a tag without content, with the box
it stands in. The library reaches tags by their content only, so these are read from the file.
"""

import codecs
import re
from collections.abc import Iterator

from elearn.library.readers.pdf.shapes import Box

FIGURE = re.compile(rb"/S\s*/Figure\b")
ALT = re.compile(rb"/Alt\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]|\\.)*)\))", re.DOTALL)
ATTRIBUTES = re.compile(rb"/A\s+(\d+)\s+0\s+R")
BOX = re.compile(rb"/BBox\s*\[\s*([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s*\]")
ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b"", b"\r\n": b"", b"\n": b""}
MOST = 2000
LONGEST_TAG = 20_000
NEAR = 2.0


class Descriptions:
    """The descriptions of pictures with their boxes; each is given to one picture."""

    def __init__(self, data: bytes) -> None:
        self.left = list(_described(data))

    def take(self, box: Box) -> str:
        """Return the description of the picture in a box (unturned page, points), or ""."""
        sides = (box.x0, box.y0, box.x1, box.y1)
        for at, (place, text) in enumerate(self.left):
            if all(abs(one - other) <= NEAR for one, other in zip(place, sides, strict=True)):
                del self.left[at]
                return text
        return ""


def _described(data: bytes) -> Iterator[tuple[tuple[float, ...], str]]:
    """Yield box and text of every figure that has both, in the order of the file."""
    for count, found in enumerate(FIGURE.finditer(data)):
        if count >= MOST:
            return
        tag = _object(data, found.start())
        said, place = ALT.search(tag), BOX.search(tag)
        at = ATTRIBUTES.search(tag)
        if place is None and at is not None:
            start = data.find(b"\n%s 0 obj" % at.group(1))
            place = BOX.search(_object(data, start + 1)) if start >= 0 else None
        if said and place:
            text = _text(said)
            if text:
                yield tuple(map(float, place.groups())), text


def _object(data: bytes, at: int) -> bytes:
    """Return the object around or behind a place."""
    start = max(data.rfind(b"endobj", max(at - LONGEST_TAG, 0), at), max(at - LONGEST_TAG, 0))
    end = data.find(b"endobj", at, at + LONGEST_TAG)
    return data[start : end if end >= 0 else at + LONGEST_TAG]


def _text(said: re.Match[bytes]) -> str:
    """Return a text string of the file, which is UTF-16 or one byte a letter."""
    if said.group(1) is not None:
        digits = b"".join(said.group(1).split())
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        raw = ESCAPED.sub(_sign, said.group(2))
    if raw.startswith(codecs.BOM_UTF16_BE):
        return raw[2:].decode("utf-16-be", "replace").strip()
    if raw.startswith(codecs.BOM_UTF8):
        return raw[3:].decode("utf-8", "replace").strip()
    return raw.decode("latin-1").strip()


def _sign(escaped: re.Match[bytes]) -> bytes:
    sign = escaped.group(1)
    if sign[:1].isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return SIGNS.get(sign, sign)
