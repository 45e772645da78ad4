"""Packed streams looked over before the library unpacks them: it would, whatever their size.

Pictures are left alone, since they are unpacked only when they are used and their size is known.
What is short cannot become long: packing saves a factor of 1,032 at most, once.
"""

import re
import zlib
from collections.abc import Iterator

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.limits import DEFAULT, Limits

START = re.compile(rb"stream\r?\n")
END = b"endstream"
DICTIONARY = 4096
PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
PICTURE = re.compile(rb"/Subtype\s*/Image\b")
SHORT = 16 * 1024
CHUNK = 64 * 1024
MOST_LAYERS = 3


def refuse_bombs(data: bytes, limits: Limits = DEFAULT) -> None:
    """Raise Unreadable (bomb) when a stream unpacks to more than one part of an archive may.

    Streams that are encrypted or damaged are left to the library and the limits of the process.
    """
    for words, start, end in packed_streams(data):
        layers = len(PACKED.findall(words))
        if layers > MOST_LAYERS:
            raise Unreadable("bomb", detail="a stream packed over and over")
        if layers > 1 or end - start > SHORT:
            _measure(memoryview(data)[start:end], layers, limits)


def packed_streams(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield dictionary, start and end of the packed streams that are no pictures."""
    at = 0
    while found := START.search(data, at):
        start = found.end()
        end = data.find(END, start)
        last = end if end >= 0 else len(data)
        at = last + len(END)
        before = data[max(0, found.start() - DICTIONARY) : found.start()]
        words = before[before.rfind(b" obj") :]
        if PACKED.search(words) and not PICTURE.search(words):
            yield words, start, last


def _measure(packed: memoryview, layers: int, limits: Limits) -> None:
    """Unpack all layers a piece at a time, counting what comes out of the last."""
    inflate = [zlib.decompressobj() for _ in range(layers)]
    total = 0
    try:
        for at in range(0, len(packed), CHUNK):
            for piece in _through(inflate, bytes(packed[at : at + CHUNK])):
                total += len(piece)
                if total > limits.part or (
                    total > limits.ratio_from * 10 and total > limits.ratio * len(packed)
                ):
                    raise Unreadable("bomb", detail="a stream unpacks to far more than it should")
    except zlib.error:
        return


def _through(inflate: list["zlib._Decompress"], data: bytes) -> Iterator[bytes]:
    """Yield what comes out of the last layer for a piece of the first."""
    if not inflate:
        yield data
        return
    first, *rest = inflate
    while data and not first.eof:
        piece = first.decompress(data, CHUNK)
        if piece:
            yield from _through(rest, piece)
        data = first.unconsumed_tail
