"""When a session starts: entered as a day and an hour in a zone, shown with zone and offset."""

from datetime import UTC, date, datetime, time
from functools import cache
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
