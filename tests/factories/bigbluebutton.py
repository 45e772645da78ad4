"""A BigBlueButton server of our own: it answers on a real port and checks every checksum.

with serving() as server:
    server.url, server.secret      # what the settings of a site name
    server.calls                   # [("create", {"meetingID": "room", ...}), ...]
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

SECRET = "a secret shared with the conferencing server"


@dataclass
class Server:
    """What the server knows. `broken` says how it fails: "", "slow", "error", "html", "away"."""

    url: str = ""
    secret: str = SECRET
    broken: str = ""
    rooms: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, str]:
        """Return status and body of a call."""
        if self.broken in ("error", "html"):
            return (500, "") if self.broken == "error" else (200, "<html><p>Maintenance")
        parts = urlsplit(path)
        call = parts.path.rpartition("/api/")[2]
        unsigned, _, checksum = parts.query.rpartition("checksum=")
        expected = hashlib.sha256(f"{call}{unsigned.rstrip('&')}{self.secret}".encode())
        if checksum != expected.hexdigest():
            return 200, failed("checksumError")
        query = {name: values[0] for name, values in parse_qs(unsigned).items()}
        self.calls.append((call, query))
        return 200, getattr(self, f"on_{call}")(query)

    def on_create(self, query: dict[str, str]) -> str:
        self.rooms.setdefault(query["meetingID"], query)
        return succeeded(f"<meetingID>{escape(query['meetingID'])}</meetingID>")

    def on_join(self, query: dict[str, str]) -> str:
        if query["meetingID"] not in self.rooms:
            return failed("notFound")
        entering = (query["userID"], query["fullName"], query["role"])
        self.people.setdefault(query["meetingID"], []).append(entering)
        return succeeded("")

    def on_isMeetingRunning(self, query: dict[str, str]) -> str:
        return succeeded(f"<running>{str(query['meetingID'] in self.people).lower()}</running>")

    def on_getMeetingInfo(self, query: dict[str, str]) -> str:
        if query["meetingID"] not in self.rooms:
            return failed("notFound")
        attendees = "".join(
            f"<attendee><userID>{escape(mark)}</userID><fullName>{escape(name)}</fullName>"
            f"<role>{role}</role></attendee>"
            for mark, name, role in self.people.get(query["meetingID"], [])
        )
        return succeeded(f"<attendees>{attendees}</attendees>")

    def on_getRecordings(self, query: dict[str, str]) -> str:
        return succeeded(
            "<recordings><recording><playback>"
            "<format><type>presentation</type><url>https://bbb.example.org/playback/1</url>"
            "<length>58</length><size>1234567</size></format>"
            "<format><type>odd</type><url>javascript:alert(1)</url><length>1</length></format>"
            "</playback></recording></recordings>"
        )

    def on_end(self, query: dict[str, str]) -> str:
        self.people.pop(query["meetingID"], None)
        return succeeded("") if self.rooms.pop(query["meetingID"], None) else failed("notFound")


def succeeded(more: str) -> str:
    return f"<response><returncode>SUCCESS</returncode>{more}</response>"


def failed(key: str) -> str:
    return f"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey></response>"


@contextmanager
def serving() -> Iterator[Server]:
    """Serve on a free port of this machine."""
    server = Server()
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if server.broken == "slow":
                closing.wait(5)
            if server.broken == "away":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                return
            status, body = server.answer(self.path)
            self.send_response(status)
            self.end_headers()
            # Whoever asked may have given up.
            with suppress(BrokenPipeError):
                self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}/bigbluebutton/"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        closing.set()
        http.shutdown()
        thread.join()
        http.server_close()
