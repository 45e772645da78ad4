"""Awards: issue, revoke, issue again under a corrected name, hide and show details.

Call inside `transaction.write()`. The database decides that there is one award per person,
subject and lineage; a repeat changes nothing.
"""

from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from certificates import keys, letters
from certificates.checking import record_of
from certificates.codes import new_code
from certificates.errors import AwardIsNotValid, ReasonIsMissing
from certificates.models import Award
from certificates.record import holder_name as as_printed
from certificates.record import shortened, tolerant_name
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.core.outbox import enqueue

LONGEST_REASON = 1000
# What an award keeps when it is issued again.
LASTING = (
    "kind",
    "subject_key",
    "title",
    "language",
    "minutes",
    "score_hundredths",
    "issuer",
    "edition_label",
    "edition_symbol",
    "acknowledgement",
    "tier",
    "completed_on",
    "details_hidden",
)
# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_add = (
    insert(Award)
    .on_conflict_do_nothing(index_elements=["person_id", "subject_key", "lineage"])
    .returning(Award.id)
)


def issue(
    *,
    person_id: int,
    kind: str,
    subject_key: str,
    holder_name: str,
    title: str,
    language: str,
    minutes: int,
    tier: str,
    completed_on: date,
    score: int | None = None,
    edition_label: str = "",
    edition_symbol: str = "",
    acknowledgement: str = "",
    issuer: str | None = None,
) -> Award:
    """Issue the award of a person for a subject, once; return it, or the one there is already.

    `kind` is course, webinar or programme; `tier` participation, completion or diploma; `score`
    is in hundredths of a percent and printed when given. Never refuses a name: one that cannot be
    printed is reported to its holder, who may correct it. Drawing and a letter follow by job.
    """
    facts = {
        "kind": kind,
        "subject_key": subject_key,
        "lineage": 0,
        "holder_name": tolerant_name(holder_name),
        "title": shortened(title, 300),
        "language": language,
        "minutes": minutes,
        "score_hundredths": score,
        "issuer": shortened(issuer or current_app.extensions["settings"].issuer, 200),
        "edition_label": shortened(edition_label, 300),
        "edition_symbol": shortened(edition_symbol, 120),
        "acknowledgement": shortened(acknowledgement, 600),
        "tier": tier,
        "completed_on": completed_on,
    }
    award = _signed(person_id, facts)
    if award is None:
        return _latest(person_id, subject_key)
    record(None, "award.issue", "award", award.public_id, subject=subject_key)
    letters.tell("certificate-ready", award)
    return award


def revoke(award: Award, reason: str, actor: SignedIn | None) -> None:
    """Take an award back; its page says so, and why, from this moment on.

    Raises ReasonIsMissing, or AwardIsNotValid when it was revoked or replaced before.
    """
    reason = _reason(reason)
    _leave_valid(award, "revoked", reason)
    record(actor.id if actor else None, "award.revoke", "award", award.public_id, reason=reason)
    letters.tell("certificate-revoked", award)


def reissue(award: Award, holder_name: str, reason: str, actor: SignedIn | None) -> Award:
    """Issue an award again under another name; the old one says “replaced” from then on.

    Raises NameIsUnusable, ReasonIsMissing, or AwardIsNotValid. Facts other than the name stay.
    """
    reason = _reason(reason)
    facts = {name: getattr(award, name) for name in LASTING}
    facts |= {"holder_name": as_printed(holder_name), "lineage": award.lineage + 1}
    new = _signed(award.person_id, facts)
    if new is None:
        raise AwardIsNotValid
    _leave_valid(award, "replaced", reason, replaced_by_id=new.id)
    actor_id = actor.id if actor else None
    record(actor_id, "award.replace", "award", award.public_id, by=new.public_id, reason=reason)
    letters.tell("certificate-replaced", new)
    return new


def hide_details(award: Award, actor: SignedIn) -> None:
    """Let the public page say no more than that the certificate is valid."""
    _set_hidden(award, True, actor)


def show_details(award: Award, actor: SignedIn) -> None:
    """Let the public page show what is printed on the certificate."""
    _set_hidden(award, False, actor)


def draw_again(award: Award) -> None:
    """Queue the drawing of an award that has no PDF."""
    if award.pdf_key is None:
        award.pdf_problem = None
        enqueue("certificates.draw", award_id=award.id)


def _signed(person_id: int, facts: dict[str, Any]) -> Award | None:
    """Insert a signed award and queue its drawing; None when that lineage exists already."""
    signer = keys.signer_in_use()
    keys.publish(signer)
    values = facts | {
        "person_id": person_id,
        "public_id": public_id(),
        "code": new_code(),
        # Whole seconds: what is signed is what every database gives back.
        "issued_at": now().replace(microsecond=0),
        "status": "valid",
        "key_id": signer.kid,
    }
    draft = Award(**values)
    values["signature"] = signer.sign(record_of(draft).facts())
    award_id = db.session.scalar(_add, values)
    if award_id is None:
        return None
    enqueue("certificates.draw", award_id=award_id)
    return db.session.get_one(Award, award_id)


def _latest(person_id: int, subject_key: str) -> Award:
    statement = (
        select(Award)
        .where(Award.person_id == person_id, Award.subject_key == subject_key)
        .order_by(Award.lineage.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one()


def _leave_valid(award: Award, status: str, reason: str, **more: Any) -> None:
    """Change the status in one statement, so that of two at once only one succeeds."""
    changed = db.session.scalar(
        update(Award)
        .where(Award.id == award.id, Award.status == "valid")
        .values(status=status, status_reason=reason, status_at=now(), **more)
        .returning(Award.id)
    )
    if changed is None:
        raise AwardIsNotValid
    db.session.refresh(award)


def _reason(typed: str) -> str:
    reason = typed.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonIsMissing(_("Say why this is done."))
    return reason


def _set_hidden(award: Award, hidden: bool, actor: SignedIn) -> None:
    award.details_hidden = hidden
    act = "award.hide" if hidden else "award.unhide"
    record(actor.id, act, "award", award.public_id)
