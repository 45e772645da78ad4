"""Set-up for tests of awards."""

from datetime import date

from sqlalchemy import select

from certificates import operations
from certificates.models import Award
from elearn.core.database import db


def facts(member, subject="course:abc", **changes):
    return {
        "person_id": member.id,
        "kind": "course",
        "subject_key": subject,
        "holder_name": member.name,
        "title": "Introduction to ESM",
        "language": "en",
        "minutes": 90,
        "score": 8750,
        "edition_label": "Practical manual, 2017",
        "edition_symbol": "UNEP/CHW.13/4/Add.1",
        "acknowledgement": "The official text prevails.",
        "tier": "completion",
        "completed_on": date(2026, 11, 22),
    } | changes


def issued(writing, member, subject="course:abc", **changes):
    """Issue an award and return its public id and code, as plain values."""
    with writing():
        award = operations.issue(**facts(member, subject, **changes))
        return award.public_id, award.code


def awards(app):
    with app.app_context():
        return db.session.scalars(select(Award).order_by(Award.id)).all()


def find(public_id):
    return db.session.scalars(select(Award).where(Award.public_id == public_id)).one()
