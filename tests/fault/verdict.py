"""After the kills: is everything there that was acknowledged, once, and in order?"""

from collections import Counter
from collections.abc import Callable, Iterable

from sqlalchemy import func, select, text

from certificates.models import Award
from courses.models import Completion, Course, Enrolment, Step, StepProgress
from elearn.accounts.audit import first_broken_entry
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.outbox import Job
from quizzes import sitting
from quizzes.models import Answer, Attempt
from tests.fault.learners import Diary, Kept

Diaries = dict[str, Diary]


def problems(diaries: Diaries) -> list[str]:
    """Return every broken promise, as sentences."""
    found = [problem for diary in diaries.values() for problem in diary.problems]
    for check in CHECKS:
        found += check(diaries)
    db.session.rollback()
    return found


def answers_kept() -> dict[str, Kept]:
    rows = db.session.execute(
        select(
            Answer.client_key,
            Attempt.public_id,
            Answer.position,
            Answer.sequence,
            Answer.response,
        ).join(Attempt, Attempt.id == Answer.attempt_id)
    )
    return {
        row.client_key: Kept(
            row.public_id, row.position, row.sequence, str(sorted(row.response.items()))
        )
        for row in rows
    }


def lost_answers(diaries: Diaries) -> list[str]:
    """Return acknowledged answers that are not there as they were sent."""
    kept = answers_kept()
    return [
        f"acknowledged answer {key} of {email} is lost"
        for email, diary in diaries.items()
        for key, sent in diary.saved.items()
        if kept.get(key) != sent
    ]


def strange_answers(diaries: Diaries) -> list[str]:
    sent = {key for diary in diaries.values() for key in diary.sent}
    kept = answers_kept()
    rows = db.session.scalar(select(func.count(Answer.id)))
    found = [f"answer {key} was never sent" for key in kept if key not in sent]
    return found + ([f"{rows} answers, {len(kept)} keys"] if rows != len(kept) else [])


def attempts_as_told(diaries: Diaries) -> list[str]:
    """Attempts are there, closed with the score that was told, which is what the answers earn."""
    rows = {row.public_id: row for row in db.session.scalars(select(Attempt))}
    found = []
    for diary in diaries.values():
        found += [f"attempt {one} is lost" for one in diary.started if one not in rows]
        for public_id, told in diary.closed.items():
            row = rows.get(public_id)
            if row is None or row.submitted_at is None or (row.score, row.passed) != told:
                found.append(f"attempt {public_id} is not closed as told: {told}")
            elif sitting.result_of(row.id, row.pass_mark).score != row.score:
                found.append(f"attempt {public_id}: its answers earn another score")
    return found


def attempts_in_a_row(diaries: Diaries) -> list[str]:
    numbers: dict[tuple[int, int], list[int]] = {}
    still_open: Counter[tuple[int, int]] = Counter()
    for row in db.session.scalars(select(Attempt).order_by(Attempt.number)):
        key = (row.enrolment_id, row.quiz_id)
        numbers.setdefault(key, []).append(row.number)
        still_open[key] += row.submitted_at is None
    return [
        f"attempts of enrolment {key[0]}: {found}, {still_open[key]} open"
        for key, found in numbers.items()
        if found != list(range(1, len(found) + 1)) or still_open[key] > 1
    ]


def lessons_as_told(diaries: Diaries) -> list[str]:
    done = {
        tuple(row)
        for row in db.session.execute(
            select(Person.email, Course.slug, Step.public_id)
            .select_from(StepProgress)
            .join(Enrolment, Enrolment.id == StepProgress.enrolment_id)
            .join(Person, Person.id == Enrolment.person_id)
            .join(Step, Step.id == StepProgress.step_id)
            .join(Course, Course.id == Step.course_id)
            .where(StepProgress.completed_at.is_not(None))
        )
    }
    return [
        f"lesson {lesson} was read by {email}, and that is lost"
        for email, diary in diaries.items()
        for lesson in diary.read
        if (email, *lesson) not in done
    ]


def awards_as_told(diaries: Diaries) -> list[str]:
    """One completion and one drawn award for each course completed, none twice."""
    rows = db.session.execute(
        select(Person.email, Course.slug, Award.pdf_key, Completion.id)
        .select_from(Award)
        .join(Person, Person.id == Award.person_id)
        .join(Course, Award.subject_key == "course:" + Course.public_id)
        .join(Enrolment, (Enrolment.person_id == Person.id) & (Enrolment.course_id == Course.id))
        .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    ).all()
    count = Counter((row.email, row.slug) for row in rows)
    found = [f"{number} awards of {key}" for key, number in count.items() if number != 1]
    found += [f"no PDF for {row.email} {row.slug}" for row in rows if row.pdf_key is None]
    found += [f"no completion for {row.email} {row.slug}" for row in rows if row.id is None]
    told = {(email, slug) for email, diary in diaries.items() for slug in diary.completed}
    found += [f"no award for {key}, who was told so" for key in told - set(count)]
    if len(rows) != db.session.scalar(select(func.count(Completion.id))):
        found.append("completions and awards differ in number")
    return found


def jobs_done(diaries: Diaries) -> list[str]:
    rows = db.session.execute(select(Job.task, Job.problem).where(Job.done_at.is_(None))).all()
    return [f"job {row.task} is not done: {row.problem}" for row in rows]


def sound_database(diaries: Diaries) -> list[str]:
    if db.engine.dialect.name != "sqlite":
        return []
    said = list(db.session.scalars(text("PRAGMA integrity_check")))
    orphans = db.session.execute(text("PRAGMA foreign_key_check")).all()
    return [str(one) for one in [*(said if said != ["ok"] else []), *orphans]]


def whole_audit(diaries: Diaries) -> list[str]:
    broken = first_broken_entry()
    return [] if broken is None else [f"the audit chain breaks at entry {broken}"]


CHECKS: Iterable[Callable[[Diaries], list[str]]] = (
    lost_answers,
    strange_answers,
    attempts_as_told,
    attempts_in_a_row,
    lessons_as_told,
    awards_as_told,
    jobs_done,
    sound_database,
    whole_audit,
)
