"""Jobs of the ways in: thin, run at least once, and a second run changes nothing."""

from courses.entry import cohorts, invitations, lists
from elearn.core import outbox


@outbox.task(invitations.TASK, lease_seconds=60)
def send_invitation(invitation_id: int, mark: str) -> None:
    """Send an invitation; run twice, the second link replaces the first."""
    invitations.send(invitation_id, mark)


@outbox.task(lists.TRY, lease_seconds=300)
def try_list(list_id: int) -> None:
    """Say what each row of a list would do."""
    lists.try_list(list_id)


@outbox.task(lists.CARRY_OUT, lease_seconds=300)
def carry_out(list_id: int, start: int) -> None:
    """Do what a list says, from where it stands."""
    lists.carry_on(list_id, start)


@outbox.task(cohorts.TASK, lease_seconds=300)
def enrol_cohort(cohort_id: int, course_id: int, mark: str) -> None:
    """Enrol the members of a cohort who are not on the course yet."""
    cohorts.enrol_members(cohort_id, course_id)
