"""A session of a webinar with 5,000 registrations, as its organiser reads them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from elearn.accounts.countries import group_of
from elearn.accounts.models import Membership, Organisation
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.core.transaction import write
from elearn.surveys import editing
from elearn.surveys import queries as surveys
from elearn.surveys.fields import FieldSpec
from elearn.surveys.models import FormAnswer, Response
from elearn.webinars.models import SeatPool
from elearn.webinars.registration import registration_queries
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.cast import Member
from tests.factories.webinars import make_session, make_webinar

REGISTRATIONS = 5_000
SEATS = 4_000
COUNTRIES = ("KE", "BR", "FR", "IN", "PL", "EG", "CO", "SN")
STAKEHOLDERS = ("ngo", "academia", "competent-authority", "private-sector")
QUESTIONS = [
    FieldSpec("sites", "yesno", "Do you run a site?"),
    FieldSpec("why", "text", "What do you want to learn?"),
]


def fill_board(person: Callable[[int], Member]) -> tuple[Member, str]:
    """Make the session; return the partner who runs it and the address of its board."""
    with write():
        partner = person(20_000)
        centre = Organisation(name="Centre of the bench", kind="regional-centre")
        db.session.add(centre)
        db.session.flush()
        role = {"person_id": partner.id, "role": "partner", "scope_id": centre.id}
        db.session.add(Membership(scope_kind="organisation", **role))
        webinar = make_webinar(organisation_id=centre.id)
        session = make_session(webinar, seats=SEATS, last_number=REGISTRATIONS)
        form = asked_form(webinar, centre.id)
        register_many(webinar, session, form)
        address = f"/desk/webinars/{webinar.slug}/sessions/{session.public_id}/board/"
    return partner, address


def asked_form(webinar: Any, organisation_id: int) -> Any:
    """Let the webinar ask two questions at registration; return their form."""
    form = editing.create(
        None,
        kind="registration",
        title="Who comes",
        language="en",
        organisation_id=organisation_id,
    )
    editing.put_fields(form.id, QUESTIONS)
    editing.open_form(form, None)
    return form


def register_many(webinar: Any, session: Any, form: Any) -> None:
    """Register everybody, in every state, each with an answer to both questions."""
    subject, moment = registration_queries.subject_of(webinar), now()
    pool = db.session.scalars(select(SeatPool).where(SeatPool.session_id == session.id)).one()
    fields = [field.id for field in surveys.fields_of(form.id)]
    for number in range(1, REGISTRATIONS + 1):
        country = COUNTRIES[number % len(COUNTRIES)]
        response = db.session.execute(
            insert(Response).values(
                public_id=public_id(), form_id=form.id, subject=subject, submitted_at=moment
            ).returning(Response.id)
        ).scalar_one()  # fmt: skip
        said = ("yes" if number % 2 else "no", f"How others do it, number {number}")
        db.session.execute(
            insert(FormAnswer),
            [
                {"response_id": response, "field_id": field, "value": value}
                for field, value in zip(fields, said, strict=True)
            ],
        )
        values = {
            "public_id": public_id(), "webinar_id": webinar.id, "response_id": response,
            "email": f"registered{number}@example.org", "name": f"Registered Number {number}",
            "country": country, "region": group_of(country), "affiliation": "Clean Rivers",
            "stakeholder": STAKEHOLDERS[number % len(STAKEHOLDERS)], "confirmed_at": moment,
        }  # fmt: skip
        made = insert(SignUp).values(values).returning(SignUp.id)
        seated = number <= SEATS
        registration = {
            "session_id": session.id, "sign_up_id": db.session.execute(made).scalar_one(),
            "number": number, "state": "in" if seated else "waiting",
            "pool_id": pool.id if seated else None,
            "asked_at": moment - timedelta(minutes=REGISTRATIONS - number),
            "placed_at": moment if seated else None,
        }  # fmt: skip
        db.session.execute(insert(Registration).values(registration))
    pool.taken = SEATS
    db.session.flush()
