"""The current time. Nothing else in the house asks the machine for it."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current moment as an aware datetime in UTC."""
    return datetime.now(UTC)
