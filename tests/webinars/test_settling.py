"""A session's attendance is complete: whoever earned a certificate gets it, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.models import Award
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import attendance, attendance_queries, settling
from elearn.webinars.attendance.attendance_errors import NotOverYet, SessionIsCancelled
from elearn.webinars.attendance.counting import Figures, figures
from elearn.webinars.registration.registration_models import Registration
from tests.factories.attending import add, make_hall
from tests.factories.webinars import make_sign_up


def complete(hall):
    webinar, session = hall.rows()
    settling.complete(webinar, session, None)


def tick(hall, **minutes):
    _, session = hall.rows()
    said = {hall.registrations[name]: found for name, found in minutes.items()}
    attendance.tick(session, said, None)


def awards(app):
    with app.app_context():
        return [
            (row.holder_name, row.kind, row.tier, row.subject_key, row.title, row.minutes)
            for row in db.session.scalars(select(Award).order_by(Award.holder_name))
        ]


def test_whoever_was_there_for_the_share_gets_a_certificate_of_participation(
    app, writing, cast, run_jobs
):
    with writing():
        hall = make_hall(cast, title="Part one")
        tick(hall, lina=42, omar=41)
        complete(hall)
    run_jobs()
    subject = f"webinar:{hall.session}"
    title = "Tour of the ESM toolkit: Part one"
    expected = [("Lina Haddad", "webinar", "participation", subject, title, 42)]
    assert awards(app) == expected
    with app.app_context():
        session = hall.rows()[1]
        assert (session.state, session.settled_at is None) == ("held", False)
        assert hall.registration("lina").award_public_id is not None
    with writing():
        complete(hall)
        # Whoever earned it since is certified too.
        tick(hall, omar=60)
    with writing():
        complete(hall)
    run_jobs()
    assert [one[0] for one in awards(app)] == ["Lina Haddad", "Omar Diallo"]


def test_a_guest_gets_it_too_and_who_left_the_line_does_not(app, writing, cast, run_jobs):
    with writing():
        hall = make_hall(cast, guests=0)
        webinar, _ = hall.rows()
        person = Person(name="Gina Guest", email="gina@example.org", language="en")
        db.session.add(person)
        db.session.flush()
        guest = make_sign_up(webinar, name="Dr Gina Guest", person_id=person.id)
        add(hall, "gina", guest)
        add(hall, "member", make_sign_up(webinar, name="Member Without Address", email=None))
        registration = hall.registration("omar")
        tick(hall, lina=60, omar=60, gina=60, member=60)
        registration.state, registration.pool_id = "cancelled", None
        complete(hall)
    run_jobs()
    assert [one[0] for one in awards(app)] == ["Dr Gina Guest", "Lina Haddad"]


def test_the_code_word_counts_where_the_webinar_says_so(app, writing, cast, run_jobs):
    for counts in (False, True):
        with writing():
            hall = make_hall(cast, code_word="Basel", webinar={"code_word_counts": counts})
            attendance.give_code_word(hall.rows()[1], hall.registration("lina"), "basel", None)
            complete(hall)
        run_jobs()
        assert [one[5] for one in awards(app)] == ([60] if counts else [])


def test_minutes_that_are_known_are_certified_also_where_the_code_word_counts(
    app, writing, cast, run_jobs
):
    with writing():
        hall = make_hall(cast, code_word="Basel", webinar={"code_word_counts": True})
        attendance.give_code_word(hall.rows()[1], hall.registration("lina"), "basel", None)
        tick(hall, lina=20)
        complete(hall)
    run_jobs()
    assert [one[5] for one in awards(app)] == [20]


def test_without_certificates_none_are_issued(app, writing, cast, run_jobs):
    with writing():
        hall = make_hall(cast, webinar={"certificates": False})
        tick(hall, lina=60)
        complete(hall)
    run_jobs()
    assert awards(app) == []


def test_attendance_is_not_complete_before_the_end_nor_of_what_was_cancelled(writing, cast):
    with pytest.raises(NotOverYet), writing():
        complete(make_hall(cast, starts_at=now() - timedelta(minutes=30)))
    with pytest.raises(SessionIsCancelled), writing():
        complete(make_hall(cast, state="cancelled", cancelled_at=now()))


def test_many_certificates_go_out_in_pieces_and_the_worked_example_comes_out(
    app, writing, cast, run_jobs
):
    with writing():
        hall = make_hall(cast, guests=0)
        webinar, _ = hall.rows()
        for number in range(84):
            confirmed = number < 78
            facts = {"confirmed_at": now() if confirmed else None, "name": f"Person {number:02}"}
            if confirmed:
                person = Person(name="Person", email=f"p{number}@example.org", language="en")
                db.session.add(person)
                db.session.flush()
                facts["person_id"] = person.id
            state = "in" if confirmed else "unconfirmed"
            add(hall, f"p{number}", make_sign_up(webinar, **facts), state=state)
        tick(hall, lina=60, omar=42, **{f"p{number}": 50 for number in range(50)})
        tick(hall, **{f"p{number}": 20 for number in range(50, 59)})
        complete(hall)
    ran = run_jobs()
    with app.app_context():
        found = figures(attendance_queries.attended_at(hall.session_id), 60, 70)
        certified = db.session.scalars(
            select(Registration.award_public_id).where(Registration.award_public_id.is_not(None))
        ).all()
    assert found == Figures(86, 80, 52, 9, 605, 52)
    assert len(set(certified)) == len(awards(app)) == 52
    assert ran > 52
    with writing():
        assert settling.award(hall.session_id) == 0
