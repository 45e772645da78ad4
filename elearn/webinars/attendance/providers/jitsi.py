"""Jitsi Meet: a room of our own name, entered with a token where the server asks for one.

The token is a JWT as prosody's token authentication reads it: HS256, `aud` "jitsi", `iss` the
application's id, `sub` the server's name, `room`, and who enters as what.
"""

from urllib.parse import quote, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey

from elearn.core.clock import now
from elearn.webinars.attendance.providers.given import Asked
from elearn.webinars.attendance.providers.interface import Meeting, ProviderFailed

# So long before the start a token is good, in seconds; its end is that of the room.
EARLY = 3 * 3600


class Jitsi(Asked):
    """A Jitsi server. Without application id and secret its rooms are open to who knows them."""

    def __init__(self, url: str, app_id: str, secret: str) -> None:
        self.url, self.app_id, self.secret = url.rstrip("/"), app_id, secret

    def address_for(self, meeting: Meeting, mark: str, name: str, *, moderator: bool) -> str:
        """Return the address of the room, with the person's token. Raises ProviderFailed."""
        if not self.url:
            raise ProviderFailed
        address = f"{self.url}/{quote(meeting.room)}"
        if not (self.app_id and self.secret):
            return address
        token = jwt.encode(
            {"alg": "HS256", "typ": "JWT"},
            self._claims(meeting, mark, name, moderator),
            OctKey.import_key(self.secret),
        )
        return f"{address}?jwt={token}"

    def _claims(self, meeting: Meeting, mark: str, name: str, moderator: bool) -> dict[str, object]:
        issued = int(now().timestamp())
        begins = min(issued, int(meeting.starts_at.timestamp()) - EARLY)
        return {
            "aud": "jitsi",
            "iss": self.app_id,
            "sub": urlsplit(self.url).hostname or "",
            "room": meeting.room,
            "iat": issued,
            "nbf": begins,
            "exp": max(int(meeting.ends_at.timestamp()), issued + 60),
            "context": {
                "user": {
                    "id": mark,
                    "name": name,
                    "moderator": moderator,
                    "affiliation": "owner" if moderator else "member",
                }
            },
        }
