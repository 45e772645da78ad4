"""Time zones a person can choose: the places of the tz database, by region."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zones() -> frozenset[str]:
    """Return the names of all zones that are a place, and UTC."""
    places = {name for name in available_timezones() if name.partition("/")[0] in REGIONS}
    return frozenset(places | {"UTC"})


@cache
def choices() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return options by region, UTC first."""
    options: dict[str, tuple[tuple[str, str], ...]] = {"UTC": (("UTC", "UTC"),)}
    for region in REGIONS:
        names = sorted(name for name in zones() if name.startswith(region + "/"))
        options[region] = tuple((name, place(name)) for name in names)
    return options


def place(name: str) -> str:
    """Return the zone's place as people write it: `Argentina, Buenos Aires`."""
    return ", ".join(name.split("/")[1:]).replace("_", " ") or name


def day_there(moment: datetime, zone: str) -> date:
    """Return the date it is at the moment where somebody lives; in UTC where nobody knows."""
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(UTC).date()
