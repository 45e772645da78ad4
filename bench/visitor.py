"""A visitor with one kept-alive connection and a cookie jar; small: the server is measured.

It speaks HTTP itself: Python's own client takes as long to read an answer as a server to give one,
on the processors that are measured.
"""

import json
import random
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


@dataclass
class Reply:
    status: int
    body: bytes
    location: str
    size: int


class Visitor:
    """Sends requests to one server and keeps its cookies and the CSRF token it was given last.

    `learners` are the session cookies it may use; `kept` is what a case remembers for it.
    """

    def __init__(self, port: int, learners: Sequence[str] = ()) -> None:
        self.learners = learners
        self.kept: dict[str, Any] = {}
        self.port = port
        self.line = Line(port)
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.token = ""

    def get(self, path: str, status: int = 200) -> Reply:
        return self.send("GET", path, None, {}, status)

    def post(self, path: str, status: int = 302, **fields: object) -> Reply:
        body = urlencode(({"csrf_token": self.token} if self.token else {}) | fields)
        return self.send("POST", path, body, {"Content-Type": FORM}, status)

    def post_json(self, path: str, body: object, status: int = 200) -> Reply:
        return self.send("POST", path, json.dumps(body), self.json_headers(), status)

    def json_headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "X-CSRFToken": self.token}

    def sign_in(self, learner: str) -> None:
        self.cookies["session"] = learner

    def move(self) -> None:
        """Send from another address, so that limits per address are counted but not reached."""
        parts = (random.randrange(256) for _ in range(3))
        self.headers["X-Forwarded-For"] = "10." + ".".join(str(part) for part in parts)

    def send(
        self, method: str, path: str, body: str | None, headers: dict[str, str], status: int
    ) -> Reply:
        headers = self.headers | headers
        if self.cookies:
            pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = headers | {"Cookie": pairs}
        found, heads, content = self.line.ask(method, path, body, headers)
        location = ""
        for name, value in heads:
            if name == b"set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
            elif name == b"location":
                location = value
        if found != status:
            raise RuntimeError(f"{method} {path}: {found} {content[:300]!r}")
        token = TOKEN.search(content)
        if token:
            self.token = token.group(1).decode()
        return Reply(found, content, location, len(content))


class Line:
    """One kept-alive connection. Answers say how long they are."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")

    def ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, list[tuple[bytes, str]], bytes]:
        """Send a request; return the status, the headers with their names small, the content."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        content = (body or "").encode()
        if body is not None:
            lines.append(f"Content-Length: {len(content)}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + content)
        status = int(self.reader.readline().split(b" ", 2)[1])
        heads: list[tuple[bytes, str]] = []
        length = 0
        while (line := self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            heads.append((name.lower(), value.strip().decode("latin-1")))
            if heads[-1][0] == b"content-length":
                length = int(value)
        return status, heads, self.reader.read(length)
