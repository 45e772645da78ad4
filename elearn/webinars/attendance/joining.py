"""The way into a session by a personal link: whose it is, when it is open, where it leads.

The address of a session is told to nobody but here, to somebody who is in, in its window.
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars import times
from elearn.webinars.attendance import attendance, settling
from elearn.webinars.attendance.attendance_errors import CannotJoin, RegistrationNotFound
from elearn.webinars.attendance.providers import Meeting, provider_named
from elearn.webinars.attendance.windows import Door, door, opens
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp


@dataclass(frozen=True)
class Entrance:
    """A registration with all that decides whether one can join by it now."""

    registration: Registration
    sign_up: SignUp
    session: WebinarSession
    webinar: Webinar

    @property
    def door(self) -> Door:
        """Whether it is open now, else why not."""
        before = self.webinar.join_opens_minutes
        return door(self.session, self.registration.state, before, now())


def entrance_of(person: SignedIn, registration_id: str) -> Entrance:
    """Return the way in of a registration of the person. Raises RegistrationNotFound."""
    found = _entrance(registration_id)
    if found.sign_up.person_id != person.id:
        raise RegistrationNotFound
    return found


def entrance_by(sign_up: SignUp, registration_id: str) -> Entrance:
    """Return the way in of a registration of the sign-up a letter's link opens.

    Raises RegistrationNotFound.
    """
    found = _entrance(registration_id)
    if found.sign_up.id != sign_up.id:
        raise RegistrationNotFound
    return found


def _entrance(registration_id: str) -> Entrance:
    row = db.session.execute(
        select(Registration, SignUp, WebinarSession, Webinar)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .where(Registration.public_id == registration_id)
    ).one_or_none()
    if row is None:
        raise RegistrationNotFound
    return Entrance(*row)


def closed_because(entrance: Entrance) -> str:
    """Return why nobody can join by it now, and what to do; empty when they can."""
    session, webinar = entrance.session, entrance.webinar
    if entrance.door == "cancelled":
        return str(_("This session is cancelled. Its organisers wrote to you."))
    if entrance.door == "not-in":
        return str(_("You have no seat at this session now. Look at your registration to see why."))
    if entrance.door == "early":
        moment = times.words(opens(session, webinar.join_opens_minutes), entrance.sign_up.zone)
        return str(
            _("The session can be joined from %(moment)s on. Come back then.", moment=moment)
        )
    if entrance.door == "over":
        return str(_("This session is over. What is kept of it stands on its page."))
    return ""


def address_of(entrance: Entrance) -> str:
    """Return where the person enters. Call it before the transaction: it may ask the provider.

    Raises CannotJoin, ProviderFailed.
    """
    refuse_closed(entrance)
    return provider_named(entrance.session.provider).address_for(
        meeting_of(entrance.webinar, entrance.session),
        entrance.registration.public_id,
        entrance.sign_up.name,
        moderator=False,
    )


def host_address(webinar: Webinar, session: WebinarSession, person: SignedIn) -> str:
    """Return where somebody who runs the session enters it as its host, and opens the room.

    Raises CannotJoin when it is cancelled, ProviderFailed.
    """
    if session.state == "cancelled":
        raise CannotJoin(_("This session is cancelled."))
    return provider_named(session.provider).address_for(
        meeting_of(webinar, session), f"host-{person.public_id}", person.name, moderator=True
    )


def meeting_of(webinar: Webinar, session: WebinarSession) -> Meeting:
    """Return a session as providers know it."""
    return Meeting(
        room=session.room or f"webinar-{session.public_id}",
        title=settling.title_of(webinar, session),
        starts_at=session.starts_at,
        minutes=session.minutes,
        address=session.address,
    )


def refuse_closed(entrance: Entrance) -> None:
    """Raise CannotJoin with the reason while one cannot join."""
    sentence = closed_because(entrance)
    if sentence:
        raise CannotJoin(sentence)


def enter(entrance: Entrance, actor: SignedIn | None) -> None:
    """Write down that somebody goes in, once. Raises CannotJoin."""
    refuse_closed(entrance)
    attendance.click(entrance.session, entrance.registration, actor)
