"""A visitor with one kept-alive connection and a cookie jar; small, so that the server is measured."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Reply:
    status: int
    body: bytes
    location: str
    size: int


class Visitor:
    """Sends requests to one server and keeps its cookies and the CSRF token it was given last."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str, status: int = 200) -> Reply:
        return self.send("GET", path, None, {}, status)

    def post(self, path: str, status: int = 302, **fields: object) -> Reply:
        body = urlencode({"csrf_token": self.token} | fields, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, body, kind, status)

    def send(
        self, method: str, path: str, body: str | None, headers: dict[str, str], status: int
    ) -> Reply:
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
