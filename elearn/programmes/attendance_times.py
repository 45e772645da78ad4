"""Moments and lengths as attendance reports write them. Knows no database."""

import re
from collections.abc import Sequence
from datetime import datetime

START = datetime(2000, 1, 1)  # noqa: DTZ001 - only differences count, within one file
HOURS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y")
FORMATS = (
    *(f"{day}{between}{hour}" for day in DAYS for between in (" ", ", ", "T") for hour in HOURS),
    *HOURS,
)
# What follows the moment itself: a fraction of a second, a zone. One file has one zone.
TAIL = re.compile(r"(?<=\d)\.\d+|\s*(?:Z|[+-]\d{2}:?\d{2}|\(?(?:UTC|GMT)[^)]*\)?)$")
PIECES = re.compile(
    r"(?:(\d+)\s*(?:h|hr|hrs|hours?|heures?|horas?|ч|小时)\.?\s*)?"
    r"(?:(\d+)\s*(?:m|min|mins|minutes?|minutos?|мин|分钟|分)\.?\s*)?"
    r"(?:(\d+)\s*(?:s|sec|secs|seconds?|secondes?|segundos?|с|сек|秒)\.?)?",
    re.I,
)
LONGEST = 24 * 3600
# So many moments of a file decide how all of it are written.
SAMPLE = 30


def moments_of(texts: Sequence[str]) -> list[int | None]:
    """Return the texts of a column in seconds, by the one format that fits most of them.

    Days and months that could be either are read alike in the whole column: differences stay right.
    """
    cleaned = [TAIL.sub("", TAIL.sub("", text.replace("\u202f", " ").strip())) for text in texts]
    sample = [text for text in cleaned if text][:SAMPLE]
    fits = [sum(_seconds(text, form) is not None for text in sample) for form in FORMATS]
    form = FORMATS[fits.index(max(fits))]
    return [_seconds(text, form) if text else None for text in cleaned]


def _seconds(text: str, form: str) -> int | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - see START
    except ValueError:
        return None
    return int((moment - START).total_seconds())


def seconds_of(text: str) -> int | None:
    """Return a length in seconds: `46`, `46.5` (minutes), `0:46:30`, `46m 30s`, `1 h 2 min`."""
    text = text.strip()
    if re.fullmatch(r"\d{1,4}(?:[.,]\d+)?", text):
        return _bounded(round(float(text.replace(",", ".")) * 60))
    clock = re.fullmatch(r"(\d{1,2}):(\d{2}):(\d{2})", text)
    if clock:
        hours, minutes, seconds = map(int, clock.groups())
        return _bounded(hours * 3600 + minutes * 60 + seconds)
    pieces = PIECES.fullmatch(text)
    if text and pieces and any(pieces.groups()):
        hours, minutes, seconds = (int(piece or 0) for piece in pieces.groups())
        return _bounded(hours * 3600 + minutes * 60 + seconds)
    return None


def _bounded(seconds: int) -> int | None:
    return seconds if 0 <= seconds <= LONGEST else None
