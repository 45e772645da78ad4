"""Decisions made again after a release: the draft changes, no release does, learners are told."""

import pytest
from sqlalchemy import select

from courses import (
    change_queries,
    change_reading,
    deciding,
    deciding_again,
    edition_updates,
    learning,
    operations,
    update_queries,
)
from courses.accepting import Decision, fingerprint
from courses.changes_told import by_lesson
from courses.models import Course, Release, ReleaseStep, Step
from courses.update_errors import (
    AlreadyDecided,
    CannotDecideAgain,
    CannotUndo,
    DecidedLikeThat,
    LessonMovedOn,
    NotTheNewest,
    UpdateIsOver,
    UpdateIsPast,
)
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import actor
from tests.courses.editions_made import DRIVERS, FIRST, LABELS, LIGHTS, Part, Text, comparison, key
from tests.courses.editions_made import words_in as words
from tests.courses.update_acts import (
    NEW_LABELS,
    SECOND,
    begin,
    decide,
    edit,
    furnished,
    opened,
    proposals,
)

TAKEN_OVER = ("changed", "new", "removed", "moved", "renumbered")


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def house(app, writing, tomas, cast):
    """A course that went from its first release to the second edition, accepted and published."""
    with writing():
        house = furnished(tomas)
        release = operations.publish(house.course_id, tomas)
        house.lina = learning.enrol(cast.learner.id, house.course_id, None)
        for step in house.steps:
            learning.complete_step(house.lina, step, release_id=release.id)
    with app.app_context():
        begin(house)
        deciding.decide_many(*opened(house), "untouched", tomas)
        edition_updates.finish(*opened(house), tomas)
        with write():
            operations.publish(house.course_id, tomas)
        house.released = releases(house)
    return house


def releases(house):
    rows = db.session.execute(
        select(Release.number, Release.hash, ReleaseStep.title, ReleaseStep.html)
        .join(ReleaseStep, ReleaseStep.release_id == Release.id)
        .where(Release.course_id == house.course_id)
        .order_by(Release.number, ReleaseStep.position)
    ).all()
    db.session.rollback()
    return rows


def again(house, name, act, actor_, **more):
    course, found = opened(house)
    public_id = proposals(house)[name].public_id
    deciding_again.decide_again(course, found, public_id, Decision(act, **more), actor_)


def named(house):
    return {(one.kind, one.key): one for one in proposals(house).values()}


def told(house):
    found = by_lesson(change_queries.unread_changes(house.lina), "en")
    db.session.rollback()
    return {
        one.key: (one.kind, one.before, one.after)
        for lesson in found
        for one in [*lesson.material, *lesson.editorial]
    }


def publish(house, tomas):
    with write():
        operations.publish(house.course_id, tomas)


def confirm_reading(house, tomas):
    with write():
        release = db.session.get_one(Course, house.course_id).current_release_id
        change_reading.confirm(house.lina, release, tomas)


@pytest.mark.parametrize("kind", TAKEN_OVER)
def test_what_was_accepted_and_released_is_declined_and_accepted_once_more(app, house, tomas, kind):
    with app.app_context():
        (name,) = (one for one in named(house) if one[0] == kind)
        before = words(house.course_id)
        with pytest.raises(DecidedLikeThat):
            again(house, name, "accept", tomas)
        assert words(house.course_id) == before
        again(house, name, "decline", tomas)
        assert proposals(house)[name].state == "declined"
        assert words(house.course_id) != before
        again(house, name, "accept", tomas)
        assert proposals(house)[name].state == "accepted"
        assert words(house.course_id) == before
        assert releases(house) == house.released


def test_declining_everything_again_gives_the_old_words_back(app, house, tomas):
    with app.app_context():
        for name in named(house):
            again(house, name, "decline", tomas)
        now = words(house.course_id)
        assert LABELS in now
        assert DRIVERS in now
        assert LIGHTS not in now
        blocks = update_queries.taught(house.course_id).block
        assert blocks[key("labels")]["edited"], "the old wording is an adaptation of this edition"
        course, _found = opened(house)
        assert course.edition_id == house.new


