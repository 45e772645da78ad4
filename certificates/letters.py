"""Letters to holders, queued with the change they tell of."""

from certificates.models import Award
from elearn.accounts import mailing
from elearn.core.urls import absolute


def tell(letter: str, award: Award) -> None:
    """Queue a letter about the award to its holder, in the open transaction; each is sent once."""
    mailing.tell(
        award.person_id,
        "certificate",
        mark=f"{letter}:{award.public_id}",
        template=letter,
        title=award.title,
        reason=award.status_reason,
        link=absolute("certificates.show", public_id=award.public_id),
    )
