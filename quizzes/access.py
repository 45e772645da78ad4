"""Who may see an attempt, and whether a new one may start, with the reason from the same code."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from courses import access as courses
from elearn.accounts.session import SignedIn
from elearn.core.access import Refusal
from elearn.core.errors import NotFound
from quizzes import queries
from quizzes.allowance import Allowance, allowance
from quizzes.answering import Checked
from quizzes.errors import NoSuchAttempt, NoSuchQuiz, TakenOnce
from quizzes.queries import AnyRow
from quizzes.wording import when


def open_quiz_to_start(slug: str, step_id: str, person: SignedIn) -> AnyRow:
    """Return the step of a quiz for a new attempt.

    Raises NoSuchQuiz, or StepLocked when something must come before it.
    """
    try:
        step = courses.open_step_to_do(slug, step_id, person)
    except NotFound:
        raise NoSuchQuiz from None
    if step.kind != "quiz":
        raise NoSuchQuiz
    return step


def open_attempt(public_id: str, person: SignedIn) -> AnyRow:
    """Return a person's own attempt with its quiz and course.

    Raises NoSuchAttempt, or StepLocked for an open one whose quiz is locked.
    """
    row = queries.attempt_row(public_id)
    if row is None or row.person_id != person.id:
        raise NoSuchAttempt
    refuse_locked(row, person)
    return row


def refuse_locked(row: AnyRow, person: SignedIn) -> None:
    """Raise StepLocked when the rules of the course lock the quiz of an attempt that is open.

    A submitted one can still be looked at: what was done is kept. What is no longer in the course
    has no rules.
    """
    if row.rules_id is None or row.submitted_at is not None:
        return
    with suppress(NotFound):
        courses.open_step_to_do(row.slug, row.step_public_id, person)


def refuse_locked_answer(answer: Checked, public_id: str, person: SignedIn) -> None:
    """Raise StepLocked when the rules of the course lock the quiz that is being answered."""
    if answer.ruled:
        open_attempt(public_id, person)


def shows_answers(attempt: AnyRow) -> bool:
    """Tell whether right answers and feedback may be shown of a closed attempt.

    Those of a test before are those of its test after too, so they wait until that was handed in.
    """
    return attempt.purpose != "before" or queries.was_handed_in(
        attempt.enrolment_id, attempt.pool_id
    )


def allowance_of(quiz: AnyRow, history: Sequence[AnyRow], moment: datetime) -> Allowance:
    """Return what the quiz allows a learner with these attempts, newest first."""
    finished = next((row for row in history if row.submitted_at is not None), None)
    return allowance(
        attempts=quiz.attempts,
        wait_minutes=quiz.wait_minutes,
        # Numbers count from 1 without gaps, so the newest one says how many there were.
        finished=finished.number if finished else 0,
        last_finished=finished.submitted_at if finished else None,
        moment=moment,
    )


def can_start(quiz: AnyRow, history: Sequence[AnyRow], moment: datetime) -> Refusal | None:
    """Let a learner start unless the allowed attempts are used up; say why and until when.

    A test before is taken once.
    """
    if quiz.purpose == "before":
        taken = any(row.submitted_at is not None for row in history)
        return Refusal(str(TakenOnce())) if taken else None
    allowed = allowance_of(quiz, history, moment)
    if allowed.allowed or allowed.until is None:
        return None
    return Refusal(waiting_sentence(quiz.attempts, allowed.until))


def waiting_sentence(attempts: int, until: datetime) -> str:
    """Return why no attempt may start now, and when the next may."""
    why = ngettext(
        "You have used the attempt you had.",
        "You have used the %(num)s attempts you had.",
        attempts,
    )
    then = _(
        "Read the lessons again in the meantime; you can try again from %(moment)s.",
        moment=when(until),
    )
    return f"{why} {then}"
