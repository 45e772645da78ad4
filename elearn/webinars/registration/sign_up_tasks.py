"""Jobs of registration: letters with links, and what is deleted once it has served its time."""

from elearn.core import outbox
from elearn.core.transaction import write
from elearn.webinars.registration import confirming, delegations, invitations, retention, signing_up


@outbox.task(signing_up.SEND, lease_seconds=60)
def send_confirmation(sign_up_id: int, language: str, mark: str) -> None:
    """Send the link that confirms an address; run twice, the second link replaces the first."""
    confirming.send(sign_up_id, language, mark)


@outbox.task(invitations.SEND, lease_seconds=60)
def send_invitation(invitation_id: int, mark: str) -> None:
    """Send an invitation; run twice, the second link replaces the first."""
    invitations.send(invitation_id, mark)


@outbox.task(delegations.SEND, lease_seconds=60)
def send_delegation_letter(sign_up_id: int, mark: str) -> None:
    """Tell a member of a delegation who registered them."""
    delegations.send(sign_up_id, mark)


@outbox.task(retention.TASK)
def forget_old() -> None:
    """Delete what webinars keep no longer; queues itself again while some is left."""
    with write():
        if retention.forget_old():
            outbox.enqueue(retention.TASK)
