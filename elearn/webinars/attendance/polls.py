"""Polls taken at sessions: written down or read from a report, shown when the session is over.

Nobody's vote is kept. Call the writing acts inside `transaction.write()`.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars import planning
from elearn.webinars.attendance.windows import ends
from elearn.webinars.attendance.zoom_reports import (
    LONGEST_OPTION,
    LONGEST_POLL,
    MOST_OPTIONS,
    Option,
    Poll,
)
from elearn.webinars.kept.material_errors import PollNotFound
from elearn.webinars.kept.material_models import SessionPoll
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.planning_errors import Unusable

MOST_OF_A_SESSION = 50
MOST_VOTES = 100_000


def add(
    webinar: Webinar, session: WebinarSession, polls: Sequence[Poll], actor: SignedIn | None
) -> int:
    """Write polls down; those with a question that stands there already are passed over.

    Returns how many are new. Raises Unusable.
    """
    for one in polls:
        check(one)
    planning.locked(webinar.id)
    known = {one.question for one in polls_of(session.id)}
    new = [
        one for one in {one.question: one for one in polls}.values() if one.question not in known
    ]
    if len(known) + len(new) > MOST_OF_A_SESSION:
        raise Unusable("question", _l("A session has 50 polls at most."))
    db.session.add_all(
        SessionPoll(
            session_id=session.id,
            question=one.question,
            options=[vars(option) for option in one.options],
        )
        for one in new
    )
    db.session.flush()
    if new:
        planning.note(webinar, actor, "webinar.add-polls", polls=len(new))
    return len(new)


def check(poll: Poll) -> None:
    """Raise Unusable for what is no poll."""
    if not poll.question.strip() or len(poll.question) > LONGEST_POLL:
        raise Unusable("question", _l("Give the question, with 500 characters at most."))
    labels = [one.label for one in poll.options]
    if not 1 <= len(labels) <= MOST_OPTIONS or len(set(labels)) < len(labels):
        raise Unusable("options", _l("Give between 1 and 20 different answers."))
    if any(not label.strip() or len(label) > LONGEST_OPTION for label in labels):
        raise Unusable("options", _l("An answer has between 1 and 200 characters."))
    if any(not 0 <= one.votes <= MOST_VOTES for one in poll.options):
        raise Unusable("options", _l("Give whole numbers of votes, up to 100,000."))


def remove(webinar: Webinar, session: WebinarSession, poll_id: str, actor: SignedIn | None) -> None:
    """Take a poll away. Raises PollNotFound."""
    planning.locked(webinar.id)
    for one in polls_of(session.id):
        if one.public_id == poll_id:
            db.session.delete(one)
            db.session.flush()
            planning.note(webinar, actor, "webinar.remove-poll", poll=poll_id)
            return
    raise PollNotFound


def polls_of(session_id: int) -> Sequence[SessionPoll]:
    """Return the polls of a session in the order they were written down in."""
    return db.session.scalars(
        select(SessionPoll).where(SessionPoll.session_id == session_id).order_by(SessionPoll.id)
    ).all()


def public(webinar_id: int) -> dict[str, list[SessionPoll]]:
    """Return the polls of a webinar that everybody sees, by session: of those that are over."""
    rows = db.session.execute(
        select(WebinarSession, SessionPoll)
        .join(SessionPoll, SessionPoll.session_id == WebinarSession.id)
        .where(WebinarSession.webinar_id == webinar_id, WebinarSession.state.in_(("open", "held")))
        .order_by(SessionPoll.id)
    )
    found: dict[str, list[SessionPoll]] = {}
    for session, poll in rows:
        if now() >= ends(session):
            found.setdefault(session.public_id, []).append(poll)
    return found


def typed(question: str, text: str) -> Poll:
    """Return a poll as it is typed: a line an answer, its votes at the end of the line.

    Raises Unusable.
    """
    options = []
    for line in text.splitlines():
        label, _space, votes = line.strip().rpartition(" ")
        if line.strip():
            if not (label and votes.isascii() and votes.isdecimal() and len(votes) < 7):
                raise Unusable("options", _l("End each line with the number of votes."))
            options.append(Option(label.rstrip(" :;,\t"), int(votes)))
    return Poll(" ".join(question.split()), tuple(options))
