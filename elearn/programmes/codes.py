"""What the code of a run opens, for the page on which people type a code they were given."""

from flask import url_for

from courses.entry.codes import Door
from elearn.accounts.session import SignedIn
from elearn.programmes import placing, queries


def opened(code: str) -> Door | None:
    """Return the door to the run with this code (capitals and digits), or None.

    Entering asks for a place in the open transaction and raises what `placing.ask` does.
    """
    run = queries.run_by_code(code)
    if run is None:
        return None

    def enter(person: SignedIn) -> str:
        placing.ask(run.id, person.id, person, code=code)
        return url_for("trainings.show", slug=run.slug)

    return Door(run.title, enter, at_once=False)
