"""A session with people in every state, for tests of the organisers' board.

board = make_board(cast)          # inside `with writing():`
"""

from dataclasses import dataclass, field
from typing import Any

from elearn.accounts.models import Membership, Organisation
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.models import Webinar, WebinarSession
from tests.cast import Cast
from tests.factories.attending import centre_of
from tests.factories.webinar_crowds import register
from tests.factories.webinars import make_session, make_sign_up, make_webinar

# Short name -> (name, state, facts).
PEOPLE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "amina": ("Amina Rahimi", "in", {"country": "KE", "region": "african", "stakeholder": "ngo"}),
    "bo": ("Bo Lind", "waiting", {"country": "SE", "region": "weog", "affiliation": "Port of X"}),
    "carla": ("Carla 100%", "asked", {"country": "BR", "region": "grulac", "language": "es"}),
    "dina": ("Dina", "unconfirmed", {"country": "KE", "region": "african", "gender": "female"}),
    "elif": ("Élif Şahin", "cancelled", {"country": "TR", "region": "weog"}),
    "farid": ("Farid", "offered", {"country": "EG", "region": "african"}),
}


@dataclass
class Board:
    """A webinar of Paula's organisation and its session; ids for later transactions."""

    webinar_id: int
    session_id: int
    slug: str
    session: str
    registrations: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/desk/webinars/{self.slug}/sessions/{self.session}/board/"

    @property
    def api(self) -> str:
        return f"/api/v1/webinars/{self.slug}/sessions/{self.session}"

    def rows(self) -> tuple[Webinar, WebinarSession]:
        """Return webinar and session inside the transaction or context that is open."""
        return (
            db.session.get_one(Webinar, self.webinar_id),
            db.session.get_one(WebinarSession, self.session_id),
        )


def make_board(cast: Cast, **facts: Any) -> Board:
    """Make a session with one person in each usual state."""
    webinar = make_webinar(organisation_id=centre_of(cast), **facts)
    session = make_session(webinar, seats=200, regions={"african": 2})
    board = Board(webinar.id, session.id, webinar.slug, session.public_id)
    for short, (name, state, known) in PEOPLE.items():
        confirmed = None if state == "unconfirmed" else now()
        said = {"email": f"{short}@example.org", "name": name, "confirmed_at": confirmed}
        made = register(session, make_sign_up(webinar, **(said | known)), state)
        board.registrations[short] = made.public_id
    db.session.flush()
    return board


def other_centre(person_id: int) -> int:
    """Let a person be a partner for another organisation; return its id."""
    other = Organisation(name="Another Centre", kind="regional-centre")
    db.session.add(other)
    db.session.flush()
    db.session.add(
        Membership(
            person_id=person_id, role="partner", scope_kind="organisation", scope_id=other.id
        )
    )
    db.session.flush()
    return other.id
