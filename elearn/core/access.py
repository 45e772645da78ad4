"""What a route must say about who may enter, and the refusal it answers with."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why not, and the next act. `sign_in` sends a visitor to the sign-in page instead."""

    reason: str
    action_label: str | None = None
    action_url: str | None = None
    sign_in: bool = False
    # What the page that refuses is called, when “not open to you” is not the word.
    heading: str | None = None


Access = Callable[[], Refusal | None]


def anyone() -> Refusal | None:
    """Let everybody in, visitors included."""
    return None
