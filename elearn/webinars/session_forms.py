"""HTML input of sessions: what is planned, moving, cancelling."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from elearn.accounts import zones
from elearn.accounts.forms import grouped, options
from elearn.core.forms import Form
from elearn.core.i18n import NAMES
from elearn.webinars import labels, times
from elearn.webinars.forms import LONG, SHORT, number
from elearn.webinars.models import WebinarSession
from elearn.webinars.scheduling import LONGEST_MINUTES, Planned
from elearn.webinars.seats.seating import MOST_SEATS

DAY = DateField(_l("Day"), [InputRequired(_l("Give the day."))])
HOUR = TimeField(
    _l("Starts at"),
    [InputRequired(_l("Give the hour."))],
    format=["%H:%M", "%H:%M:%S"],
    description=_l("By the clocks of the time zone below."),
)
ZONE = SelectField(
    _l("Time zone of the host"), description=_l("People see the hour in it, and in their own.")
)
LOCAL = "%Y-%m-%dT%H:%M"


def kept_for(region: str) -> IntegerField:
    """Return a field for the seats kept for a regional group."""
    sentence = _l("Write a number of seats up to 100,000.")
    return IntegerField(labels.REGIONS[region], [Optional(), NumberRange(0, MOST_SEATS, sentence)])


class SessionForm(Form):
    """What is said of a session."""

    language = SelectField(_l("Language spoken"), choices=options(NAMES.items()))
    day, hour, zone = DAY, HOUR, ZONE
    minutes = number(_l("Minutes"), 1, LONGEST_MINUTES, default=60)
    seats = number(_l("Seats for everybody"), 0, MOST_SEATS, default=100)
    seats_african = kept_for("african")
    seats_asia_pacific = kept_for("asia-pacific")
    seats_eastern_european = kept_for("eastern-european")
    seats_grulac = kept_for("grulac")
    seats_weog = kept_for("weog")
    title = StringField(
        _l("Title of this session"),
        [Length(max=300)],
        description=_l("Only for sessions of a series that differ, in the language spoken."),
    )
    opens = DateTimeLocalField(_l("Registration opens"), [Optional()], format=LOCAL)
    closes = DateTimeLocalField(
        _l("Registration closes"),
        [Optional()],
        format=LOCAL,
        description=_l("Without this, when the session ends."),
    )
    provider = RadioField(
        _l("Where it happens"), choices=options(labels.PROVIDERS.items()), default="address"
    )
    address = StringField(
        _l("Address of the meeting"),
        [Length(max=500, message=_l("This address is too long: 500 characters at most."))],
        description=_l("Nobody sees it: people come by a personal link, shortly before the start."),
    )
    dial_in = TextAreaField(_l("How to listen by telephone"), [SHORT])
    code_word = StringField(
        _l("Code word"),
        [Length(max=60)],
        description=_l("People who enter it were there. Say it during the session only."),
    )

    def offer(self) -> "SessionForm":
        """Let the form choose among all zones."""
        self.zone.choices = grouped(zones.choices())
        return self

    def planned(self) -> Planned:
        """Return what was typed."""
        regions = {code: self[_region_field(code)].data for code in labels.REGIONS}
        plain = ("language", "zone", "provider", "title", "address", "dial_in", "code_word")
        texts: dict[str, str] = {name: self[name].data or "" for name in plain}
        return Planned(
            day=self.day.data,
            hour=self.hour.data,
            seats=self.seats.data,
            regions={code: seats for code, seats in regions.items() if seats is not None},
            opens=self.opens.data,
            closes=self.closes.data,
            minutes=self.minutes.data,
            **texts,
        )

    @classmethod
    def showing(cls, session: WebinarSession, seats: dict[str, int]) -> "SessionForm":
        """Return the form filled with what is said of a session."""
        names = ("language", "zone", "minutes", "title", "provider", "address", "dial_in")
        said: dict[str, Any] = {name: getattr(session, name) for name in (*names, "code_word")}
        start = times.there(session.starts_at, session.zone)
        said |= {"day": start.date(), "hour": start.time(), "seats": seats.get("", 0)}
        said |= {_region_field(code): seats.get(code) for code in labels.REGIONS}
        for name, at in (("opens", session.opens_at), ("closes", session.closes_at)):
            said[name] = _local(at, session.zone)
        return cls(data=said).offer()


def _local(at: datetime | None, zone: str) -> datetime | None:
    return times.there(at, zone) if at else None


def _region_field(code: str) -> str:
    return "seats_" + code.replace("-", "_")


class MoveForm(Form):
    """Another time for a session."""

    day, hour, zone = DAY, HOUR, ZONE

    def offer(self) -> "MoveForm":
        """Let the form choose among all zones."""
        self.zone.choices = grouped(zones.choices())
        return self


class CancelForm(Form):
    """Why a session is cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why: everybody who registered reads it.")), LONG],
        description=_l("Everybody who registered gets it by mail; it stands on the public page."),
    )
