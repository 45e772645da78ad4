"""Jobs of the ways in: thin, run at least once, and a second run changes nothing."""

from courses.entry import invitations
from elearn.core import outbox


@outbox.task(invitations.TASK, lease_seconds=60)
def send_invitation(invitation_id: int, mark: str) -> None:
    """Send an invitation; run twice, the second link replaces the first."""
    invitations.send(invitation_id, mark)
