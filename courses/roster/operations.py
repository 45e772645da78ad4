"""What trainers do for the people of a course: set the rule, enrol by hand, let go."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from courses import learning
from courses.entry import operations as entering
from courses.entry import queries as entry_queries
from courses.models import Enrolment
from courses.queries import AnyRow
from courses.roster.errors import EnrolledAlready, NoSuchAccount, NotOnTheCourse
from courses.roster.models import RiskRule
from courses.roster.risk import Rule
from elearn.accounts import queries as accounts
from elearn.accounts.addresses import normalised_email
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.database import db

_new_rule = insert(RiskRule)
_set_rule = _new_rule.on_conflict_do_update(
    index_elements=["course_id"],
    set_={
        "away_days": _new_rule.excluded.away_days,
        "due_days": _new_rule.excluded.due_days,
        "count_not_started": _new_rule.excluded.count_not_started,
    },
)


def set_risk_rule(course: AnyRow, rule: Rule, actor: SignedIn) -> None:
    """Let the course follow this at-risk rule; the same rule again changes nothing."""
    values = {
        "away_days": rule.away_days,
        "due_days": rule.due_days,
        "count_not_started": rule.count_not_started,
    }
    db.session.execute(_set_rule, values | {"course_id": course.id})
    record(actor.id, "course.set-risk-rule", "course", course.public_id, **values)


def enrol_by_hand(course: AnyRow, email: str, actor: SignedIn) -> str:
    """Enrol the person whose account has the address; return the enrolment's public id.

    A place is counted and they are told by letter, whatever the terms say of those who come by
    themselves. Raises NoSuchAccount for an address without a confirmed account, EnrolledAlready,
    NoPlaceLeft, and what `learning.enrol` raises.
    """
    account = accounts.person_by_email(normalised_email(email) or "")
    if account is None or account.email_confirmed_at is None or account.suspended_at:
        raise NoSuchAccount
    named = entry_queries.named(course.id)
    if not entering.let_in(account.id, account.name, named, actor, way="trainer"):
        raise EnrolledAlready
    found = select(Enrolment.public_id).where(
        Enrolment.person_id == account.id, Enrolment.course_id == course.id
    )
    return str(db.session.execute(found).scalar_one())


def let_go(learner: AnyRow, course: AnyRow, actor: SignedIn) -> None:
    """Take the learner off the course; what they did is kept. Raises NotOnTheCourse."""
    if not learning.leave(learner.person_id, course.id, actor):
        raise NotOnTheCourse
