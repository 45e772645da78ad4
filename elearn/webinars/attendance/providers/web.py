"""The one place from which providers are asked: only the host that is set, not long, not much."""

from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from elearn.webinars.attendance.providers.interface import ProviderFailed

TIMEOUT_SECONDS = 5
MOST_BYTES = 2_000_000


class StayThere(HTTPRedirectHandler):
    """Follows no redirect: an answer from elsewhere is none."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        """Follow nothing."""
        return None


_opener = build_opener(StayThere)


def fetch(address: str, base: str) -> bytes:
    """Return what an address of the provider at `base` answers.

    Raises ProviderFailed when it is elsewhere, slow, refuses, or answers too much.
    """
    asked, allowed = urlsplit(address), urlsplit(base)
    if asked.scheme not in ("http", "https") or asked[:2] != allowed[:2]:
        raise ProviderFailed
    try:
        with _opener.open(address, timeout=TIMEOUT_SECONDS) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except HTTPError as error:
        error.close()
        raise ProviderFailed from error
    except (OSError, HTTPException, ValueError) as error:
        raise ProviderFailed from error
    if len(content) > MOST_BYTES:
        raise ProviderFailed
    return content
