"""People added to a run by a long list of addresses: in pieces, each its own short transaction."""

from collections.abc import Sequence

from elearn.accounts.session import SignedIn
from elearn.core.transaction import write
from elearn.programmes import access, operations, placing
from elearn.programmes.errors import TooManyAddresses
from elearn.programmes.operations import Added

MOST_ADDRESSES = 200


def add_in_pieces(slug: str, addresses: Sequence[str], actor: SignedIn) -> list[Added]:
    """Give places to people with accounts at these addresses; what was given stays given.

    Raises TooManyAddresses, RunNotFound, NotYoursToRun, StateForbids.
    """
    if len(addresses) > MOST_ADDRESSES:
        raise TooManyAddresses(MOST_ADDRESSES)
    added: list[Added] = []
    for start in range(0, len(addresses), placing.AT_ONCE):
        piece = addresses[start : start + placing.AT_ONCE]
        with write():
            run = access.open_run(slug, actor, to="manage")
            added += operations.add_people(run.id, piece, actor)
    return added
