"""Where sessions happen: any address, BigBlueButton, Jitsi, behind one small interface.

Everything here may ask another machine and wait for it: never call it inside a write transaction.
"""

from flask import current_app

from elearn.core.config import Settings
from elearn.webinars.attendance.providers import bigbluebutton, jitsi
from elearn.webinars.attendance.providers.given import GivenAddress
from elearn.webinars.attendance.providers.interface import (
    Attendee,
    Meeting,
    NotSupported,
    Provider,
    ProviderFailed,
    Recording,
)

__all__ = [
    "Attendee",
    "Meeting",
    "NotSupported",
    "Provider",
    "ProviderFailed",
    "Recording",
    "available",
    "provider_named",
]


def provider_named(name: str) -> Provider:
    """Return a provider. Raises ProviderFailed for one the site's settings do not name."""
    settings: Settings = current_app.extensions["settings"]
    if name == "bigbluebutton":
        return bigbluebutton.BigBlueButton(settings.bbb_url, settings.bbb_secret)
    if name == "jitsi":
        return jitsi.Jitsi(settings.jitsi_url, settings.jitsi_app_id, settings.jitsi_secret)
    return GivenAddress()


def available(settings: Settings) -> tuple[str, ...]:
    """Return the providers organisers may choose, by the site's settings."""
    found = ["address"]
    if settings.bbb_url and settings.bbb_secret:
        found.append("bigbluebutton")
    if settings.jitsi_url:
        found.append("jitsi")
    return tuple(found)
