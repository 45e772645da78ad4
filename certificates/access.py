"""Who may see, download, hide, revoke and correct an award."""

from flask_babel import gettext as _
from sqlalchemy import select

from certificates import queries
from certificates.errors import NoSuchAward
from certificates.models import Award
from certificates.queries import AwardRow
from elearn.accounts.access import is_admin
from elearn.accounts.session import SignedIn
from elearn.core.access import Refusal
from elearn.core.database import db


def open_award(public_id: str, person: SignedIn | None) -> AwardRow:
    """Return an award of the person's own, or anybody's for an admin. Raises NoSuchAward."""
    found = queries.award_by_public_id(public_id)
    if found is None or person is None or not (found.person_id == person.id or is_admin(person)):
        raise NoSuchAward
    return found


def award_to_change(public_id: str, person: SignedIn | None) -> Award:
    """Return the same as an object, for an operation in the open transaction."""
    open_award(public_id, person)
    return db.session.scalars(select(Award).where(Award.public_id == public_id)).one()


def can_download(award: AwardRow) -> Refusal | None:
    """Say why there is no PDF to download, or None."""
    if award.status == "revoked":
        return Refusal(_("This certificate was revoked."))
    if award.status == "replaced":
        return Refusal(_("This certificate was replaced by a corrected one."))
    if award.pdf_key is None:
        return Refusal(_("Your certificate is being drawn."))
    return None


def can_hide(person: SignedIn | None, award: AwardRow | Award) -> Refusal | None:
    """Say why the person may not hide or show the details of the award, or None."""
    if person is not None and award.person_id == person.id:
        return None
    return Refusal(_("Only the holder decides what the public page shows."))


def can_correct(person: SignedIn | None, award: AwardRow | Award) -> Refusal | None:
    """Say why the person may not have the award issued again under another name, or None.

    Admins may; holders may while their name cannot be printed, as nobody has seen it on paper.
    """
    if award.status != "valid":
        return Refusal(_("This certificate is no longer valid."))
    if is_admin(person):
        return None
    if person is not None and award.person_id == person.id and award.pdf_problem:
        return None
    return Refusal(
        _("To correct the name on a certificate that was issued, write to the administrators.")
    )


def can_revoke(person: SignedIn | None, award: AwardRow | Award) -> Refusal | None:
    """Say why the person may not revoke the award, or None."""
    if not is_admin(person):
        return Refusal(_("Only administrators may revoke certificates."))
    if award.status != "valid":
        return Refusal(_("This certificate is no longer valid."))
    return None
