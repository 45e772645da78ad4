"""Questions of sessions: written down by the organisers, answered, joined to a section: writes.

Call inside `transaction.write()`. Nobody's name is kept with a question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library.models import Edition, Section
from elearn.webinars import access, planning
from elearn.webinars.attendance.windows import ends
from elearn.webinars.kept.material_errors import (
    NotOpenForQuestions,
    QuestionNotFound,
    SectionUnknown,
)
from elearn.webinars.kept.material_models import SessionQuestion
from elearn.webinars.models import Webinar, WebinarSession, WebinarTopic
from elearn.webinars.planning_errors import Unusable
from elearn.webinars.registration.registration_models import Registration

LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 10_000
MOST_AT_ONCE = 100
MOST_OF_A_SESSION = 500
MOST_OF_A_PERSON = 10


@dataclass(frozen=True)
class Place:
    """A section of an edition: the edition's public id, and its place in reading order."""

    edition: str
    position: int


def add(
    webinar: Webinar, session: WebinarSession, texts: Sequence[str], actor: SignedIn | None
) -> int:
    """Put questions into the queue; those that stand there already are passed over.

    Returns how many are new. Raises Unusable.
    """
    asked = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    asked = [text for text in asked if text]
    if not asked or len(asked) > MOST_AT_ONCE:
        raise Unusable("texts", _l("Write down between 1 and 100 questions."))
    if any(len(text) > LONGEST_QUESTION for text in asked):
        raise Unusable("texts", _l("A question has 2,000 characters at most."))
    planning.locked(webinar.id)
    known = set(
        db.session.scalars(
            select(SessionQuestion.text).where(SessionQuestion.session_id == session.id)
        )
    )
    new = [text for text in asked if text not in known]
    if len(known) + len(new) > MOST_OF_A_SESSION:
        raise Unusable("texts", _l("A session has 500 questions at most."))
    db.session.add_all(SessionQuestion(session_id=session.id, text=text) for text in new)
    db.session.flush()
    if new:
        planning.note(webinar, actor, "webinar.add-questions", questions=len(new))
    return len(new)


def ask(
    session: WebinarSession, registration: Registration, text: str, actor: SignedIn | None
) -> None:
    """Put the question of somebody who is in into the queue, before the session or during it.

    Their name is shown to nobody. Raises NotOpenForQuestions, Unusable.
    """
    if not may_ask(session, registration):
        raise NotOpenForQuestions
    said = " ".join(text.split())
    if not said:
        raise Unusable("text", _l("Write your question."))
    if len(said) > LONGEST_QUESTION:
        raise Unusable("text", _l("A question has 2,000 characters at most."))
    webinar = planning.locked(session.webinar_id)
    numbers = db.session.execute(
        select(
            func.count(),
            func.count().filter(SessionQuestion.registration_id == registration.id),
            func.count().filter(
                SessionQuestion.registration_id == registration.id, SessionQuestion.text == said
            ),
        ).where(SessionQuestion.session_id == session.id)
    ).one()
    if numbers[2]:
        return
    if numbers[0] >= MOST_OF_A_SESSION or numbers[1] >= MOST_OF_A_PERSON:
        raise Unusable("text", _l("No more questions are taken from you for this session."))
    db.session.add(
        SessionQuestion(session_id=session.id, registration_id=registration.id, text=said)
    )
    db.session.flush()
    planning.note(webinar, actor, "webinar.ask-question", session=session.public_id)


def may_ask(session: WebinarSession, registration: Registration) -> bool:
    """Tell whether somebody can send a question now: they are in, and it is not over."""
    return session.state == "open" and registration.state == "in" and now() < ends(session)


def asked_by(registration_id: int) -> Sequence[SessionQuestion]:
    """Return what somebody asked at a session, oldest first."""
    return db.session.scalars(
        select(SessionQuestion)
        .where(SessionQuestion.registration_id == registration_id)
        .order_by(SessionQuestion.id)
    ).all()


def open_question(public_id: str, person: SignedIn) -> tuple[Webinar, SessionQuestion]:
    """Return a question of a webinar the person manages. Raises QuestionNotFound, NotYoursToRun."""
    found = db.session.execute(
        select(Webinar, SessionQuestion)
        .join(WebinarSession, WebinarSession.webinar_id == Webinar.id)
        .join(SessionQuestion, SessionQuestion.session_id == WebinarSession.id)
        .where(SessionQuestion.public_id == public_id, access.webinars_seen_by(person))
    ).one_or_none()
    if found is None:
        raise QuestionNotFound
    access.open_webinar(found[0].slug, person, to="manage")
    return found[0], found[1]


def answer(
    webinar: Webinar,
    question: SessionQuestion,
    words: str,
    place: Place | None,
    actor: SignedIn | None,
) -> None:
    """Answer a question, for everybody to read, and say which section it belongs to.

    Raises Unusable, SectionUnknown.
    """
    if not words.strip():
        raise Unusable("answer", _l("Write the answer."))
    if len(words) > LONGEST_ANSWER:
        raise Unusable("answer", _l("An answer has 10,000 characters at most."))
    planning.locked(webinar.id)
    question.answer, question.state = words.strip(), "answered"
    question.section_id = section_of(webinar.id, place)
    question.answered_by_id, question.answered_at = planning.actor_id(actor), now()
    db.session.flush()
    planning.note(webinar, actor, "webinar.answer-question", question=question.public_id)


def section_of(webinar_id: int, place: Place | None) -> int | None:
    """Return the id of a section of a publication the webinar is about. Raises SectionUnknown."""
    if place is None:
        return None
    found = db.session.scalar(
        select(Section.id)
        .join(Edition, Edition.id == Section.edition_id)
        .join(WebinarTopic, WebinarTopic.tool_id == Edition.tool_id)
        .where(
            WebinarTopic.webinar_id == webinar_id,
            Edition.public_id == place.edition,
            Edition.shown_at.is_not(None),
            Section.position == place.position,
        )
    )
    if found is None:
        raise SectionUnknown
    return found


def set_aside(webinar: Webinar, question: SessionQuestion, actor: SignedIn | None) -> None:
    """Take a question out of the queue and off the page; it can be answered later."""
    _put(webinar, question, "hidden", actor)


def take_up(webinar: Webinar, question: SessionQuestion, actor: SignedIn | None) -> None:
    """Put a question back into the queue; its answer is kept, and shown to nobody."""
    _put(webinar, question, "open", actor)


def _put(webinar: Webinar, question: SessionQuestion, state: str, actor: SignedIn | None) -> None:
    planning.locked(webinar.id)
    if question.state != state:
        question.state = state
        act = "webinar.hide-question" if state == "hidden" else "webinar.reopen-question"
        planning.note(webinar, actor, act, question=question.public_id)
