"""A report of whichever system: recognised and read. Knows no database.

BigBlueButton keeps what happened as data (`learning_dashboard_data.json`) and as events
(`events.xml`); all others send tables, see `attendance_files.py`.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from elearn.webinars.attendance import attendance_files as files
from elearn.webinars.attendance.attendance_files import Entry, FileUnusable, Moment
from elearn.webinars.attendance.attendance_heads import folded
from elearn.webinars.attendance.attendance_times import START

# Words of the head of a file, folded without spaces, by which its system is known.
TRAITS = (
    ("zoom", ("originalname", "nomoriginal", "nombreoriginal", "nomeoriginal")),
    ("zoom", ("ursprunglichername", "исходноеимя", "первоначальноеимя", "原始姓名", "原始名称")),
    ("zoom", ("timeinsession", "totaldurationminutes")),
    ("teams", ("participantidupn", "inmeeting", "useraction", "upn", "firstjoin")),
    ("webex", ("attendanceduration", "connectiontype", "attendeeemail")),
    ("bigbluebutton", ("activityscore", "talktime", "webcamtime")),
)
BIGBLUEBUTTON = "bigbluebutton"
# So much of a file is looked at to recognise it.
HEAD = 6_000


@dataclass(frozen=True)
class Report:
    """What a file says. `layout` is zoom, teams, webex, bigbluebutton or other."""

    layout: str
    people: list[Entry]


def read(content: bytes, session: Moment) -> Report:
    """Return the people of a report, spans in UTC. Raises FileUnusable."""
    if len(content) > files.MOST_BYTES:
        raise FileUnusable("too-large")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        return Report(BIGBLUEBUTTON, files.checked(dashboard_people(content)))
    if start == b"<":
        return Report(BIGBLUEBUTTON, files.checked(event_people(content)))
    people = files.read(content, session)
    return Report(layout_of(files.decoded(content)), people)


def layout_of(text: str) -> str:
    """Return which system writes files that begin so, else `other`."""
    head = folded(text[:HEAD], "")
    found = (name for name, traits in TRAITS if any(folded(one, "") in head for one in traits))
    return next(found, "other")


def dashboard_people(content: bytes) -> list[Entry]:
    """Return the people of a BigBlueButton learning dashboard. Raises FileUnusable."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileUnusable("encoding") from error
    users = data.get("users") if isinstance(data, dict) else None
    if not isinstance(users, dict):
        raise FileUnusable("no-table")
    ended = _number(data.get("endedOn"))
    people: dict[str, Entry] = {}
    for number, (key, user) in enumerate(users.items(), start=1):
        if not isinstance(user, dict):
            continue
        mark = _text(user.get("extId"))
        entry = people.setdefault(mark or str(key), Entry(_text(user.get("name")), "", mark=mark))
        entry.lines.append(number)
        entry.part = entry.part or files.part_of(
            entry.name, "moderator" if user.get("isModerator") is True else ""
        )
        entry.spans += _stays(user, ended)
        entry.problem = "" if entry.spans else "no-time"
    return list(people.values())


def _stays(user: dict[str, Any], ended: int) -> list[tuple[int, int]]:
    # Newer files keep sessions under each connection, older ones one joining and leaving.
    connections = user.get("intIds")
    kept: list[Any] = list(connections.values()) if isinstance(connections, dict) else [user]
    stays: list[tuple[int, int]] = []
    for one in kept:
        sessions = one.get("sessions") if isinstance(one, dict) else None
        for stay in sessions if isinstance(sessions, list) else [one]:
            if not isinstance(stay, dict):
                continue
            joined = _number(stay.get("registeredOn"))
            left = _number(stay.get("leftOn")) or ended
            if joined and left >= joined:
                stays.append((_since(joined), _since(left)))
    return stays


def _text(value: object) -> str:
    return " ".join(str(value).split())[: files.LONGEST_CELL] if isinstance(value, str) else ""


def _number(value: object) -> int:
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14
    return int(value) if known else 0  # type: ignore[call-overload]


def _since(milliseconds: int) -> int:
    return milliseconds // 1000 - int(START.replace(tzinfo=UTC).timestamp())


def event_people(content: bytes) -> list[Entry]:
    """Return the people of the events of a BigBlueButton recording. Raises FileUnusable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FileUnusable("encoding") from error
    people: dict[str, Entry] = {}
    # By the id of the connection: whose it is, and since when.
    here: dict[str, tuple[Entry, int]] = {}
    last = 0
    for number, event in enumerate(root.iter("event"), start=1):
        if number > files.MOST_LINES * 10:
            raise FileUnusable("too-many")
        last = _moment_of(event) or last
        name, user = event.get("eventname"), _text(event.findtext("userId"))
        if name == "ParticipantJoinEvent":
            here[user] = (_who(event, people, user, number), last)
        elif name == "ParticipantLeftEvent" and user in here:
            entry, since = here.pop(user)
            entry.spans.append((since, last))
    for entry, since in here.values():
        entry.spans.append((since, max(last, since)))
    return list(people.values())


def _who(event: Any, people: dict[str, Entry], user: str, number: int) -> Entry:
    mark, name = _text(event.findtext("externalUserId")), _text(event.findtext("name"))
    entry = people.setdefault(mark or user, Entry(name, "", mark=mark))
    entry.lines.append(number)
    entry.part = entry.part or files.part_of(name, _text(event.findtext("role")))
    return entry


def _moment_of(event: Any) -> int:
    # `timestampUTC` counts milliseconds; `timestamp` those since the server started.
    text = _text(event.findtext("timestampUTC"))
    return _since(int(text)) if text.isdecimal() and len(text) < 15 else 0


def moment(seconds: int) -> datetime:
    """Return the moment in UTC of seconds since `START`."""
    return datetime.fromtimestamp(seconds + START.replace(tzinfo=UTC).timestamp(), UTC)