def test_learners_are_told_from_what_they_read_to_what_it_says_now(app, house, tomas):
    with app.app_context():
        confirm_reading(house, tomas)
        assert told(house) == {}
        again(house, ("changed", key("labels")), "edit", tomas, html="<p>Label all drums.</p>")
        again(house, ("new", key("lights")), "decline", tomas)
        again(house, ("removed", key("drivers")), "decline", tomas)
        assert told(house) == {}, "before the release nobody is told"
        publish(house, tomas)
        found = told(house)
        assert found[key("labels")] == ("changed", NEW_LABELS, "Label all drums.")
        assert found[key("lights")] == ("removed", LIGHTS, "")
        assert found[key("drivers")] == ("new", "", DRIVERS)
        assert set(found) == {key("labels"), key("lights"), key("drivers")}
        assert releases(house)[: len(house.released)] == house.released
        assert all(one.told_html is None for one in proposals(house).values())


def test_learners_who_missed_a_release_are_told_of_the_whole_way(app, house, tomas):
    with app.app_context():
        again(house, ("changed", key("labels")), "decline", tomas)
        publish(house, tomas)
        assert key("labels") not in told(house), "it says again what Lina read"


def test_a_text_edited_since_gives_way_only_in_sight_of_it(app, house, tomas):
    name = ("changed", key("labels"))
    with app.app_context():
        edit(house, tomas, house.steps[0], "its owner", "whose it is")
        with pytest.raises(LessonMovedOn):
            again(house, name, "decline", tomas)
        live = update_queries.taught(house.course_id).block[key("labels")]["html"]
        db.session.rollback()
        again(house, name, "decline", tomas, seen=fingerprint(live))
        assert "whose it is" in words(house.course_id), "keeping one's own text changes nothing"
        again(house, name, "accept", tomas, seen=fingerprint(live))
        assert NEW_LABELS in words(house.course_id)


def test_a_new_paragraph_that_was_edited_is_not_taken_out(app, house, tomas):
    with app.app_context():
        edit(house, tomas, house.steps[0], LIGHTS, LIGHTS.replace("month", "week"))
        before = words(house.course_id)
        with pytest.raises(CannotDecideAgain):
            again(house, ("new", key("lights")), "decline", tomas)
        assert words(house.course_id) == before


def test_one_of_two_trainers_decides_again(app, house, tomas, cast):
    name = ("changed", key("labels"))
    with app.app_context():
        course, found = opened(house)
        one = proposals(house)[name]
        stood = deciding_again.Stood(one.state, one.decided_at, None)
        again(house, name, "decline", tomas)
        before = words(house.course_id)
        batch = deciding.begun(course, found)
        batch.outcomes.append((one.id, "edited", deciding.Outcome()))
        with pytest.raises(AlreadyDecided):
            deciding_again.store(course.id, found, batch, stood, "", tomas)
        assert words(house.course_id) == before


def test_undo_says_that_one_can_decide_again(app, writing, tomas):
    with writing():
        house = furnished(tomas)
        operations.publish(house.course_id, tomas)
    name = ("changed", key("labels"))
    with app.app_context():
        begin(house)
        decide(house, name, "accept", tomas)
        publish(house, tomas)
        course, found = opened(house)
        with pytest.raises(CannotUndo, match="Decide again"):
            deciding.undo(course, found, proposals(house)[name].public_id, tomas)
        again(house, name, "decline", tomas)
        course, found = opened(house)
        assert found.state == "open"
        deciding.undo(course, found, proposals(house)[name].public_id, tomas)
        assert proposals(house)[name].state == "open"
        publish(house, tomas)
        assert proposals(house)[name].release_id is None, "it can be decided"
        decide(house, name, "accept", tomas)
        assert NEW_LABELS in words(house.course_id)


def test_the_lesson_of_a_new_section_is_written_anew_and_taken_out(app, writing, tomas):
    long = tuple(
        Text(f"fire-{number}", f"Rule {number}: " + "keep the way out of the store free. " * 8)
        for number in range(6)
    )
    parts = (*SECOND, Part("In case of fire", long, label="III"))
    with writing():
        house = furnished(tomas)
        house.new = house.manual.add(parts, "Fourth").id
        operations.publish(house.course_id, tomas)
    with app.app_context():
        begin(house, parts)
        name = next(name for name, one in proposals(house).items() if one.module_id)
        deciding.decide_many(*opened(house), "untouched", tomas)
        edition_updates.finish(*opened(house), tomas)
        publish(house, tomas)
        step_id = proposals(house)[name].step_id
        again(house, name, "edit", tomas, html="<p>Leave the store by the marked way.</p>")
        assert proposals(house)[name].step_id == step_id, "it is the lesson that learners know"
        assert "marked way" in words(house.course_id)
        again(house, name, "accept", tomas)
        again(house, name, "decline", tomas)
        assert "keep the way out" not in words(house.course_id)
        assert db.session.get_one(Step, step_id).removed_at is not None
        again(house, name, "accept", tomas)
        assert words(house.course_id).count("keep the way out") == 48


