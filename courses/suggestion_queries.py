"""Reads of suggestions: requests of a lesson, their texts, the log of all. No rights."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from courses.desk_queries import AnyRow
from courses.models import Course, Step
from courses.suggestion_errors import RequestNotFound
from courses.suggestion_models import SuggestedText, SuggestionRequest
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.suggestions.models import SuggestionConsent

_found = (
    select(func.count(SuggestedText.id))
    .where(SuggestedText.request_id == SuggestionRequest.id)
    .scalar_subquery()
)
_requests: Any = (
    select(
        SuggestionRequest.id,
        SuggestionRequest.public_id,
        SuggestionRequest.kind,
        SuggestionRequest.language,
        SuggestionRequest.revision,
        SuggestionRequest.block_ids,
        SuggestionRequest.characters,
        SuggestionRequest.provider,
        SuggestionRequest.state,
        SuggestionRequest.outcome,
        SuggestionRequest.problem,
        SuggestionRequest.dropped,
        SuggestionRequest.milliseconds,
        SuggestionRequest.asked_at,
        SuggestionRequest.ended_at,
        SuggestionConsent.version.label("consent_version"),
        Person.name.label("asked_by"),
        Step.public_id.label("step"),
        Step.title.label("lesson"),
        Course.slug.label("course"),
        Course.title.label("course_title"),
        _found.label("found"),
    )
    .join(SuggestionConsent, SuggestionConsent.id == SuggestionRequest.consent_id)
    .join(Person, Person.id == SuggestionRequest.person_id)
    .join(Step, Step.id == SuggestionRequest.step_id)
    .join(Course, Course.id == SuggestionRequest.course_id)
    .order_by(SuggestionRequest.id.desc())
)
_texts = (
    select(
        SuggestedText.id,
        SuggestedText.public_id,
        SuggestedText.html,
        SuggestedText.block_ids,
        SuggestedText.state,
        SuggestedText.decided_at,
        SuggestedText.revision,
        Person.name.label("decided_by"),
    )
    .outerjoin(Person, Person.id == SuggestedText.decided_by_id)
    .order_by(SuggestedText.position)
)


def all_requests() -> Select[Any]:
    """Return the statement for the log of all requests, newest first."""
    statement: Select[Any] = _requests
    return statement


def requests_of(step_id: int) -> Select[Any]:
    """Return the statement for the requests about a lesson, newest first."""
    statement: Select[Any] = _requests.where(SuggestionRequest.step_id == step_id)
    return statement


def request_of(step_id: int, public_id: str) -> AnyRow:
    """Return a request about the lesson. Raises RequestNotFound."""
    statement = requests_of(step_id).where(SuggestionRequest.public_id == public_id)
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise RequestNotFound
    return found


def texts_of(request_id: int) -> Sequence[AnyRow]:
    """Return the suggestions a request brought, in the order of the answer."""
    return db.session.execute(_texts.where(SuggestedText.request_id == request_id)).all()


def text_of(request_id: int, public_id: str) -> AnyRow:
    """Return one suggestion of a request. Raises RequestNotFound."""
    statement = _texts.where(
        SuggestedText.request_id == request_id, SuggestedText.public_id == public_id
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise RequestNotFound
    return found


def midnight() -> datetime:
    """Return the beginning of today (UTC)."""
    return datetime.combine(now().date(), time(), UTC)


def made_today(person_id: int) -> int:
    """Return how many requests the person has made today (UTC)."""
    statement = select(func.count(SuggestionRequest.id)).where(
        SuggestionRequest.person_id == person_id, SuggestionRequest.asked_at >= midnight()
    )
    return db.session.scalar(statement) or 0


def seconds_left_today() -> int:
    """Return how long today (UTC) still lasts."""
    return max(1, int((midnight() + timedelta(days=1) - now()).total_seconds()))
