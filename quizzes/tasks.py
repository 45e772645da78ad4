"""Jobs of quizzes: ids in, call an operation."""

from elearn.core.outbox import task
from elearn.core.transaction import write
from quizzes import sitting


@task("quizzes.close_expired")
def close_expired(attempt_id: int) -> None:
    """Close an attempt whose time is over. Running twice changes nothing."""
    with write():
        sitting.close_expired(attempt_id)
