"""A webinar to register for, and what people type when they do."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from elearn.accounts import guests
from elearn.core.clock import now
from elearn.core.database import db
from elearn.surveys import editing
from elearn.surveys.fields import FieldSpec
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import links
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.seats import seating
from tests.cast import Cast
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import make_session, make_sign_up, make_webinar

# What a visitor types, but for the address and the sessions.
TYPED = {
    "name": "Amina Rahimi",
    "country": "KE",
    "stakeholder": "ngo",
    "affiliation": "Clean Rivers",
    "language": "en",
    "zone": "Africa/Nairobi",
    "gender": "",
    "consent": "y",
}


class Tour:
    """A webinar of Paula's organisation with a session, or several; ids as addresses have them."""

    def __init__(self, webinar: Any, sessions: list[Any]) -> None:
        self.id, self.slug, self.public_id = webinar.id, webinar.slug, webinar.public_id
        self.sessions = [one.public_id for one in sessions]
        self.session_ids = [one.id for one in sessions]
        self.form = f"/webinars/{self.slug}/register"
        self.desk = f"/desk/webinars/{self.slug}"

    def typed(self, email: str = "", **more: Any) -> dict[str, Any]:
        """Return the form filled in, for the first session."""
        said = TYPED | {"sessions": self.sessions[:1]}
        return said | ({"email": email} if email else {}) | more


@pytest.fixture
def make_tour(cast: Cast, writing: Any) -> Callable[..., Tour]:
    """Return a function that makes a webinar with so many sessions of so many seats."""

    with writing():
        centre = partner_of_run(cast.partner.id)

    def make(sessions: int = 1, seats: int = 10, **facts: Any) -> Tour:
        with writing():
            webinar = make_webinar(**({"organisation_id": centre} | facts))
            made = [make_session(webinar, seats=seats) for _ in range(sessions)]
            return Tour(webinar, made)

    return make


@pytest.fixture
def tour(make_tour: Callable[..., Tour]) -> Tour:
    """A webinar anybody may register for, with one session."""
    return make_tour()


@pytest.fixture
def link_in(letters: Any) -> Callable[..., str]:
    """Return a function that gives the path of the link in the latest letter to an address."""

    def find(email: str, subject: str = "") -> str:
        found = [one for one in letters() if one["To"] == email and subject in one["Subject"]]
        assert found, f"No letter to {email} says {subject!r}"
        return path_in(found[-1])

    return find


def path_in(letter: EmailMessage) -> str:
    """Return the path of the first link of a letter."""
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


@pytest.fixture
def standings(app: Any) -> Callable[..., dict[str, list[str]]]:
    """Return a function that gives the states of each person's registrations, by name."""

    def read(tour: Tour) -> dict[str, list[str]]:
        with app.app_context():
            rows = db.session.execute(
                select(SignUp.name, Registration.state)
                .join(Registration, Registration.sign_up_id == SignUp.id)
                .where(SignUp.webinar_id == tour.id)
                .order_by(SignUp.id, Registration.session_id)
            ).all()
            found: dict[str, list[str]] = {}
            for name, state in rows:
                found.setdefault(name, []).append(state)
            return found

    return read


def started(tour: Tour) -> None:
    """Let all sessions of a webinar have begun a minute ago, inside a transaction."""
    for one in db.session.scalars(
        select(WebinarSession).where(WebinarSession.webinar_id == tour.id)
    ):
        one.starts_at = now()
    db.session.flush()


def webinar_row(tour: Tour) -> Webinar:
    """Return the row of a webinar."""
    return db.session.get_one(Webinar, tour.id)


@pytest.fixture
def guest_page(app: Any, writing: Any) -> Callable[..., str]:
    """Return a function that registers a confirmed guest for all sessions; gives their page."""

    def make(tour: Tour, name: str = "Amina Rahimi", **facts: Any) -> str:
        with writing():
            email = f"{name.split()[0].lower()}@example.org"
            person_id = guests.person_for(email, confirmed=True, name=name)
            known = {"name": name, "email": email, "person_id": person_id, "country": "KE"}
            known |= {"stakeholder": "ngo", "confirmed_at": now()}
            made = make_sign_up(webinar_row(tour), **(known | facts))
            for session_id in tour.session_ids:
                seating.register(db.session.get_one(WebinarSession, session_id), made, None)
            sign_up_id = made.id
        with app.test_request_context():
            return links.path_of(db.session.get_one(SignUp, sign_up_id))

    return make


ASKED = [
    FieldSpec("sites", "yesno", "Do you run a site?", required=True),
    FieldSpec(
        "where",
        "country",
        "In which country?",
        required=True,
        condition={"field": "sites", "any": ["yes"]},
    ),
    FieldSpec("pictures", "consent", "Pictures of me may be shown", required=True),
]


@pytest.fixture
def asking(writing: Any) -> Callable[..., str]:
    """Return a function that lets a webinar ask more at registration; gives the form's id."""

    def make(tour: Tour, language: str = "en", fields: Any = ASKED) -> str:
        with writing():
            webinar = webinar_row(tour)
            form = editing.create(
                None,
                kind="registration",
                title="Who comes",
                language=language,
                organisation_id=webinar.organisation_id,
            )
            editing.put_fields(form.id, fields)
            editing.open_form(form, None)
            text = queries.text_for(webinar, language)
            text.form_id = form.id  # type: ignore[union-attr]
            db.session.flush()
            return str(form.public_id)

    return make
