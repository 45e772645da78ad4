"""Registrations counted for figures, in one statement whatever their number. No rights."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select

from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars import ending
from elearn.webinars.board.figures import Counted, Figures, figures
from elearn.webinars.models import Webinar, WebinarSession, WebinarText
from elearn.webinars.registration.registration_models import LIVE, Registration, SignUp

_reached = Registration.minutes * 100 >= WebinarSession.minutes * Webinar.share_percent
_CODES = (
    Webinar.slug.label("webinar"),
    WebinarSession.public_id.label("session"),
    WebinarSession.language,
    SignUp.region,
    func.coalesce(SignUp.country, "").label("country"),
    func.coalesce(SignUp.gender, "").label("gender"),
    func.coalesce(SignUp.stakeholder, "").label("stakeholder"),
)


def _times(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(cast(condition, Integer())), 0)


def _of(condition: ColumnElement[bool], *columns: Any) -> Any:
    # Registrations that stand for something, of sessions that were not called off.
    return (
        select(*columns)
        .select_from(Registration)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .where(Registration.state.in_(LIVE), WebinarSession.state.in_(("open", "held")), condition)
    )


def figures_of(condition: ColumnElement[bool]) -> Figures:
    """Return the figures of the webinars, or of the sessions, for which a condition holds."""
    moment = now()
    over, to_come = ending.over(moment), ending.to_come(moment)
    counts = (
        func.count().label("registered"),
        _times(SignUp.confirmed_at.is_not(None)).label("confirmed"),
        _times(_reached).label("attended"),
        _times(Registration.minutes.is_not(None) & ~_reached).label("partly"),
    )
    grouped = _of(condition, *_CODES, *counts).where(over).group_by(*_CODES)
    sessions = select(func.count()).select_from(WebinarSession).join(
        Webinar, Webinar.id == WebinarSession.webinar_id
    ).where(WebinarSession.state.in_(("open", "held")), over, condition)  # fmt: skip
    return figures(
        [Counted(*row) for row in db.session.execute(grouped)],
        sessions=db.session.scalar(sessions) or 0,
        people=db.session.scalar(
            _of(condition, func.count(Registration.sign_up_id.distinct())).where(over)
        )
        or 0,
        ahead=db.session.scalar(_of(condition, func.count()).where(to_come)) or 0,
    )


def years_of(condition: ColumnElement[bool]) -> list[int]:
    """Return the years in which webinars for which a condition holds had sessions, latest first."""
    ends = select(
        func.min(WebinarSession.starts_at), func.max(WebinarSession.starts_at)
    ).join(Webinar, Webinar.id == WebinarSession.webinar_id).where(
        WebinarSession.state.in_(("open", "held")), condition
    )  # fmt: skip
    first, last = db.session.execute(ends).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def titles(condition: ColumnElement[bool]) -> dict[str, str]:
    """Return the titles, in their own languages, of the webinars for which a condition holds."""
    own = (WebinarText.webinar_id == Webinar.id) & (WebinarText.language == Webinar.language)
    rows = db.session.execute(
        select(Webinar.slug, WebinarText.title).join(WebinarText, own).where(condition)
    )
    return {slug: title for slug, title in rows}
