"""Feedback after a session: which survey is asked, of whom, and what was answered.

A webinar asks the survey chosen for the language of who registered, else for its own language,
else the survey for webinars the product comes with. Call the writing acts inside `write()`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.accounts.small_cells import SMALLEST
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.surveys import operations
from elearn.surveys import queries as surveys
from elearn.surveys.models import Field, Form, FormAnswer, Response
from elearn.surveys.queries import AnyRow
from elearn.surveys.seeds import AFTER_WEBINAR, OVERALL
from elearn.webinars.attendance.feedback_errors import NoFeedbackAsked, SurveyUnknown
from elearn.webinars.attendance.joining import Entrance
from elearn.webinars.attendance.settling import subject_key
from elearn.webinars.attendance.windows import ends
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.form_building import text_here
from elearn.webinars.registration.registration_models import Registration, SignUp

KIND = "survey"


def survey_for(webinar: Webinar, language: str) -> AnyRow | None:
    """Return the survey a webinar asks people of a language, or None where none is open."""
    texts = {text.language: text for text in queries.texts_of(webinar.id)}
    for wish in (language, webinar.language):
        text = texts.get(wish)
        if text is not None and text.feedback_form_id is not None:
            form = surveys.form_by_id(text.feedback_form_id)
            if form.state == "open":
                return form
    return surveys.current_form(AFTER_WEBINAR, language)


def is_asked(session: WebinarSession, registration: Registration, sign_up: SignUp) -> bool:
    """Tell whether somebody is asked for feedback: they were there, and the session is over.

    Until its attendance is complete nobody knows who was there, so everybody who is in is asked.
    Answers belong to an account; who is of a delegation without an address has none.
    """
    over = session.state in ("open", "held") and now() >= ends(session)
    was_there = registration.minutes is not None or (
        session.settled_at is None and registration.state == "in"
    )
    return over and was_there and sign_up.person_id is not None and sign_up.erased_at is None


def answered_of(session_public_id: str, person_id: int | None) -> AnyRow | None:
    """Return the person's feedback on a session, with its form; None when none stands."""
    return db.session.execute(
        select(Response.id, Response.form_id, Response.submitted_at, Response.withdrawn_at)
        .join(Form, Form.id == Response.form_id)
        .where(
            Response.subject == subject_key(session_public_id),
            Response.person_id == person_id,
            Response.withdrawn_at.is_(None),
            Form.kind == KIND,
        )
        .order_by(Response.id.desc())
        .limit(1)
    ).one_or_none()


def open_to(sign_up: SignUp) -> dict[str, bool]:
    """Return by registration (public id) of a sign-up whether feedback was given, where asked."""
    rows = db.session.execute(
        select(Registration, WebinarSession)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .where(Registration.sign_up_id == sign_up.id)
    ).all()
    asked = {
        registration.public_id: subject_key(session.public_id)
        for registration, session in rows
        if is_asked(session, registration, sign_up)
    }
    given = db.session.scalars(
        select(Response.subject)
        .join(Form, and_(Form.id == Response.form_id, Form.kind == KIND))
        .where(
            Response.person_id == sign_up.person_id,
            Response.subject.in_(asked.values()),
            Response.withdrawn_at.is_(None),
        )
    ).all()
    return {public_id: subject in given for public_id, subject in asked.items()}


def form_asked(entrance: Entrance) -> AnyRow:
    """Return the survey somebody is asked: that they answered, else the one for their language.

    Raises NoFeedbackAsked.
    """
    sign_up, session = entrance.sign_up, entrance.session
    if not is_asked(session, entrance.registration, sign_up):
        raise NoFeedbackAsked
    given = answered_of(session.public_id, sign_up.person_id)
    if given is not None:
        return surveys.form_by_id(given.form_id)
    form = survey_for(entrance.webinar, sign_up.language)
    if form is None:
        raise NoFeedbackAsked
    return form


