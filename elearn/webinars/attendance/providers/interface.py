"""What a provider is asked, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, DomainError


class ProviderFailed(DomainError):
    """The provider does not answer, refuses, or is not set up; trying again may help."""

    status = 503
    code = "provider"

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The conferencing system does not answer. Nothing is lost: try again soon, or"
                " write to the organisers."
            )
        )


class NotSupported(Conflict):
    """The provider cannot tell."""

    def __init__(self) -> None:
        super().__init__(
            _l("The conferencing system of this session does not tell this. Send its report file.")
        )


@dataclass(frozen=True)
class Meeting:
    """A session as providers know it. `room` is its name there, made by us."""

    room: str
    title: str
    starts_at: datetime
    minutes: int
    address: str = ""

    @property
    def ends_at(self) -> datetime:
        """When its rooms may be closed: sessions run over."""
        return self.starts_at + timedelta(minutes=self.minutes + 60)


@dataclass(frozen=True)
class Attendee:
    """Somebody who is in the room now. `mark` is the name we gave them with the provider."""

    mark: str
    name: str
    moderator: bool


@dataclass(frozen=True)
class Recording:
    """A recording the provider keeps: its address, whole minutes, bytes where it knows them."""

    address: str
    minutes: int
    size: int | None


class Provider(Protocol):
    """What every provider does. All but `address_for` may raise NotSupported."""

    def address_for(self, meeting: Meeting, mark: str, name: str, *, moderator: bool) -> str:
        """Return the address at which a person enters. Raises ProviderFailed."""
        ...

    def create(self, meeting: Meeting) -> None:
        """Open the room; a repeat changes nothing. Raises ProviderFailed."""
        ...

    def is_running(self, meeting: Meeting) -> bool:
        """Tell whether somebody is in the room. Raises ProviderFailed."""
        ...

    def end(self, meeting: Meeting) -> None:
        """Close the room for everybody. Raises ProviderFailed."""
        ...

    def attendance(self, meeting: Meeting) -> Sequence[Attendee]:
        """Return who is in the room now. Raises ProviderFailed."""
        ...

    def recordings(self, meeting: Meeting) -> Sequence[Recording]:
        """Return the recordings of the room. Raises ProviderFailed."""
        ...
