"""Cohorts: who manages them, and how their people come onto courses and stay there."""

import io

import pytest
from sqlalchemy import insert, select

from courses import learning
from courses.entry import cohorts
from courses.entry.models import Cohort, CohortMember
from elearn.accounts.models import Membership, Organisation, Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import actor


@pytest.fixture
def cohort(desk, signed_in):
    """A cohort the trainer made on the page, with the learner on it; its id."""
    tomas = signed_in(desk.cast.trainer)
    made = tomas.submit(tomas.get("/desk/cohorts/"), "Make the cohort", name="Customs, spring")
    page = tomas.follow(made)
    unknown = tomas.submit(
        page, "Add them", status=422, addresses="lina@example.org\nnobody@example.org"
    )
    assert "Nobody with a confirmed account" in unknown.main
    assert "nobody@example.org" in unknown.main
    return made.location.rpartition("/")[2]


def let_in(desk, signed_in, run_jobs):
    tomas = signed_in(desk.cast.trainer)
    page = tomas.get(f"{desk.desk_path}cohorts")
    tomas.submit(page, "Enrol its members")
    run_jobs()
    return tomas


def test_members_are_enrolled_and_later_ones_too_each_with_one_letter(
    desk, cohort, signed_in, run_jobs, letters
):
    tomas = let_in(desk, signed_in, run_jobs)
    assert list(desk.enrolments()) == [desk.learner.id]
    page = tomas.get(f"/desk/cohorts/{cohort}")
    tomas.submit(page, "Add them", addresses="omar@example.org")
    run_jobs()
    assert {row.way for row in desk.enrolments().values()} == {"cohort"}
    assert sorted(str(one["To"]) for one in letters()) == ["lina@example.org", "omar@example.org"]
    run_jobs()
    assert len(letters()) == 2


def test_who_left_the_course_is_not_brought_back_and_who_left_the_cohort_stays_on_it(
    desk, cohort, signed_in, run_jobs
):
    tomas = let_in(desk, signed_in, run_jobs)
    desk.do(lambda course: learning.leave(desk.learner.id, course.id, None))
    tomas.submit(tomas.get(f"/desk/cohorts/{cohort}"), "Add them", addresses="omar@example.org")
    run_jobs()
    assert desk.enrolments()[desk.learner.id].left_at is not None
    tomas.post(f"/desk/cohorts/{cohort}/remove", {"person": desk.cast.second_learner.public_id})
    assert desk.enrolments()[desk.second_learner.id].left_at is None


def test_a_full_course_lets_in_as_many_as_there_are_places_and_says_who_waits(
    desk, cohort, signed_in, run_jobs
):
    desk.terms(places=3)
    with desk.app.app_context(), write():
        found = db.session.scalars(select(Cohort.id)).one()
        rows = [
            {"email": f"crowd{n}@example.org", "name": f"Crowd {n}", "public_id": f"crowd{n:07}"}
            for n in range(24)
        ]
        for one in db.session.scalars(insert(Person).returning(Person.id), rows).all():
            cohorts.add_member(found, one)
    tomas = let_in(desk, signed_in, run_jobs)
    assert desk.taken() == (3, 3)
    assert "22 are not enrolled" in tomas.get(f"{desk.desk_path}cohorts").main
    desk.terms()
    tomas.submit(tomas.get(f"{desk.desk_path}cohorts"), "Enrol them now")
    run_jobs()
    assert desk.taken() == (25, 25)


def test_a_cohort_that_is_let_in_no_more_brings_nobody(desk, cohort, signed_in, run_jobs):
    tomas = let_in(desk, signed_in, run_jobs)
    tomas.submit(tomas.get(f"{desk.desk_path}cohorts"), "Let later members in no more")
    tomas.submit(tomas.get(f"/desk/cohorts/{cohort}"), "Add them", addresses="omar@example.org")
    run_jobs()
    assert list(desk.enrolments()) == [desk.learner.id]


def test_a_list_puts_people_on_a_cohort_and_onto_its_courses(desk, cohort, signed_in, run_jobs):
    tomas = let_in(desk, signed_in, run_jobs)
    content = b"email\nomar@example.org\nnobody@example.org\n"
    sent = {"file": (io.BytesIO(content), "people.csv"), "mode": "add"}
    made = tomas.post(f"/desk/cohorts/{cohort}/lists", sent)
    run_jobs()
    page = tomas.follow(made)
    assert "Added 1" in page.main
    assert "A cohort holds accounts only" in page.main
    tomas.submit(page, "Carry the list out")
    run_jobs()
    assert "Carried out" in tomas.follow(made).main
    assert set(desk.enrolments()) == {desk.learner.id, desk.second_learner.id}


def test_the_list_of_cohorts_holds_exactly_what_the_gate_opens(desk, cohort, app, cast):
    with app.app_context(), write():
        centre = db.session.scalars(select(Organisation.id)).one()
        held = {"role": "trainer", "scope_kind": "organisation", "scope_id": centre}
        db.session.execute(insert(Membership).values(person_id=cast.second_trainer.id, **held))
        db.session.add(Cohort(name="Of the centre", organisation_id=centre))
    for member in cast.everybody():
        person = actor(app, member)
        with app.test_request_context():
            listed = {
                row.public_id
                for row in db.session.execute(cohorts.listed(cohorts.managed_by(person)))
                if "trainer" in person.roles or "admin" in person.roles
            }
            everything = db.session.scalars(select(Cohort)).all()
            opened = {one.public_id for one in everything if not cohorts.can_manage(person, one)}
        assert listed == opened
        assert len(opened) == {"admin": 2, "trainer": 1, "second_trainer": 1}.get(
            next(name for name, one in vars(cast).items() if one == member), 0
        )


def test_pages_of_cohorts_cost_as_much_for_few_as_for_many(desk, cohort, signed_in, queries):
    tomas, counts = signed_in(desk.cast.trainer), []
    for number in (1, 3):
        with desk.app.app_context(), write():
            for one in range(number):
                db.session.add(Cohort(name=f"More {one}", created_by_id=desk.trainer.id))
            found = db.session.scalars(select(Cohort.id).limit(1)).one()
            member = desk.cast.admin if number == 1 else desk.cast.reviewer
            cohorts.add_member(found, member.id)
        with queries() as sent:
            tomas.get("/desk/cohorts/")
            tomas.get(f"/desk/cohorts/{cohort}")
            tomas.get(f"{desk.desk_path}cohorts")
            tomas.get(f"{desk.desk_path}lists")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    with desk.app.app_context():
        assert len(db.session.scalars(select(CohortMember.id)).all()) == 3
