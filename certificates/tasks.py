"""The job that draws an award. It may run twice: the same facts give the same bytes."""

from sqlalchemy import update

from certificates import queries
from certificates.checking import ALTERED, attachment, record_of, verdict
from certificates.codes import grouped
from certificates.drawing import ENGINE, TEMPLATE, draw
from certificates.errors import CannotDraw, DoesNotFit, NameIsUnusable
from certificates.models import Award
from elearn.core import outbox, storage
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.core.urls import absolute


@outbox.task("certificates.draw", lease_seconds=60)
def draw_award(award_id: int) -> None:
    """Draw the PDF of an award and keep it, or keep the reason why it cannot be drawn.

    Raises outbox.GiveUp when the award is gone, not valid any more, or not what was signed.
    """
    row = queries.award_by_id(award_id)
    # No read transaction stays open while the page is drawn.
    db.session.rollback()
    if row is None or row.status != "valid":
        raise outbox.GiveUp("There is no valid award to draw.")
    if verdict(row) == ALTERED:
        raise outbox.GiveUp("The award is not what was signed.")
    if row.pdf_key and row.template_version == TEMPLATE and storage.exists(row.pdf_key):
        return
    address = absolute("verification.show", code=grouped(row.code))
    try:
        pdf = draw(
            record_of(row),
            verify_url=address,
            timestamp=row.issued_at,
            attachment=attachment(row),
        )
    except (CannotDraw, DoesNotFit, NameIsUnusable) as problem:
        _keep(award_id, pdf_problem=problem.kept)
        return
    key = storage.put(pdf, ".pdf")
    _keep(
        award_id,
        pdf_key=key,
        pdf_problem=None,
        template_version=TEMPLATE,
        engine_version=ENGINE,
    )


def _keep(award_id: int, **values: object) -> None:
    with write():
        db.session.execute(
            update(Award).where(Award.id == award_id, Award.status == "valid").values(**values)
        )