def test_only_the_last_update_is_decided_again(app, house, writing, tomas):
    with writing():
        third = house.manual.add(FIRST, "Third").id
    with app.app_context():
        old = opened(house)
        edition_updates.begin_for(house.course_id, house.new, third, comparison(SECOND, FIRST))
        public_id = db.session.scalars(
            select(Proposal.public_id).where(Proposal.update_id == old[1].id)
        ).first()
        with pytest.raises(UpdateIsPast):
            deciding_again.decide_again(*old, public_id, Decision("decline"), tomas)
        with pytest.raises(UpdateIsOver), write():
            edition_updates.reopen(*old, tomas)


def test_a_dropped_update_is_reopened_with_its_proposals(app, writing, tomas):
    with writing():
        house = furnished(tomas)
    with app.app_context():
        begin(house)
        decide(house, ("new", key("lights")), "decline", tomas)
        with write():
            edition_updates.drop(*inside(house), tomas)
        edit(house, tomas, house.steps[0], LABELS, "Mine stays.")
        for _twice in range(2):
            with write():
                edition_updates.reopen(*inside(house), tomas)
        states = {one.state for one in proposals(house).values()}
        assert states == {"open", "declined"}
        deciding.decide_many(*opened(house), "untouched", tomas)
        assert "Mine stays." in words(house.course_id)
        assert proposals(house)["changed", key("labels")].state == "open"


def test_an_update_before_a_later_one_is_not_reopened(app, writing, tomas):
    with writing():
        house = furnished(tomas)
        third = house.manual.add(SECOND, "Third").id
    with app.app_context():
        begin(house)
        edition_updates.begin_for(house.course_id, house.old, third, comparison(FIRST, SECOND))
        old = update_queries.updates_of(house.course_id)[1]
        assert old.state == "dropped"
        course = db.session.get_one(Course, house.course_id)
        db.session.rollback()
        with pytest.raises(NotTheNewest), write():
            edition_updates.reopen(course, old, tomas)


def inside(house):
    course = db.session.get_one(Course, house.course_id)
    return course, update_queries.updates_of(course.id)[0]


def test_the_page_offers_to_decide_again_and_to_reopen(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    with app.app_context():
        update = opened(house)[1].public_id
        one = proposals(house)["changed", key("labels")].public_id
    path = f"/desk/courses/{house.slug}/editions/{update}/"
    listed = pages.get(f"{path}?show=decided")
    assert listed.main.count("Decide again") == 5
    page = pages.get(path + one)
    assert "Only the draft changes" in page.main
    assert "Take the new text" not in page.main
    pages.submit(page, "Take the old text")
    with app.app_context():
        assert LABELS in words(house.course_id)
    assert "Take the new text" in pages.get(path + one).main


def test_the_program_decides_again(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    api = f"/api/v1/courses/{house.slug}/edition-updates"
    update = pages.json("GET", api).json[0]["id"]
    items = pages.json("GET", f"{api}/{update}/proposals").json["items"]
    one = next(item for item in items if item["kind"] == "new")
    path = f"{api}/{update}/proposals/{one['id']}"
    pages.json("PUT", path, {"act": "decline"}, status=409)
    assert pages.json("PUT", path, {"act": "decline", "again": True}).json["state"] == "declined"
    pages.json("PUT", path, {"act": "decline", "again": True}, status=422)
    pages.json("POST", f"{api}/{update}/reopen", {}, status=409)


def test_a_trainer_reopens_what_they_dropped(app, writing, signed_in, cast, tomas):
    with writing():
        house = furnished(tomas)
    with app.app_context():
        begin(house)
        update = opened(house)[1].public_id
    pages = signed_in(cast.trainer)
    path = f"/desk/courses/{house.slug}/editions/{update}/"
    pages.submit(pages.get(path), "Stay on the old edition")
    pages.submit(pages.get(path), "Reopen this update")
    assert "Accept all 5 that nobody edited" in pages.get(path).text
    api = f"/api/v1/courses/{house.slug}/edition-updates/{update}"
    pages.json("DELETE", api, status=204)
    assert pages.json("POST", f"{api}/reopen", {}).json["state"] == "open"
    signed_in(cast.second_trainer).json("POST", f"{api}/reopen", {}, status=404)
