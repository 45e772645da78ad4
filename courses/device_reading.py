"""Lessons a visitor read on this device: a signed list the device keeps, and nobody else.

The list holds the public ids of lessons and the day it was last written; it is only made when a
visitor asks for it. One that was tampered with, is too old or makes no sense is an empty list.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer

COOKIE = "read-here"
DAYS = 90
# So that the cookie stays far below what browsers keep (4096 bytes).
MOST = 150
_ID = re.compile(r"[0-9a-z]{12}")
_SALT = "lessons read on this device"


def packed(steps: Iterable[str], moment: datetime, keys: Sequence[str]) -> str:
    """Return the signed list of the steps read last, each once. `keys`: newest first."""
    unique = list(dict.fromkeys(steps))[-MOST:]
    return _serializer(keys).dumps([_day(moment), "".join(unique)])


def unpacked(value: str | None, moment: datetime, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the steps of a list, in the order they were read; nothing of a bad or old one."""
    try:
        day, text = _serializer(keys).loads(value or "")
    except (BadData, ValueError, TypeError):
        return ()
    if not isinstance(day, int) or not isinstance(text, str):
        return ()
    if not 0 <= _day(moment) - day <= DAYS:
        return ()
    return tuple(_ID.findall(text))


def _day(moment: datetime) -> int:
    return moment.date().toordinal()


def _serializer(keys: Sequence[str]) -> URLSafeSerializer:
    # It signs with the last key and believes them all.
    return URLSafeSerializer(list(reversed(keys)), salt=_SALT)
