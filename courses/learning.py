"""What learners do: enrol, leave, keep their place, complete steps and, with them, the course.

Everything here may be repeated: the database decides what a repeat changes, which is nothing.
Call inside `transaction.write()`. Statements go to the connection, past the session: half the cost
for the writes that learners send most; rows loaded as objects before are not refreshed by them.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from certificates import operations as certificates
from courses import enrolment_queries, progress, queries
from courses.entry import places
from courses.entry.models import EntryTerms
from courses.errors import CourseNotFound, CourseWithdrawn, PlaceUnknown
from courses.models import Completion, Course, Enrolment, StepProgress
from courses.rules import completing
from elearn.accounts.audit import record
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.accounts.zones import day_there
from elearn.core.clock import now
from elearn.core.database import db, execute
from elearn.surveys import queries as surveys

# What rooms above do when a course is completed; the roof puts it here.
_when_completed: list[Callable[[int, int, int], None]] = []
BLOCK = re.compile(r"[A-Za-z0-9-]{1,20}")

# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_new_enrolment = insert(Enrolment)
_enrol = _new_enrolment.on_conflict_do_update(
    index_elements=["person_id", "course_id"],
    # Who comes back came in by the new way, unless a certificate is held back by the old one.
    set_={
        "left_at": None,
        "due_at": _new_enrolment.excluded.due_at,
        "way": case((Enrolment.held, Enrolment.way), else_=_new_enrolment.excluded.way),
        "held": or_(Enrolment.held, _new_enrolment.excluded.held),
    },
    where=Enrolment.left_at.is_not(None),
).returning(Enrolment.id)

_new_progress = insert(StepProgress)
_sent = _new_progress.excluded
_first_time = StepProgress.completed_at.is_(None)
_better = and_(
    _sent.score.is_not(None), or_(StepProgress.score.is_(None), _sent.score > StepProgress.score)
)
_complete = _new_progress.on_conflict_do_update(
    index_elements=["enrolment_id", "step_id"],
    set_={
        "completed_at": func.coalesce(StepProgress.completed_at, _sent.completed_at),
        "release_id": case((_first_time, _sent.release_id), else_=StepProgress.release_id),
        "score": case((_better, _sent.score), else_=StepProgress.score),
    },
)
_place = _new_progress.on_conflict_do_update(
    index_elements=["enrolment_id", "step_id"], set_={"block": _sent.block}
)
_finish = (
    insert(Completion)
    .on_conflict_do_nothing(index_elements=["enrolment_id"])
    .returning(Completion.id)
)
_enrolment_id = bindparam("the_enrolment", type_=Integer())
_touch = (
    update(Enrolment)
    .where(Enrolment.id == _enrolment_id)
    .values(last_step_id=bindparam("step_id", type_=Integer()), last_seen_at=bindparam("moment"))
)


def also_when_completed(act: Callable[[int, int, int], None]) -> None:
    """Let a room above act in the transaction in which a course is completed.

    `act(enrolment_id, person_id, course_id)` is called once for each completion.
    """
    if act not in _when_completed:
        _when_completed.append(act)


def enrol(
    person_id: int,
    course_id: int,
    actor: SignedIn | None,
    *,
    way: str = "open",
    due_at: datetime | None = None,
    held: bool = False,
) -> int:
    """Enrol the person, or take them back where they were, and return the enrolment's id.

    Their country, gender and stakeholder group are kept as they are now, with the way they came
    in, when it is due (if not said, as the terms of entry say) and whether the certificate is held
    back. Enrolling twice changes nothing. The terms were asked before; places are counted here.
    Raises CourseNotFound, CourseWithdrawn when it is no longer offered, or NoPlaceLeft.
    """
    # Shared with others who enrol; whoever changes the terms waits, and counts them all.
    course = db.session.execute(
        select(Course.state, Course.public_id, EntryTerms.due_days)
        .outerjoin(EntryTerms, EntryTerms.course_id == Course.id)
        .where(Course.id == course_id)
        .with_for_update(read=True, of=Course)
    ).one_or_none()
    if course is None or course.state not in ("published", "withdrawn"):
        raise CourseNotFound
    if course.state == "withdrawn":
        raise CourseWithdrawn
    values = {
        "person_id": person_id,
        "course_id": course_id,
        "way": way,
        "due_at": due_at or _due(course.due_days),
        "held": held,
        **_profile(person_id),
    }
    enrolment_id: int | None = execute(_enrol, values).scalar()
    if enrolment_id is not None:
        places.take(course_id)
        record(_id(actor), "course.enrol", "course", course.public_id, person=person_id)
        return enrolment_id
    return db.session.execute(
        select(Enrolment.id).where(
            Enrolment.person_id == person_id, Enrolment.course_id == course_id
        )
    ).scalar_one()


def _id(actor: SignedIn | None) -> int | None:
    return actor.id if actor else None


def _due(days: int | None) -> datetime | None:
    return now() + timedelta(days=days) if days else None


def _profile(person_id: int) -> dict[str, str | None]:
    person = db.session.execute(
        select(Person.country, Person.gender, Person.stakeholder).where(Person.id == person_id)
    ).one()
    return dict(person._mapping)


def leave(person_id: int, course_id: int, actor: SignedIn | None) -> bool:
    """Let the person leave the course; progress and completion are kept.

    Returns False when they were not on it, which changes nothing.
    """
    # Shared with others who come and leave; whoever changes the terms waits, and counts them all.
    public_id = db.session.scalar(
        select(Course.public_id).where(Course.id == course_id).with_for_update(read=True)
    )
    left = db.session.execute(
        update(Enrolment)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.course_id == course_id,
            Enrolment.left_at.is_(None),
        )
        .values(left_at=now())
        .returning(Enrolment.id)
    ).scalar_one_or_none()
    if left is None:
        return False
    places.give_back(course_id)
    record(_id(actor), "course.leave", "course", public_id, person=person_id)
    return True


def place(enrolment_id: int, step_id: int, *, release_id: int, block: str | None) -> None:
    """Keep where the learner is: the step and the paragraph (its key) read last.

    Completed steps stay completed. Raises PlaceUnknown for what cannot be a paragraph's key.
    """
    if block is not None and not BLOCK.fullmatch(block):
        raise PlaceUnknown
    moment = now()
    _lock(enrolment_id, step_id, moment)
    values = {
        "enrolment_id": enrolment_id,
        "step_id": step_id,
        "release_id": release_id,
        "opened_at": moment,
        "block": block,
    }
    execute(_place, values)


def complete_step(
    enrolment_id: int, step_id: int, *, release_id: int, score: int | None = None
) -> Completion | None:
    """Complete a step for a learner, and the course with it when its rule is met by that.

    The caller has made sure that the step was read or passed in this release. The first date
    stays, a score (hundredths of a percent) is only ever raised. Returns the completion when this
    call made it; its certificate is issued in the same transaction.
    """
    moment = now()
    _lock(enrolment_id, step_id, moment)
    values = {
        "enrolment_id": enrolment_id,
        "step_id": step_id,
        "release_id": release_id,
        "opened_at": moment,
        "completed_at": moment,
        "score": score,
    }
    execute(_complete, values)
    return complete_course(enrolment_id)


def _lock(enrolment_id: int, step_id: int, moment: datetime) -> None:
    # Also queues two writes of one learner on PostgreSQL: without it, the last two steps sent at
    # once would each see the other missing, and the course would never be completed.
    values = {"the_enrolment": enrolment_id, "step_id": step_id, "moment": moment}
    execute(_touch, values)


def complete_course(enrolment_id: int) -> Completion | None:
    """Complete the course if its rule is met: by default, every required step is completed.

    Returns the completion when this call made it, else None. A completion is never undone, also
    when a later release or another rule asks for more.
    """
    looked = enrolment_queries.something_left(enrolment_id)
    rule = completing.rule_of(looked.completion)
    if looked.left and completing.asks_for_all(rule):
        return None
    facts = enrolment_queries.award_facts(enrolment_id)
    done = queries.scores_of_done(enrolment_id)
    items = completing.items(facts.outline, done, rule, _answered(facts, rule))
    if not progress.is_complete(items):
        return None
    moment = now()
    score = completing.score(facts.outline, done)
    values = {
        "enrolment_id": enrolment_id,
        "release_id": facts.release_id,
        "completed_at": moment,
        "score": score,
        "tier": rule["tier"],
        "trace": items,
    }
    completion_id = execute(_finish, values).scalar()
    if completion_id is None:
        return None
    if not facts.held:
        _certify(facts, moment, score, rule["tier"])
    for act in _when_completed:
        act(enrolment_id, facts.person_id, facts.course_id)
    return db.session.get_one(Completion, completion_id)


def let_go(enrolment_id: int, actor: SignedIn | None) -> None:
    """Stop holding back the certificate of an enrolment; one that was completed gets it now."""
    let = db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.held.is_(True))
        .values(held=False)
        .returning(Enrolment.id)
    ).scalar_one_or_none()
    completion = db.session.execute(
        select(Completion.completed_at, Completion.score, Completion.tier).where(
            Completion.enrolment_id == enrolment_id
        )
    ).one_or_none()
    if let is None:
        return
    facts = enrolment_queries.award_facts(enrolment_id)
    if completion is not None:
        _certify(facts, completion.completed_at, completion.score, completion.tier)
    actor_id = actor.id if actor else None
    record(actor_id, "course.let-go", "course", facts.course_public_id, person=facts.person_id)


def _answered(facts: queries.AnyRow, rule: completing.Rule) -> list[str]:
    """Return which of the forms that the rule asks for the learner has answered."""
    subject = enrolment_queries.subject_key(facts.course_public_id)
    asked = completing.asked_forms(rule)
    return [form for form in asked if surveys.has_answered(facts.person_id, form, subject)]


def _certify(facts: queries.AnyRow, moment: datetime, score: int | None, tier: str) -> None:
    holder = db.session.execute(
        select(Person.name, Person.timezone).where(Person.id == facts.person_id)
    ).one()
    certificates.issue(
        person_id=facts.person_id,
        kind="course",
        subject_key=enrolment_queries.subject_key(facts.course_public_id),
        holder_name=holder.name,
        title=facts.title,
        language=facts.language,
        minutes=facts.minutes,
        score=score,
        edition_label=facts.edition_label or "",
        edition_symbol=facts.edition_symbol or "",
        acknowledgement=facts.acknowledgement or "",
        tier=tier,
        completed_on=day_there(moment, holder.timezone),
    )
