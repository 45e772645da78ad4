"""Calendar files (RFC 5545, and RFC 5546 for their method). Pure: no database, no request.

Starts are in UTC. A session is one moment, not a rule such as "Wednesdays at ten": every calendar
shows it by its reader's clocks, and none can be led astray by an older table of time zones, ours
or its own. The clocks of host and reader stand in the description, in words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODUCT = "-//ESM Learn//Webinars//EN"
# How often calendars that heed it look at a feed again.
LOOK_AGAIN = timedelta(hours=1)
_breaks = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_controls = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """A session in somebody's calendar. `stamp` is when it last changed, or when it is told.

    `organiser` is a name and the site's own address; `attendee` the name and address of whom a
    letter with the entry goes to. `alarm` is how many minutes before the start to be reminded.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    minutes: int
    summary: str
    description: str
    url: str
    organiser: tuple[str, str]
    cancelled: bool = False
    attendee: tuple[str, str] | None = None
    alarm: int | None = None


def paragraphs(text: str) -> str:
    """Return the text with plain line ends and without characters that no text has."""
    return _controls.sub("", _breaks.sub("\n", text))


def line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(paragraphs(text).split())


def calendar(entries: Sequence[Entry], method: Method = "PUBLISH", *, name: str = "") -> str:
    """Return a calendar file. With a `name` it is a feed, which calendars look at again."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name:
        made.add("name", line(name))
        made.add("x-wr-calname", line(name))
        made.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_event(entry))
    written: bytes = made.to_ical()
    return written.decode()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.starts_at)
    event.add("duration", timedelta(minutes=entry.minutes))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", line(entry.summary))
    event.add("description", paragraphs(entry.description))
    event.add("url", entry.url)
    event.add("location", entry.url)
    event["organizer"] = _address(*entry.organiser)
    if entry.attendee:
        # They have registered already: their calendar need not ask, nor answer anybody.
        event["attendee"] = _address(*entry.attendee, PARTSTAT="ACCEPTED", RSVP="FALSE")
    if entry.alarm is not None and not entry.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", line(entry.summary))
        alarm.add("trigger", timedelta(minutes=-entry.alarm))
        event.add_component(alarm)
    return event


def _address(name: str, address: str, **parameters: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    made.params["CN"] = vText(line(name).replace('"', "'"))
    made.params.update(parameters)
    return made
