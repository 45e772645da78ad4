"""Programmes and runs made through the operations, for tests.

run = running_run(cast, courses=[course.id], places=25)     # inside `with writing():`
run.slug, run.id, run.public_id
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from elearn.accounts.models import Membership, Organisation, Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.programmes import operations
from elearn.programmes.models import Programme, Run
from elearn.programmes.operations import Details, RunDetails
from tests.cast import JOINED

PLAN = {"learners": 2, "women": 1, "sessions": 1, "minutes": 60, "groups": {"african": 2}}


def programme(
    *, title: str = "Sound management of batteries", courses: Sequence[int] = (), **more: Any
) -> Programme:
    """Make a published programme of these courses and one session of an hour.

    `made_by` is the id of whoever manages it; the rest are details.
    """
    made_by, organisation_id = more.pop("made_by", None), more.pop("organisation_id", None)
    said = {"objectives": ("Explain how batteries are stored",), "audience": ("carrier",)}
    details = Details(title=title, **(said | more))
    made = operations.create_programme(details, None, organisation_id=organisation_id)
    made.created_by_id = made_by
    for course_id in courses:
        operations.add_course(made.id, course_id, None)
    operations.add_session(made.id, "Opening session", None)
    operations.publish(made.id, None)
    return made


def proposed_run(of: Programme, **more: Any) -> Run:
    """Propose a run of the programme that starts today and lasts a month."""
    today = now().date()
    said = {
        "title": "Batteries in Nairobi",
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
        "languages": ("en",),
        "plan": PLAN | {"learners": min(2, more.get("places", 2))},
        "places": 2,
    }
    return operations.clone(of.id, RunDetails(**(said | more)), None)


def running_run(*, courses: Sequence[int] = (), made_by: int | None = None, **more: Any) -> Run:
    """Make a programme of these courses and a run of it that is running."""
    order = {name: more.pop(name) for name in ("order", "needed") if name in more}
    run = proposed_run(programme(courses=courses, made_by=made_by, **order), **more)
    operations.approve(run.id, None)
    operations.start(run.id, None)
    return run


def partner_of_run(person_id: int) -> int:
    """Let the person be a partner for the Sample Centre; return its id."""
    centre = db.session.scalars(select(Organisation.id)).first()
    db.session.add(
        Membership(person_id=person_id, role="partner", scope_kind="organisation", scope_id=centre)
    )
    db.session.flush()
    assert centre is not None
    return centre


def people(number: int, **more: Any) -> list[int]:
    """Insert so many people with accounts, person-1@example.org and so on; return their ids."""
    ids = []
    for place in range(1, number + 1):
        facts = {
            "public_id": f"person{place:06d}",
            "email": f"person-{place}@example.org",
            "name": f"Person {place}",
            "country": "KE",
            "gender": "female" if place % 2 else "male",
            "stakeholder": "carrier",
            "language": "en",
            "timezone": "UTC",
            "email_confirmed_at": JOINED,
            "created_at": JOINED,
        }
        statement = insert(Person).values(facts | more).returning(Person.id)
        ids.append(db.session.execute(statement).scalar_one())
    return ids
