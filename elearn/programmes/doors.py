"""Whether a place in a run can be asked for now: why not, and what to do next.

The same refusal is shown on the page and raised by the operation.
"""

from flask_babel import gettext as _

from elearn.core.clock import now
from elearn.core.i18n import moment as words_of
from elearn.programmes.errors import CodeIsWrong, DoorClosed
from elearn.programmes.models import Run
from elearn.programmes.run_edits import normal_code


def closed_because(run: Run) -> str:
    """Return why nobody can ask for a place now, and what to do; empty when they can."""
    if run.state == "proposed":
        return str(_("This training is not approved yet. Come back when it is."))
    if run.state not in ("approved", "running"):
        return str(_("This training is over. See the other trainings."))
    if run.door == "closed":
        return str(_("The trainers choose who takes part. Write to them if you want to join."))
    if run.opens_at and now() < run.opens_at:
        moment = words_of(run.opens_at)
        return str(_("You can ask for a place from %(moment)s on. Come back then.", moment=moment))
    if run.closes_at and now() >= run.closes_at:
        moment = words_of(run.closes_at)
        sentence = _(
            "Places were given until %(moment)s. Write to the trainers if you want to join.",
            moment=moment,
        )
        return str(sentence)
    return ""


def refuse_closed(run: Run, code: str) -> None:
    """Raise DoorClosed while nobody can ask, CodeIsWrong for a code that is not the run's."""
    sentence = closed_because(run)
    if sentence:
        raise DoorClosed(sentence)
    if run.door == "code" and normal_code(code) != run.code:
        raise CodeIsWrong
