"""Reads of questions asked at sessions. No rights."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select

from elearn.core.database import db, read
from elearn.library.models import Edition, Section, Tool
from elearn.webinars.kept.material_models import QUESTION_STATES, SessionQuestion
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.queries import AnyRow, with_title

_columns = (
    SessionQuestion.public_id,
    SessionQuestion.text,
    SessionQuestion.answer,
    SessionQuestion.state,
    SessionQuestion.asked_at,
    WebinarSession.public_id.label("session"),
    WebinarSession.language,
    WebinarSession.starts_at,
    WebinarSession.zone,
    Webinar.slug,
    Edition.public_id.label("edition"),
    Section.position.label("section"),
    Section.label.label("section_label"),
    Section.title.label("section_title"),
    Tool.slug.label("tool"),
)


def _questions() -> Select[*tuple[Any, ...]]:
    return (
        select(*_columns)
        .select_from(SessionQuestion)
        .join(WebinarSession, WebinarSession.id == SessionQuestion.session_id)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .outerjoin(Section, Section.id == SessionQuestion.section_id)
        .outerjoin(Edition, Edition.id == Section.edition_id)
        .outerjoin(Tool, Tool.id == Edition.tool_id)
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    )


def queue(condition: ColumnElement[bool], state: str, language: str) -> Select[Any]:
    """Return the statement for the questions of webinars in a state, oldest first."""
    return (
        with_title(_questions())
        .where(condition, SessionQuestion.state == state)
        .params(reader_language=language)
    )


def counts(condition: ColumnElement[bool]) -> dict[str, int]:
    """Return how many questions of webinars are in each state."""
    rows = db.session.execute(
        select(SessionQuestion.state, func.count())
        .join(WebinarSession, WebinarSession.id == SessionQuestion.session_id)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .where(condition)
        .group_by(SessionQuestion.state)
    )
    return dict.fromkeys(QUESTION_STATES, 0) | {state: number for state, number in rows}


_answered = _questions().where(
    WebinarSession.webinar_id == bindparam("webinar_id", type_=Integer()),
    SessionQuestion.state == "answered",
)


def answered(webinar_id: int) -> dict[str, list[AnyRow]]:
    """Return the answered questions of a webinar by the public id of their session."""
    found: dict[str, list[AnyRow]] = {}
    for row in read(_answered, {"webinar_id": webinar_id}).all():
        found.setdefault(row.session, []).append(row)
    return found


def questions_of(session_id: int) -> list[SessionQuestion]:
    """Return the questions of a session in the order they were asked, to be changed."""
    statement = select(SessionQuestion).where(SessionQuestion.session_id == session_id)
    return list(db.session.scalars(statement.order_by(SessionQuestion.id)))


def question(public_id: str) -> AnyRow | None:
    """Return one question, or None."""
    statement = _questions().where(SessionQuestion.public_id == public_id)
    return db.session.execute(statement).one_or_none()


def sessions(condition: ColumnElement[bool], language: str, most: int = 200) -> list[AnyRow]:
    """Return the sessions of webinars that have begun to be asked about, newest first."""
    statement = with_title(
        select(
            WebinarSession.public_id, WebinarSession.starts_at, WebinarSession.zone, Webinar.slug
        )
        .select_from(WebinarSession)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    )
    rows = db.session.execute(
        statement.where(condition, WebinarSession.state.in_(("open", "held")))
        .order_by(WebinarSession.starts_at.desc(), WebinarSession.id.desc())
        .limit(most)
        .params(reader_language=language)
    )
    return list(rows)
