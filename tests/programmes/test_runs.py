"""Programmes and their runs at the desk: made, cloned, approved, started, closed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from elearn.core import clock
from elearn.core.database import db
from elearn.programmes import operations, queries
from elearn.programmes.errors import (
    AttendanceNeedsSessions,
    EndsLater,
    NeedsMoreCourses,
    NotPlanned,
    PlanIsFixed,
    ProgrammeIsEmpty,
    StartsLater,
    StateForbids,
    TooFewPlaces,
)
from elearn.programmes.models import Programme, Run
from elearn.programmes.operations import Details, RunDetails
from elearn.programmes.session_models import ClassSession
from tests.factories.courses import published_course
from tests.factories.programmes import PLAN, people, programme, proposed_run, running_run


def details_of(run: Run, **changes: Any) -> RunDetails:
    names = list(RunDetails.__dataclass_fields__)
    said = {name: getattr(run, name) for name in names}
    said |= {"languages": tuple(run.languages), "code": run.code or ""}
    return RunDetails(**(said | changes))


def test_a_trainer_makes_a_programme_and_runs_it(
    signed_in: Any, visitor: Any, cast: Any, writing: Any
):
    with writing():
        course = published_course()
    pages = signed_in(cast.trainer)
    page = pages.follow(
        pages.submit(
            pages.get("/desk/programmes/new"),
            "Make the draft",
            title="Batteries for inspectors",
            objectives="Check a movement document",
            audience=["customs-enforcement"],
        )
    )
    assert "Nothing yet" in page.main
    page = pages.follow(pages.submit(page, "Add the course", course=course.public_id))
    page = pages.follow(pages.submit(page, "Add the session", title="Opening", minutes="90"))
    page = pages.follow(pages.submit(page, "Publish"))
    assert "Make a training of it" in page.main
    answer = visitor.get("/programmes/batteries-for-inspectors/")
    assert "Check a movement document" in answer.main
    today = clock.now().date()
    page = pages.follow(
        pages.submit(
            pages.get("/desk/programmes/batteries-for-inspectors/runs/new"),
            "Propose the training",
            title="Batteries in Dakar",
            starts_on=today.isoformat(),
            ends_on=(today + timedelta(days=9)).isoformat(),
            zone="Africa/Dakar",
            plan_learners="20",
            plan_african="20",
        )
    )
    assert "It waits for approval" in page.main
    signed_in(cast.second_learner).get("/trainings/batteries-in-dakar/", status=404)
    pages.post("/desk/runs/batteries-in-dakar/approve", status=403)
    admin = signed_in(cast.admin)
    admin.submit(admin.get("/desk/runs/batteries-in-dakar/"), "Approve")
    assert "You need an account" in visitor.get("/trainings/batteries-in-dakar/").main
    page = pages.follow(pages.submit(pages.get("/desk/runs/batteries-in-dakar/"), "Start"))
    assert "Running" in page.main


def test_what_was_typed_wrongly_is_said_beside_its_field_and_kept(
    signed_in: Any, cast: Any, writing: Any
):
    with writing():
        made = programme(made_by=cast.trainer.id)
        path = f"/desk/programmes/{made.slug}/runs/new"
    pages = signed_in(cast.trainer)
    answer = pages.submit(
        pages.get(path),
        "Propose the training",
        status=422,
        starts_on="2027-03-02",
        ends_on="2027-03-01",
        venue="Hall 4",
    )
    assert "The last day cannot be before the first." in answer.main
    assert answer.all("//input[@name='venue']/@value") == ["Hall 4"]


def test_a_programme_that_says_nothing_is_not_published(writing: Any):
    with writing():
        made = operations.create_programme(Details(title="Nothing yet"), None)
        with pytest.raises(ProgrammeIsEmpty):
            operations.publish(made.id, None)


def test_a_programme_asks_for_no_more_courses_than_it_has(writing: Any):
    with writing():
        course = published_course()
        with pytest.raises(NeedsMoreCourses):
            programme(courses=[course.id], order="some", needed=2)


def test_parts_are_moved_and_removed_and_runs_keep_their_own(writing: Any):
    with writing():
        first, second = published_course(title="First one"), published_course(title="Second one")
        made = programme(courses=[first.id, second.id])
        run = proposed_run(made)
        parts = queries.parts_of(made.id)
        operations.move_part(made.id, parts[1].public_id, -1, None)
        operations.remove_part(made.id, parts[0].public_id, None)
        titles = [part.title for part in queries.parts_of(made.id)]
        assert titles == ["Second one", "Opening session"]
        sessions = db.session.scalars(
            select(ClassSession.title).where(ClassSession.run_id == run.id)
        )
        assert sessions.all() == ["Opening session"]


def test_a_run_without_a_plan_or_sessions_to_attend_is_not_approved(writing: Any):
    with writing():
        made = programme()
        with pytest.raises(NotPlanned):
            operations.approve(proposed_run(made, plan={}).id, None)
        run = proposed_run(made, attendance_percent=70)
        db.session.scalars(
            select(ClassSession).where(ClassSession.run_id == run.id)
        ).one().required = False
        db.session.flush()
        with pytest.raises(AttendanceNeedsSessions):
            operations.approve(run.id, None)


def test_what_was_planned_stays_as_it_was_approved(writing: Any):
    with writing():
        run = running_run()
        wish = details_of(run, plan=PLAN | {"learners": 1})
        with pytest.raises(PlanIsFixed):
            operations.change_run(run.id, wish, None)
        operations.change_run(run.id, details_of(run, venue="Another hall"), None)
        assert (run.venue, run.plan) == ("Another hall", PLAN)


def test_a_run_goes_through_its_states_and_says_why_not(writing: Any):
    with writing():
        tomorrow = clock.now().date() + timedelta(days=1)
        run = proposed_run(programme(), starts_on=tomorrow, ends_on=tomorrow)
        with pytest.raises(StateForbids):
            operations.start(run.id, None)
        operations.approve(run.id, None)
        with pytest.raises(StartsLater):
            operations.start(run.id, None)
        operations.change_run(run.id, details_of(run, starts_on=clock.now().date()), None)
        operations.start(run.id, None)
        with pytest.raises(EndsLater):
            operations.close(run.id, None)
        operations.close(run.id, None, confirmed=True)
        assert run.state == "closed"


def test_more_places_go_to_those_who_wait_and_held_ones_cannot_be_taken(writing: Any):
    with writing():
        run = running_run(places=2)
        for person_id in people(4):
            operations.ask(run.id, person_id, None)
        with pytest.raises(TooFewPlaces):
            operations.change_run(run.id, details_of(run, places=1), None)
        operations.change_run(run.id, details_of(run, places=3), None)
        assert queries.places_by_state(run.id) == {"in": 3, "waiting": 1}


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    signed_in: Any, cast: Any, writing: Any, queries: Any, number: int
):
    with writing():
        for place in range(number):
            made = programme(title=f"Programme {place}", made_by=cast.trainer.id)
            run = proposed_run(made, title=f"Run {place}")
            operations.approve(run.id, None)
    pages = signed_in(cast.trainer)
    counted = []
    for path in (
        "/desk/programmes/",
        "/desk/runs/",
        "/programmes/",
        "/programmes/programme-0/",
        "/learn/trainings/",
    ):
        with queries() as sent:
            pages.get(path)
        counted.append(len(sent))
    assert counted == [2, 2, 2, 4, 2]


def test_a_retired_programme_is_run_no_more(writing: Any, signed_in: Any, cast: Any):
    with writing():
        made = programme(made_by=cast.trainer.id)
        slug = made.slug
        operations.retire(made.id, None)
        assert db.session.get_one(Programme, made.id).state == "retired"
    signed_in(cast.learner).get(f"/programmes/{slug}/", status=404)
