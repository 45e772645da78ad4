"""A session at an address its organisers gave: whichever system it is of."""

from collections.abc import Sequence

from elearn.webinars.attendance.providers.interface import (
    Attendee,
    Meeting,
    NotSupported,
    ProviderFailed,
    Recording,
)


class Asked:
    """A provider that can be entered, and asked nothing."""

    def create(self, meeting: Meeting) -> None:
        """Nothing is to be opened."""

    def is_running(self, meeting: Meeting) -> bool:
        """Nobody can tell."""
        raise NotSupported

    def end(self, meeting: Meeting) -> None:
        """Nobody can close it from here."""
        raise NotSupported

    def attendance(self, meeting: Meeting) -> Sequence[Attendee]:
        """Nobody can tell."""
        raise NotSupported

    def recordings(self, meeting: Meeting) -> Sequence[Recording]:
        """Nobody can tell."""
        raise NotSupported


class GivenAddress(Asked):
    """The address is the same for everybody; hosts start the meeting in their own system."""

    def address_for(self, meeting: Meeting, mark: str, name: str, *, moderator: bool) -> str:
        """Return the address. Raises ProviderFailed where none was given, or no web address."""
        if not meeting.address.startswith(("https://", "http://")):
            raise ProviderFailed
        return meeting.address
