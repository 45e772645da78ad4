"""When a session starts: entered as a day and an hour in a zone, shown with zone and offset."""

from datetime import UTC, date, datetime, time
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from flask_babel import get_locale


class NoSuchHour(ValueError):
    """The clocks of that zone skip this hour on that day."""


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of that name, UTC when the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(day: date, hour: time, zone: str) -> datetime:
    """Return the moment at which the clocks of the zone show this day and hour.

    Where they show it twice, when summer time ends, it is the first. Raises NoSuchHour where they
    never do, when it begins.
    """
    there = datetime.combine(day, hour.replace(second=0, microsecond=0), zone_of(zone))
    found = there.astimezone(UTC)
    if found.astimezone(zone_of(zone)).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise NoSuchHour
    return found


def there(at: datetime, zone: str) -> datetime:
    """Return the moment as the clocks of the zone show it."""
    return at.astimezone(zone_of(zone))


def offset(at: datetime, zone: str) -> str:
    """Return how far the zone is from UTC at that moment: `UTC+05:30`, `UTC`."""
    minutes = round((there(at, zone).utcoffset() or UTC.utcoffset(None)).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours:02}:{rest:02}"


def place_of(zone: str) -> str:
    """Return the zone's place as people write it: `Buenos Aires`."""
    return zone.rpartition("/")[2].replace("_", " ")


def words(at: datetime, zone: str) -> str:
    """Return day, hour, place and offset in the reader's language."""
    shown, locale = there(at, zone), get_locale()
    day = format_date(shown, "EEE d MMM y", locale=locale)
    hour = format_time(shown, "HH:mm", locale=locale)
    name = offset(at, zone)
    where = name if name == "UTC" and zone == "UTC" else f"{place_of(zone)}, {name}"
    return f"{day}, {hour} ({where})"


class Clock(NamedTuple):
    """The moment as the clocks of somebody show it: the `reader`'s, the `host`'s, or in `utc`."""

    whose: str
    zone: str
    words: str


def both(at: datetime, zone: str, viewer_zone: str | None = None) -> tuple[Clock, ...]:
    """Return the moment by the reader's clocks, where known, by the host's, and in UTC.

    No zone is named twice; every line has its offset. UTC is what accounts say that nobody set.
    """
    wanted = [(known_zone(zone), "host"), ("UTC", "utc")]
    if known_zone(viewer_zone) != "UTC":
        wanted.insert(0, (known_zone(viewer_zone), "reader"))
    found: dict[str, str] = {}
    for name, whose in wanted:
        found.setdefault(name, whose)
    return tuple(Clock(whose, name, words(at, name)) for name, whose in found.items())


def known_zone(name: str | None) -> str:
    """Return the name of a zone the machine knows, UTC for any other."""
    return name if name and zone_of(name).key == name else "UTC"


def comes_twice(day: date, hour: time, zone: str) -> bool:
    """Tell whether the clocks of the zone show the hour twice on that day: `moment` is the first.

    Raises NoSuchHour where they never show it.
    """
    first = moment(day, hour, zone)
    again = there(first, zone).replace(fold=1)
    return again.astimezone(UTC) != first
