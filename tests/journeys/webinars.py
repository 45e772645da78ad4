"""What people do with webinars in a browser, and what a journey finds of them when it begins."""

import email
import email.policy
import re
import secrets
import time
from datetime import timedelta

from playwright.sync_api import Locator, Page
from sqlalchemy import select, update

from certificates.models import Award
from elearn.accounts import queries
from elearn.app.demo_people import acting
from elearn.core import clock
from elearn.core.database import db
from elearn.webinars import access, planning, scheduling
from elearn.webinars.models import Webinar, WebinarSession, WebinarText
from elearn.webinars.planning import Settings, Text
from elearn.webinars.registration import signing_up
from elearn.webinars.registration.signing_up import Details
from tests.journeys.conftest import LETTER_SECONDS, Site
from tests.journeys.scene import Scene

PARTNER = "partner@example.org"
# Where the sessions of these journeys happen: nobody may read it before they can join.
MEETING = "https://meet.example.org/tour"
MINUTES = 60


def planned_webinar(scene: Scene, *, door: str = "open", texts: tuple[str, ...] = ()) -> str:
    """Publish a webinar with one open session in a week; return its title, in every text too."""
    title = f"Webinar {secrets.token_hex(3)}"
    with scene.act():
        partner = acting(PARTNER)
        organisation_id = access.organisations_of(partner)[0]
        text, settings = Text(title, summary="How to pack a used battery."), Settings(door=door)
        made = planning.create_webinar(text, settings, partner, organisation_id=organisation_id)
        for language in texts:
            planning.put_text(made.id, language, text, partner)
        start = clock.now() + timedelta(days=7)
        planned = scheduling.Planned(
            day=start.date(), hour=start.time().replace(microsecond=0), zone="UTC", seats=5,
            language="en", minutes=MINUTES, address=MEETING,
        )  # fmt: skip
        session = scheduling.add_session(made.id, planned, partner)
        scheduling.open_session_now(made.id, session.id, partner)
        planning.publish(made.id, partner)
    return title


def register(scene: Scene, title: str, address: str, name: str) -> None:
    """Register somebody with an account for all sessions of a webinar."""
    with scene.act():
        webinar = webinar_of(title)
        chosen = [one.public_id for one in sessions_of(webinar)]
        said = Details(name, country="KE", stakeholder="academia")
        signing_up.sign_up(webinar, acting(address), said, chosen, {})


def start_first(scene: Scene, title: str, *, minutes: int) -> None:
    """Let the first session of a webinar be planned for so many minutes from now.

    Servers and workers have the time of the machine: what was planned moves, not the clock.
    """
    with scene.act():
        first = sessions_of(webinar_of(title))[0]
        moment = clock.now() + timedelta(minutes=minutes)
        db.session.execute(
            update(WebinarSession).where(WebinarSession.id == first.id).values(starts_at=moment)
        )


def webinar_of(title: str) -> Webinar:
    statement = select(Webinar).join(WebinarText).where(WebinarText.title == title).distinct()
    return db.session.scalars(statement).one()


def sessions_of(webinar: Webinar) -> list[WebinarSession]:
    statement = select(WebinarSession).where(WebinarSession.webinar_id == webinar.id)
    return list(db.session.scalars(statement.order_by(WebinarSession.starts_at)))


def page_of(scene: Scene, title: str) -> str:
    """Return the path of the public page of a webinar."""
    with scene.app.app_context():
        return f"/webinars/{webinar_of(title).slug}/"


def certificate_codes(scene: Scene, address: str) -> list[str]:
    """Return the codes of somebody's certificates, as they are printed."""
    with scene.app.app_context():
        person = queries.person_by_email(address)
        assert person is not None
        return list(db.session.scalars(select(Award.code).where(Award.person_id == person.id)))


def letter(site: Site, address: str, subject: str) -> str:
    """Return the text of the newest letter to an address with such a subject."""
    end = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < end:
        for raw in reversed(site.letters()):
            message = email.message_from_string(raw, policy=email.policy.default)
            if address in message["To"] and subject in message["Subject"]:
                return str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        time.sleep(0.1)
    raise AssertionError(f"No letter {subject!r} to {address}")


def link_in(text: str, path: str) -> str:
    """Return the one address in a letter under this path."""
    found = re.findall(rf"https?://[^/\s]+{re.escape(path)}\S+", text)
    assert len(set(found)) == 1, text
    return str(found[0])


def own_page(text: str) -> str:
    """Return the address in a letter that leads to the registration it is about."""
    return link_in(text, "/registrations/")


def full_name(page: Page, words: str, at: int = 0) -> str:
    """Return all that the link says which begins with these words, for those who only listen."""
    links: Locator = page.locator("main a", has_text=re.compile(rf"^\s*{re.escape(words)}"))
    return " ".join((links.nth(at).text_content() or "").split())
