"""Moments and lengths as attendance reports write them. Knows no database."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

START = datetime(2000, 1, 1)  # noqa: DTZ001 - a day and an hour by the clocks of the file
HOURS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
DAYS = (
    *("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y"),
    *("%Y/%m/%d", "%d-%m-%Y", "%b %d %Y", "%d %b %Y", "%B %d %Y"),
)
FORMATS = (*(f"{day} {hour}" for day in DAYS for hour in HOURS), *HOURS)
# What follows the moment itself: a fraction of a second, a zone. One file has one zone.
TAIL = re.compile(r"(?<=:\d\d)\.\d+|\s*(?:Z|[+-]\d{2}:?\d{2}|\(?(?:UTC|GMT)[^)]*\)?)$")
IN_UTC = re.compile(r"(?:Z|[+-]00:?00|\b(?:UTC|GMT))\)?\s*$")
# Forenoon and afternoon as languages write them, before the hour or after it.
FORENOON = re.compile(r"\s*(?:\ba\.?\s?m\b\.?|(?<=\d)\s*ص|上午|午前|오전)\s*", re.I)
AFTERNOON = re.compile(r"\s*(?:\bp\.?\s?m\b\.?|(?<=\d)\s*م|下午|午後|오후)\s*", re.I)
HAN_DAY = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
PIECES = re.compile(
    r"(?:(\d+)\s*(?:h|hr|hrs|hours?|heures?|horas?|std|stunden?|ч|час(?:а|ов)?|小时|ساعات|ساعة|س)\.?"
    r"[\s,]*)?"
    r"(?:(\d+)\s*(?:m|min|mins|minutes?|minutos?|minuten?|мин|минут[аы]?|分钟|分|دقائق|دقيقة|د)\.?"
    r"[\s,]*)?"
    r"(?:(\d+)\s*(?:s|sec|secs|seg|sek|seconds?|secondes?|segundos?|sekunden?|с|сек|секунд[аы]?|秒|"
    r"ثوانٍ|ثوان|ثانية|ث)\.?)?",
    re.I,
)
LONGEST = 24 * 3600
# So many moments of a file decide how all of it are written.
SAMPLE = 30
# A report made in another zone is off by whole quarters of an hour, never by more than this.
FARTHEST_ZONES = 26 * 3600
QUARTER = 900


def moments_of(texts: Sequence[str], near: datetime | None = None) -> list[int | None]:
    """Return the texts of a column in seconds since `START`, by the format that fits most of them.

    Days and months that could be either are read alike in the whole column, so that differences
    are right; `near`, the session's start by the clocks of its zone, says which of the two it is,
    and the day where the file gives hours only.
    """
    cleaned = [plain(text) for text in texts]
    sample = [text for text in cleaned if text][:SAMPLE]
    form = max(FORMATS, key=lambda one: _fit(sample, one, near))
    found = [_seconds(text, form) if text else None for text in cleaned]
    if near is not None and form in HOURS:
        midnight = near.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        first = int((midnight - datetime(1900, 1, 1)).total_seconds())  # noqa: DTZ001
        found = [one if one is None else one + first for one in found]
    return found


def _fit(sample: Sequence[str], form: str, near: datetime | None) -> tuple[int, float]:
    read = [one for one in (_seconds(text, form) for text in sample) if one is not None]
    if near is None or not read:
        return len(read), 0.0
    away = median(read) - (near.replace(tzinfo=None) - START).total_seconds()
    return len(read), -abs(away)


def plain(text: str) -> str:
    """Return a moment as one of `FORMATS` has it: Latin digits, AM or PM last, no zone."""
    text = "".join(_sign(sign) for sign in text)
    text = HAN_DAY.sub(r"\1-\2-\3 ", text)
    half = "AM" if FORENOON.search(text) else "PM" if AFTERNOON.search(text) else ""
    if half:
        text = AFTERNOON.sub(" ", FORENOON.sub(" ", text))
    text = TAIL.sub("", TAIL.sub("", text.strip().removesuffix("'").strip()))
    text = re.sub(r"(?<=\d)T(?=\d)|,|،", " ", text)
    return " ".join([*text.split(), *([half] if half else [])])


def _sign(sign: str) -> str:
    if sign.isdecimal() and not sign.isascii():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    return "" if category == "Cf" else " " if category == "Zs" else sign


def _seconds(text: str, form: str) -> int | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - see START
    except ValueError:
        return None
    return int((moment - START).total_seconds())


def says_utc(texts: Sequence[str]) -> bool:
    """Tell whether the texts of a column say that they are in UTC."""
    return any(IN_UTC.search(text) for text in texts[:SAMPLE])


def shift_of(joined: Sequence[int], start: datetime, zone: ZoneInfo, in_utc: bool) -> timedelta:
    """Return what to add to `START` and a moment of the file, to have it in UTC.

    The file's clocks are UTC where it says so, else those of the session's zone; where most people
    would have come over two hours from its start, they are those of another zone.
    """
    there = start.astimezone(zone)
    offset = timedelta() if in_utc else (there.utcoffset() or timedelta())
    if in_utc or not joined:
        return -offset
    came = median(joined)
    away = (start.astimezone(UTC).replace(tzinfo=None) + offset - START).total_seconds() - came
    if 2 * 3600 < abs(away) <= FARTHEST_ZONES:
        return timedelta(seconds=round(away / QUARTER) * QUARTER) - offset
    return -offset


def seconds_of(text: str) -> int | None:
    """Return a length in seconds: `46`, `46.5` (minutes), `0:46:30`, `46m 30s`, `1 h 2 min`."""
    text = "".join(_sign(sign) for sign in text).strip()
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
