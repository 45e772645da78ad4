"""A learner's connection: it is cut whenever the server dies, and everything is sent again."""

import http.client
import json
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE_SECONDS = 90
PAUSE_SECONDS = 0.05


@dataclass
class Reply:
    status: int
    body: bytes
    location: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Unexpected(Exception):
    """The server answered, but not as it should."""


class Line:
    """One kept-alive connection with cookies. What got no whole answer is sent again, the same."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.cuts = 0

    def get(self, path: str, status: int = 200) -> Reply:
        return self.insist("GET", path, None, {}, status)

    def form(self, path: str, status: int = 302, **fields: str) -> Reply:
        body = urlencode({"csrf_token": self.token} | fields)
        kind = "application/x-www-form-urlencoded"
        return self.insist("POST", path, body, {"Content-Type": kind}, status)

    def json(self, method: str, path: str, body: Any = None, status: int = 200) -> Reply:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return self.insist(method, path, json.dumps(body), headers, status)

    def insist(
        self, method: str, path: str, body: str | None, headers: dict[str, str], status: int
    ) -> Reply:
        """Send until a whole answer comes. Raises Unexpected unless it has that status."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                reply = self.send(method, path, body, headers)
            except ConnectionRefusedError:
                self.connection.close()
                time.sleep(PAUSE_SECONDS)
                continue
            except (OSError, http.client.HTTPException):
                # It was under way: nobody here knows whether it was done.
                self.connection.close()
                self.cuts += 1
                continue
            if reply.status != status:
                raise Unexpected(f"{method} {path}: {reply.status} {reply.body[:300]!r}")
            return reply
        raise Unexpected(f"{method} {path}: no answer in {PATIENCE_SECONDS} seconds")

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, headers | {"Cookie": cookies})
        response = self.connection.getresponse()
        content = response.read()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = TOKEN.search(content)
        if found:
            self.token = found.group(1).decode()
        return Reply(response.status, content, response.headers.get("Location", ""))
