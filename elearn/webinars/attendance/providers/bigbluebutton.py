"""BigBlueButton by its API: every call carries the SHA-256 of its name, its query and the secret.

https://docs.bigbluebutton.org/development/api: create (repeating it changes nothing), join, end,
isMeetingRunning, getMeetingInfo, getRecordings. `userID` is the mark by which its reports name
people again.
"""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from lxml import etree

from elearn.webinars.attendance.providers.interface import (
    Attendee,
    Meeting,
    ProviderFailed,
    Recording,
)
from elearn.webinars.attendance.providers.web import fetch

LONGEST_NAME = 120


class BigBlueButton:
    """A BigBlueButton server at the address its API ends with `/bigbluebutton/`."""

    def __init__(self, url: str, secret: str) -> None:
        self.base = url.rstrip("/").removesuffix("/api")
        self.secret = secret

    def signed(self, call: str, **query: str | int) -> str:
        """Return the address of a call with its checksum. Raises ProviderFailed without set-up."""
        if not (self.base and self.secret):
            raise ProviderFailed
        text = urlencode({name: str(value) for name, value in query.items()})
        checksum = hashlib.sha256(f"{call}{text}{self.secret}".encode()).hexdigest()
        parts = [part for part in (text, f"checksum={checksum}") if part]
        return f"{self.base}/api/{call}?{'&'.join(parts)}"

    def ask(self, call: str, **query: str | int) -> Any:
        """Return the root of the answer. Raises ProviderFailed for any that is no success."""
        content = fetch(self.signed(call, **query), self.base)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise ProviderFailed from error
        if _text(root, "returncode") != "SUCCESS" and _text(root, "messageKey") != "notFound":
            raise ProviderFailed
        return root

    def address_for(self, meeting: Meeting, mark: str, name: str, *, moderator: bool) -> str:
        """Return the address at which a person enters; the room is opened if it is not yet."""
        self.create(meeting)
        return self.signed(
            "join",
            fullName=name[:LONGEST_NAME],
            meetingID=meeting.room,
            role="MODERATOR" if moderator else "VIEWER",
            userID=mark,
            redirect="true",
        )

    def create(self, meeting: Meeting) -> None:
        """Open the room; a repeat changes nothing."""
        self.ask(
            "create",
            name=meeting.title[:LONGEST_NAME] or meeting.room,
            meetingID=meeting.room,
            record="true",
            allowStartStopRecording="true",
            meetingKeepEvents="true",
        )

    def is_running(self, meeting: Meeting) -> bool:
        """Tell whether somebody is in the room."""
        return _text(self.ask("isMeetingRunning", meetingID=meeting.room), "running") == "true"

    def end(self, meeting: Meeting) -> None:
        """Close the room for everybody; one that is not open is closed."""
        self.ask("end", meetingID=meeting.room)

    def attendance(self, meeting: Meeting) -> Sequence[Attendee]:
        """Return who is in the room now."""
        root = self.ask("getMeetingInfo", meetingID=meeting.room)
        return [
            Attendee(
                _text(one, "userID"), _text(one, "fullName"), _text(one, "role") == "MODERATOR"
            )
            for one in root.iter("attendee")
        ]

    def recordings(self, meeting: Meeting) -> Sequence[Recording]:
        """Return the recordings of the room that can be watched."""
        root = self.ask("getRecordings", meetingID=meeting.room)
        return [
            Recording(_text(one, "url"), _number(one, "length"), _number(one, "size") or None)
            for one in root.iter("format")
            if _text(one, "url").startswith(("https://", "http://"))
        ]


def _text(node: Any, tag: str) -> str:
    return str(node.findtext(tag) or "").strip()[:2000]


def _number(node: Any, tag: str) -> int:
    text = _text(node, tag)
    return int(text) if text.isdecimal() and len(text) < 16 else 0
