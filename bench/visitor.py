"""A visitor with one kept-alive connection and a cookie jar; small: the server is measured."""

import http.client
import json
import random
import re
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
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
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
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        if response.status != status:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        found = TOKEN.search(content)
        if found:
            self.token = found.group(1).decode()
        return Reply(response.status, content, response.headers.get("Location", ""), len(content))
