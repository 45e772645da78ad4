"""Groups of people without accounts are counted; no row of theirs can hold a person."""

from datetime import timedelta

import pytest
from sqlalchemy import Integer, String, select

from elearn.accounts.models import AuditEntry
from elearn.core.clock import now
from elearn.core.database import db
from elearn.programmes import groups, report_figures
from elearn.programmes.models import Run
from elearn.programmes.session_errors import GroupUnusable, RunIsReported
from elearn.programmes.session_models import GroupCount, GroupSession
from tests.factories.sessions import COUNTS, group_of, run_of

SAID = {
    "held_on": "2026-03-02",
    "title": "Sorting batteries safely",
    "venue": "Yard north",
    "language": "es",
    "minutes": "90",
    "n-female-25-34": "12",
    "n-female-35-49": "9",
    "n-male-25-34": "8",
    "n-male-50-64": "4",
    "n-not-stated-not-stated": "1",
}


@pytest.fixture
def run(writing, cast):
    with writing():
        return run_of(cast, learners=(cast.learner.id,))


def path(run, *more):
    return "/".join([f"/desk/runs/{run.slug}/groups", *more])


def counted(pages, run, status=302, **more):
    form = pages.get(path(run, "new"))
    return pages.submit(form, "Keep the numbers", status=status, **(SAID | more))


def test_a_group_of_34_is_counted_and_no_name_is_stored(app, run, signed_in, cast):
    pages = signed_in(cast.trainer)
    listed = pages.follow(counted(pages, run))
    assert "34 people are counted." in listed.main
    assert "34 people in 1 session" in listed.main
    with app.app_context():
        group = db.session.scalars(select(GroupSession)).one()
        numbers = db.session.execute(
            select(GroupCount.gender, GroupCount.age_band, GroupCount.people)
        ).all()
    assert {(gender, band): people for gender, band, people in numbers} == COUNTS
    assert (group.language, group.minutes, group.stakeholder) == ("es", 90, "informal-sector")


def test_no_column_of_a_group_can_hold_a_person():
    known = {
        GroupSession: "id public_id run_id held_on title venue language minutes stakeholder"
        " recorded_by_id recorded_at",
        GroupCount: "id group_session_id gender age_band people",
    }
    for table, names in known.items():
        assert [column.name for column in table.__table__.columns] == names.split()
    people = [
        column.name
        for table in known
        for column in table.__table__.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
    # The trainer who counted, from the account they are signed in with.
    assert people == ["recorded_by_id"]
    texts = [
        column.name
        for column in GroupCount.__table__.columns
        if not isinstance(column.type, Integer | String)
    ]
    assert texts == []


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title", "Lina Haddad, Omar Diallo, Rosa Perez", "This looks like names of people."),
        ("venue", "Mrs. Haddad's house", "This looks like names of people."),
        ("title", "Call +254 700 123 456", "This looks like a telephone number."),
        ("venue", "rosa@example.org", "This holds an address."),
    ],
)
def test_a_text_that_names_people_is_refused_and_nothing_is_kept(
    app, run, signed_in, cast, field, text, sentence
):
    answer = counted(signed_in(cast.trainer), run, status=422, **{field: text})
    assert sentence in answer.main
    assert answer.all("//input[@name='n-female-25-34']/@value") == ["12"]
    with app.app_context():
        assert db.session.scalars(select(GroupSession)).all() == []


@pytest.mark.parametrize("number", ["-1", "1.5", "5001", "Lina", "12345"])
def test_numbers_that_cannot_be_are_refused_and_kept(run, signed_in, cast, number):
    answer = counted(signed_in(cast.trainer), run, status=422, **{"n-male-18-24": number})
    assert "Give a whole number between 0 and 5,000." in answer.main
    assert answer.all("//input[@name='n-male-18-24']/@value") == [number[:5]]


def test_a_group_of_nobody_is_refused(run, signed_in, cast):
    nobody = {name: "" for name in SAID if name.startswith("n-")}
    answer = counted(signed_in(cast.trainer), run, status=422, **nobody)
    assert "Count at least one person." in answer.main


def test_a_group_is_corrected_and_the_log_keeps_both_numbers(app, run, writing, signed_in, cast):
    with writing():
        group = group_of(run)
    pages = signed_in(cast.trainer)
    form = pages.get(path(run, group.public_id, ""))
    assert form.all("//input[@name='n-female-25-34']/@value") == ["12"]
    pages.submit(form, "Keep the numbers", **{"n-female-25-34": "14", "n-male-50-64": ""})
    with app.app_context():
        assert groups.totals_of(run.id)["people"] == 32
        detail = db.session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "run.correct-group")
        ).one()
    assert detail == {"group": group.public_id, "before": 34, "people": 32}


def test_a_group_is_deleted_after_a_question(app, run, writing, signed_in, cast):
    with writing():
        group = group_of(run)
    pages = signed_in(cast.trainer)
    page = pages.get(path(run, group.public_id, "delete"))
    assert "with 34 people is then counted nowhere" in page.main
    assert "No group is counted" in pages.follow(pages.submit(page, "Delete the group")).main
    with app.app_context():
        assert db.session.scalars(select(GroupCount)).all() == []
        acts = db.session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "run.delete-group")
        ).all()
    assert acts == [{"group": group.public_id, "people": 34}]


def test_groups_are_added_to_no_figure_of_learners(app, run, writing):
    with app.app_context():
        before = report_figures.of_run(db.session.get_one(Run, run.id))
    with writing():
        group_of(run)
    with app.app_context():
        after = report_figures.of_run(db.session.get_one(Run, run.id))
    assert (before["groups"]["people"], after["groups"]["people"]) == (0, 34)
    assert after | {"groups": None, "at": None} == before | {"groups": None, "at": None}


def test_the_list_takes_as_many_queries_for_one_group_as_for_three(
    run, writing, signed_in, cast, queries
):
    pages = signed_in(cast.trainer)
    with writing():
        group_of(run)
    with queries() as one:
        pages.get(path(run, ""))
    with writing():
        group_of(run, title="Storing")
        group_of(run, title="Moving")
    with queries() as three:
        pages.get(path(run, ""))
    assert len(one) == len(three)


def test_the_partner_sees_the_groups_and_counts_none(run, writing, signed_in, cast):
    with writing():
        group = group_of(run)
    pages = signed_in(cast.partner)
    assert "34 people in 1 session" in pages.get(path(run, "")).main
    pages.get(path(run, "new"), status=403)
    pages.post(path(run, group.public_id, "delete"), status=403)
    signed_in(cast.second_trainer).get(path(run, ""), status=404)


def test_what_lies_ahead_and_what_was_reported_is_not_counted(run, writing):
    with pytest.raises(GroupUnusable), writing():
        group_of(run, held_on=(now() + timedelta(days=400)).date())
    with writing():
        db.session.get_one(Run, run.id).state = "reported"
    with pytest.raises(RunIsReported), writing():
        group_of(db.session.get_one(Run, run.id))
