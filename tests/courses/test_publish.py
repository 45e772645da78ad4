"""Publishing freezes the draft; what learners read changes only by the next release."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from courses import desk_queries, operations, publishing
from courses.desk_errors import (
    NothingToPublish,
    NotPublished,
    NotReadyToPublish,
    NotWithdrawn,
    TextChanged,
)
from courses.models import Course, Release, ReleaseStep
from courses.queries import learner_step
from elearn.accounts.models import AuditEntry, Membership
from elearn.core.database import db
from elearn.core.errors import Conflict
from elearn.core.transaction import write
from tests.cast import actor
from tests.courses.drafts_made import draft, text


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def made(writing, tomas):
    with writing():
        return draft(tomas)


def release_steps(release):
    return db.session.scalars(
        select(ReleaseStep)
        .where(ReleaseStep.release_id == release.id)
        .order_by(ReleaseStep.position)
    ).all()


def test_the_maker_of_a_course_becomes_its_trainer(app, made, cast):
    with app.app_context():
        scopes = db.session.execute(
            select(Membership.role, Membership.scope_id).where(
                Membership.person_id == cast.trainer.id, Membership.scope_kind == "course"
            )
        ).all()
        assert scopes == [("trainer", made.course.id)]


def test_two_courses_of_one_title_get_two_addresses(writing, tomas):
    with writing():
        slugs = [operations.create_course(tomas, title="Oils & tyres").slug for _ in range(3)]
    assert slugs == ["oils-tyres", "oils-tyres-2", "oils-tyres-3"]


def test_a_release_holds_outline_steps_and_hashes(writing, made, tomas):
    with writing():
        release = operations.publish(made.course.id, tomas, "First edition")
        assert (release.number, release.note, release.required_steps) == (1, "First edition", 3)
        assert [module["title"] for module in release.outline] == [
            "At the workshop",
            "On the road",
        ]
        assert [step["id"] for step in release.outline[0]["steps"]] == [
            made.lessons[0].public_id,
            made.lessons[1].public_id,
        ]
        steps = release_steps(release)
        assert [(step.position, step.title, step.required) for step in steps] == [
            (0, "Storing", True),
            (1, "Labelling", True),
            (2, "Handing over", True),
        ]
        assert steps[0].html.startswith('<h2 id="s-1">Rules</h2>')
        assert len({step.hash for step in steps}) == 3
        assert release.minutes == sum(step.minutes for step in steps)
        row = learner_step(made.slug, made.lessons[0].public_id, None)
        assert row is not None
        assert row.title == "Storing"


def test_publishing_the_same_again_is_refused_and_an_edit_makes_a_second_release(
    app, writing, made, tomas
):
    with writing():
        first = operations.publish(made.course.id, tomas)
        hashes = [step.hash for step in release_steps(first)]
    with app.app_context(), pytest.raises(NothingToPublish), write():
        operations.publish(made.course.id, tomas)
    with writing():
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        operations.save_text(step, text(400), 1, tomas)
    with writing():
        second = operations.publish(made.course.id, tomas)
        again = [step.hash for step in release_steps(second)]
        assert second.number == 2
        assert [one == other for one, other in zip(hashes, again, strict=True)] == [
            False,
            True,
            True,
        ]
        assert [step.hash for step in release_steps(db.session.get(Release, first.id))] == hashes


def test_a_rendering_made_before_an_edit_is_not_published(app, writing, made, tomas):
    with app.app_context():
        course = db.session.get_one(Course, made.course.id)
        rendering = publishing.render(course)
    with writing():
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        operations.change_step(
            step, tomas, title="Storing them", required=True, module_id=step.module_id
        )
    with writing():
        release = operations.publish(made.course.id, tomas, "", rendering)
        assert release.outline[0]["steps"][0]["title"] == "Storing them"


def test_an_empty_lesson_or_an_unready_quiz_stops_publishing(app, writing, made, tomas):
    with writing():
        operations.add_lesson(made.course.id, made.modules[1].id, "Empty", tomas)
        quiz = operations.add_quiz_step(made.course.id, made.modules[1].id, "Check", tomas)
        quiz_id = quiz.id
    with app.app_context():
        rendering = publishing.render(db.session.get_one(Course, made.course.id))
        assert [finding.title for finding in rendering.must] == ["Empty", "Check"]
        db.session.rollback()
        with pytest.raises(NotReadyToPublish), write():
            operations.publish(made.course.id, tomas)
    with writing():
        operations.mark_step(quiz_id, ready=True, minutes=7)
        empty = desk_queries.steps_of(made.course.id)
        operations.remove_step(next(step for step in empty if step.title == "Empty"), tomas)
    with writing():
        release = operations.publish(made.course.id, tomas)
        assert release.outline[1]["steps"][-1] == {
            "id": quiz.public_id,
            "kind": "quiz",
            "title": "Check",
            "minutes": 7,
            "required": True,
        }


def test_reference_modules_are_read_but_not_required(writing, made, tomas):
    with writing():
        module = operations.add_module(made.course.id, "Reference", tomas, counted=False)
        operations.add_lesson(made.course.id, module.id, "Codes", tomas, text=text())
    with writing():
        release = operations.publish(made.course.id, tomas)
        assert release.required_steps == 3
        assert release.outline[2]["counted"] is False
        assert [step.required for step in release_steps(release)] == [True, True, True, False]
        assert release.minutes == sum(module["minutes"] for module in release.outline[:2])


def test_saving_on_top_of_an_older_text_is_refused_with_the_newer_one(app, writing, made, tomas):
    with writing():
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        assert operations.save_text(step, text(300), 1, tomas).number == 2
    with writing():
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        with pytest.raises(TextChanged) as refused:
            operations.save_text(step, text(500), 1, tomas)
    assert refused.value.newest == 2
    with writing():
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        assert operations.save_text(step, text(300), 1, tomas) is None


def test_moving_a_step_over_the_edge_enters_the_next_module(app, writing, made, tomas):
    def order():
        return [(row.module_title, row.title) for row in desk_queries.outline_rows(made.course.id)]

    with writing():
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        operations.move_step(step, 1, tomas)
        operations.move_step(step, 1, tomas)
        assert order() == [
            ("At the workshop", "Labelling"),
            ("On the road", "Storing"),
            ("On the road", "Handing over"),
        ]
        operations.move_step(step, -1, tomas)
        assert order()[1] == ("At the workshop", "Storing")
        module = desk_queries.module_of(made.course.id, made.modules[1].public_id)
        operations.move_module(module, -1, tomas)
        operations.move_module(module, -1, tomas)
        assert [title for title, _ in order()] == [
            "On the road",
            "At the workshop",
            "At the workshop",
        ]


def test_a_removed_module_takes_its_steps_along(writing, made, tomas):
    with writing():
        operations.remove_module(
            desk_queries.module_of(made.course.id, made.modules[0].public_id), tomas
        )
        rows = desk_queries.outline_rows(made.course.id)
        assert [row.title for row in rows] == ["Handing over"]
        assert len(desk_queries.steps_of(made.course.id)) == 1


def test_a_course_is_withdrawn_and_offered_again(app, writing, made, tomas):
    with app.app_context(), pytest.raises(NotPublished), write():
        operations.withdraw(made.course.id, tomas)
    with writing():
        operations.publish(made.course.id, tomas)
    with writing():
        operations.withdraw(made.course.id, tomas)
        assert desk_queries.modules_of(made.course.id)
    with writing():
        operations.offer_again(made.course.id, tomas)
    with app.app_context(), pytest.raises(NotWithdrawn), write():
        operations.offer_again(made.course.id, tomas)


def all_at_once(app, act, times=8):
    """Run `act` in that many threads, each in its own transaction; return what came of each."""

    def run(number):
        with app.app_context():
            try:
                with write():
                    act(number)
            except Conflict as refusal:
                return type(refusal).__name__
            return "done"

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(run, range(times)))


def test_eight_people_saving_one_lesson_at_once_lose_no_text(app, made, tomas):
    def save(number):
        step = desk_queries.step_of(made.course.id, made.lessons[0].public_id)
        operations.save_text(step, text(300 + 15 * number), 1, tomas)

    assert all_at_once(app, save) == ["TextChanged"] * 7 + ["done"]
    with app.app_context():
        assert desk_queries.newest_text(made.lessons[0].id).number == 2


def test_publishing_eight_times_at_once_makes_one_release(app, made, tomas):
    outcome = all_at_once(app, lambda number: operations.publish(made.course.id, tomas))
    assert outcome == ["NothingToPublish"] * 7 + ["done"]
    with app.app_context():
        assert db.session.query(Release).count() == 1


def test_eight_courses_of_one_title_made_at_once_get_eight_addresses(app, tomas):
    outcome = all_at_once(app, lambda number: operations.create_course(tomas, title="Tyres"))
    assert outcome == ["done"] * 8
    with app.app_context():
        slugs = set(db.session.scalars(select(Course.slug)))
    assert slugs == {"tyres", *(f"tyres-{number}" for number in range(2, 9))}


def test_every_act_is_in_the_audit_log(app, writing, made, tomas):
    with writing():
        operations.publish(made.course.id, tomas)
    with app.app_context():
        actions = db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.thing_kind == "course")
        ).all()
    assert actions.count("course.add-lesson") == 3
    assert actions[-1] == "course.publish"
