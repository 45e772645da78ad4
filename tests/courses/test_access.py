"""Who may read, take, edit and publish courses: the gate and its twin, the list."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from courses import access
from courses.errors import CourseNotFound, NotYoursToEdit, SignInToLearn
from courses.models import Course
from elearn.accounts.models import Membership
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.core.errors import DomainError
from tests.cast import Cast, Member, actor
from tests.factories.courses import enrolled, published_course

STATES = ("published", "draft", "withdrawn", "building")


@pytest.fixture
def everything(app: Flask, cast: Cast, writing: Callable[[], Any]) -> dict[str, str]:
    """A course in each state, all with the trainer as trainer, the reviewer as reviewer and the
    learner enrolled; a second course in each state that belongs to nobody."""
    slugs = {}
    with writing():
        for state in STATES:
            course = published_course(
                title=f"Course {state}", state=state, trainer_id=cast.trainer.id
            )
            grant(cast.reviewer, "reviewer", course.id)
            enrolled(cast.learner.id, course.id)
            slugs[state] = course.slug
            slugs[f"other {state}"] = published_course(title=f"Other {state}", state=state).slug
    return slugs


def grant(member: Member, role: str, course_id: int) -> None:
    values = {
        "person_id": member.id,
        "role": role,
        "scope_kind": "course",
        "scope_id": course_id,
    }
    db.session.execute(insert(Membership).values(values))


def opens(slug: str, person: SignedIn | None, to: Any = "read") -> str:
    try:
        return f"opened {access.open_course(slug, person, to=to).slug == slug}"
    except DomainError as error:
        return type(error).__name__


def outcome(app: Flask, person: SignedIn | None, slugs: dict[str, str], to: Any) -> dict[str, str]:
    with app.test_request_context():
        found = {name: opens(slug, person, to) for name, slug in slugs.items()}
    return {name: what for name, what in found.items() if what != "CourseNotFound"}


@pytest.mark.parametrize("part", ["visitor", *Cast.__dataclass_fields__])
def test_the_list_holds_exactly_what_the_gate_opens(
    app: Flask, cast: Cast, everything: dict[str, str], part: str
) -> None:
    person = None if part == "visitor" else actor(app, getattr(cast, part))
    opened = {everything[name] for name in outcome(app, person, everything, "read")}
    with app.app_context():
        listed = set(
            db.session.scalars(select(Course.slug).where(access.courses_visible_to(person)))
        )
    assert listed == opened


@pytest.mark.parametrize("part", Cast.__dataclass_fields__)
def test_the_desk_lists_exactly_what_may_be_edited(
    app: Flask, cast: Cast, everything: dict[str, str], part: str
) -> None:
    person = actor(app, getattr(cast, part))
    found = outcome(app, person, everything, "edit")
    opened = {everything[name] for name, what in found.items() if what == "opened True"}
    with app.app_context():
        listed = set(
            db.session.scalars(select(Course.slug).where(access.courses_edited_by(person)))
        )
    assert listed == opened


def test_learners_read_what_is_published_and_what_they_are_on(
    app: Flask, cast: Cast, everything: dict[str, str]
) -> None:
    published = {"published": "opened True", "other published": "opened True"}
    lina = actor(app, cast.learner)
    omar = actor(app, cast.second_learner)
    assert outcome(app, None, everything, "read") == published
    assert outcome(app, omar, everything, "read") == published
    assert outcome(app, lina, everything, "read") == published | {"withdrawn": "opened True"}
    assert outcome(app, lina, everything, "learn") == published | {"withdrawn": "opened True"}
    assert outcome(app, lina, everything, "edit") == {}
    assert outcome(app, None, everything, "learn") == dict.fromkeys(published, "SignInToLearn")


def test_trainers_edit_and_publish_their_own_courses_only(
    app: Flask, cast: Cast, everything: dict[str, str]
) -> None:
    own = dict.fromkeys(("published", "draft", "withdrawn"), "opened True")
    tomas = actor(app, cast.trainer)
    for purpose in ("edit", "publish"):
        assert outcome(app, tomas, everything, purpose) == own
        assert outcome(app, actor(app, cast.second_trainer), everything, purpose) == {}


def test_reviewers_read_the_drafts_given_to_them_and_are_told_why_they_cannot_edit(
    app: Flask, cast: Cast, everything: dict[str, str]
) -> None:
    rosa = actor(app, cast.reviewer)
    read = outcome(app, rosa, everything, "read")
    assert set(read) == {"published", "other published", "draft", "withdrawn"}
    assert outcome(app, rosa, everything, "edit") == dict.fromkeys(
        ("published", "draft", "withdrawn"), "NotYoursToEdit"
    )


def test_admins_open_everything_but_what_is_being_built(
    app: Flask, cast: Cast, everything: dict[str, str]
) -> None:
    adam = actor(app, cast.admin)
    built = {name for name in everything if "building" not in name}
    for purpose in ("read", "edit", "publish"):
        assert set(outcome(app, adam, everything, purpose)) == built


def test_a_trainer_of_the_organisation_edits_its_courses(
    app: Flask, cast: Cast, everything: dict[str, str], writing: Callable[[], Any]
) -> None:
    with writing():
        course = db.session.scalars(
            select(Course).where(Course.slug == everything["other draft"])
        ).one()
        course.organisation_id = 1
        values = {"role": "trainer", "scope_kind": "organisation", "scope_id": 1}
        db.session.execute(insert(Membership).values(person_id=cast.second_trainer.id, **values))
    tala = actor(app, cast.second_trainer)
    assert outcome(app, tala, everything, "edit") == {"other draft": "opened True"}


def test_a_right_taken_away_is_gone_at_once(
    app: Flask, cast: Cast, everything: dict[str, str], writing: Callable[[], Any]
) -> None:
    with writing():
        db.session.query(Membership).filter_by(person_id=cast.trainer.id).delete()
    assert outcome(app, actor(app, cast.trainer), everything, "edit") == {}


def test_errors_say_what_can_be_done(app: Flask) -> None:
    with app.test_request_context():
        for error in (CourseNotFound(), NotYoursToEdit(), SignInToLearn()):
            assert len(str(error)) > 30