def answer(entrance: Entrance, given: Mapping[str, Any], actor: SignedIn | None) -> None:
    """Keep somebody's feedback, once; a certificate that waited for it is issued by job.

    Raises NoFeedbackAsked, AlreadyAnswered, AnswersRefused, FormIsClosed.
    """
    form, session = form_asked(entrance), entrance.session
    person_id = entrance.sign_up.person_id
    assert person_id is not None
    operations.respond(form.id, subject_key(session.public_id), person_id, given, actor)
    if entrance.webinar.feedback_needed and session.settled_at is not None:
        outbox.enqueue("webinars.award", session_id=session.id)


def withdraw(entrance: Entrance, actor: SignedIn | None) -> None:
    """Delete somebody's feedback; a certificate stays. Raises NoFeedbackAsked, NothingAnswered."""
    form, person_id = form_asked(entrance), entrance.sign_up.person_id
    assert person_id is not None
    operations.withdraw(form.id, subject_key(entrance.session.public_id), person_id, actor)


def surveys_for(language: str) -> Sequence[AnyRow]:
    """Return the surveys organisers may choose in a language: all that are open."""
    return surveys.open_forms(KIND, language)


def choose(webinar: Webinar, language: str, form_id: str | None, actor: SignedIn) -> None:
    """Ask a survey in a language; None for the one the product comes with.

    Raises TextNotFound, SurveyUnknown.
    """
    text = text_here(webinar, language)
    form = surveys.form_by_public_id(form_id) if form_id else None
    if form_id and (
        form is None or (form.kind, form.language, form.state) != (KIND, language, "open")
    ):
        raise SurveyUnknown
    text.feedback_form_id = form.id if form is not None else None
    db.session.flush()
    record(actor.id, "webinar.choose-feedback", "webinar", webinar.public_id, language=language)


def answered_forms(session: WebinarSession) -> Sequence[AnyRow]:
    """Return the surveys that were answered about a session, with the number of answers."""
    rows = surveys.forms_about(subject_key(session.public_id))
    return [row for row in rows if row.kind == KIND]


def asked_at(session: WebinarSession) -> int:
    """Return how many people are asked for feedback on a session."""
    there: ColumnElement[bool] = Registration.minutes.is_not(None)
    if session.settled_at is None:
        there = or_(there, Registration.state == "in")
    statement = (
        select(func.count(Registration.id))
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(Registration.session_id == session.id, SignUp.person_id.is_not(None), there)
    )
    return db.session.scalar(statement) or 0


def responses_by_session(webinar_id: int) -> Mapping[str, int]:
    """Return how many answered about each session of a webinar, by its public id."""
    rows = db.session.execute(
        select(WebinarSession.public_id, func.count(Response.id))
        .join(Response, Response.subject == _subject)
        .join(Form, and_(Form.id == Response.form_id, Form.kind == KIND))
        .where(WebinarSession.webinar_id == webinar_id, Response.withdrawn_at.is_(None))
        .group_by(WebinarSession.public_id)
    )
    return {public_id: number for public_id, number in rows}


_subject = "webinar:" + WebinarSession.public_id


def public_means(webinar_id: int) -> dict[str, tuple[int, Fraction]]:
    """Return by session what everybody may know: how many answered, and how good it was, 1 to 5.

    Sessions with fewer than `SMALLEST` answers to that question are not there.
    """
    value = cast(FormAnswer.value, String)
    rows = db.session.execute(
        select(WebinarSession.public_id, value, func.count())
        .join(Response, Response.subject == _subject)
        .join(FormAnswer, FormAnswer.response_id == Response.id)
        .join(Field, and_(Field.id == FormAnswer.field_id, Field.key == OVERALL))
        .where(
            WebinarSession.webinar_id == webinar_id,
            Response.withdrawn_at.is_(None),
            Field.kind == "scale",
        )
        .group_by(WebinarSession.public_id, value)
    )
    found: dict[str, tuple[int, int]] = {}
    for public_id, text, number in rows:
        people, total = found.get(public_id, (0, 0))
        found[public_id] = (people + number, total + int(text) * number)
    return {
        public_id: (people, Fraction(total, people))
        for public_id, (people, total) in found.items()
        if people >= SMALLEST
    }
