"""What the code of a run opens, for the page on which people type a code they were given."""

from collections.abc import Callable
from typing import NamedTuple

from flask import url_for

from elearn.accounts.session import SignedIn
from elearn.programmes import placing, queries


class Opened(NamedTuple):
    """A run that a code opens. `enter(person)` asks for a place and returns where to go."""

    title: str
    enter: Callable[[SignedIn], str]


def opened(code: str) -> Opened | None:
    """Return what the code (capitals and digits) opens, or None. Raises nothing before entering.

    Entering acts in the open transaction and raises what `placing.ask` does.
    """
    run = queries.run_by_code(code)
    if run is None:
        return None

    def enter(person: SignedIn) -> str:
        placing.ask(run.id, person.id, person, code=code)
        return url_for("trainings.show", slug=run.slug)

    return Opened(run.title, enter)
