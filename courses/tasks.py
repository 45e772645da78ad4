"""Jobs of courses."""

from courses import change_reading, completed, drafting, due, suggesting, suggestion_answers
from courses.roster import nudging
from elearn.core import outbox
from elearn.core.errors import DomainError
from elearn.core.transaction import write


@outbox.task("courses.build_draft", lease_seconds=300, most_attempts=5)
def build_draft(import_id: int) -> None:
    """Make the draft course of a confirmed import; a refusal gives the outline back."""
    try:
        drafting.build_all(import_id)
    except DomainError as refusal:
        with write():
            drafting.reopen(import_id, str(refusal))
        raise outbox.GiveUp(str(refusal)) from refusal


@outbox.task("courses.ask_to_read", lease_seconds=300)
def ask_to_read(release_id: int) -> None:
    """Ask learners to read what a release changed materially."""
    change_reading.ask(release_id)


@outbox.task(completed.TASK)
def tell_completed(enrolment_id: int) -> None:
    """Tell a learner who completed a course and gets no certificate at once."""
    completed.tell(enrolment_id)


@outbox.task("courses.tell_due", lease_seconds=600)
def tell_due() -> None:
    """Tell learners what they should finish within a week; run twice, it tells nobody twice."""
    due.tell_all()


@outbox.task(suggesting.TASK, lease_seconds=60, most_attempts=3)
def ask_provider(request_id: int) -> None:
    """Ask the provider of suggestions what a trainer wants to know."""
    suggestion_answers.answer(request_id)


@outbox.task(nudging.TASK, lease_seconds=120)
def send_nudge(nudge_id: int, after: int) -> None:
    """Queue the next letters of a nudge."""
    with write():
        nudging.write_letters(nudge_id, after)
