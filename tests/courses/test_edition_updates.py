"""A new edition becomes proposals; decisions become lessons; nothing of a trainer's is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from courses import deciding, desk_queries, edition_updates, operations, update_queries
from courses.accepting import fingerprint
from courses.lesson_text import from_html
from courses.models import Course, Step
from courses.update_errors import (
    DecisionsStand,
    LessonMovedOn,
    NothingToWrite,
    StillOpen,
    UpdateIsOver,
)
from courses.update_models import EditionUpdate, Proposal
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import actor
from tests.courses.editions_made import (
    DRIVERS,
    FIRST,
    LABELS,
    Part,
    Text,
    comparison,
    course_of,
    key,
    manual,
    words_in,
)
from tests.courses.update_acts import (
    MINE,
    NEW_LABELS,
    ROAD_NOW,
    SECOND,
    STORE_NOW,
    begin,
    decide,
    edit,
    furnished,
    opened,
    proposals,
)


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def house(writing, tomas):
    with writing():
        return furnished(tomas)


def test_each_change_of_what_a_course_teaches_is_one_proposal(app, house):
    with app.app_context():
        begin(house)
        kinds = [kind for kind, _key in proposals(house)]
        assert sorted(kinds) == ["changed", "moved", "new", "removed", "renumbered"]
        found = proposals(house)
        assert found["new", key("lights")].step_id == house.steps[0]
        assert not any(one.edited for one in found.values())
        assert words_in(house.course_id).count(LABELS) == 1, "nothing changes by itself"


def test_beginning_again_changes_nothing(app, house):
    with app.app_context():
        first = begin(house)
        before = {name: one.public_id for name, one in proposals(house).items()}
        assert begin(house) == first
        assert {name: one.public_id for name, one in proposals(house).items()} == before


def test_a_killed_beginning_is_finished_by_the_next(app, house):
    with app.app_context():
        update_id, state = edition_updates.opened(house.course_id, house.old, house.new, 100.0)
        assert state == "building"
        rows = edition_updates.proposed(
            house.course_id, house.old, house.new, comparison(FIRST, SECOND)
        )
        with write():
            db.session.add(Proposal(update_id=update_id, **rows[0]))
        assert update_queries.updates_of(house.course_id) == []
        begin(house)
        assert [one.position for one in proposals(house).values()] == [1, 2, 3, 4, 5]


def test_an_edition_without_changes_moves_the_course_at_once(app, house):
    with app.app_context():
        edition_updates.begin_for(house.course_id, house.old, house.new, comparison(FIRST, FIRST))
        course, found = opened(house)
        assert (course.edition_id, found.state, found.proposals) == (house.new, "done", 0)


def test_accepting_everything_gives_the_new_edition(app, house, tomas):
    with app.app_context():
        begin(house)
        course, found = opened(house)
        assert deciding.decide_many(course, found, "untouched", tomas).decided == 5
        edition_updates.finish(*opened(house), tomas)
        taught = update_queries.taught(house.course_id)
        texts = [[block["key"] for block in one.blocks] for one in taught.lessons]
        assert texts == [
            [key("closed"), key("labels"), key("lights")],
            [key("spills"), key("store")],
        ]
        labels = [[block["label"] for block in one.blocks] for one in taught.lessons]
        assert labels == [["1", "2", "3"], ["4", "5"]]
        assert not any(block["edited"] for one in taught.lessons for block in one.blocks)
        course, found = opened(house)
        assert (course.edition_id, found.state, found.open) == (house.new, "done", 0)


def test_bulk_decisions_are_recorded_in_sums(app, house, tomas):
    with app.app_context():
        begin(house)
        deciding.decide_many(*opened(house), "untouched", tomas)
        entries = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "course.decide-edition")
        ).all()
        assert sum(entry.detail["accepted"] for entry in entries) == 5
        assert len(entries) <= 2


def test_a_text_its_trainer_edited_is_shown_beside_the_new_one(app, house, tomas):
    with app.app_context():
        edit(house, tomas, house.steps[0], LABELS, MINE)
        begin(house)
        one = proposals(house)["changed", key("labels")]
        assert one.edited
        assert MINE in one.current_html
        assert LABELS in one.before_html
        assert NEW_LABELS in one.after_html
        deciding.decide_many(*opened(house), "untouched", tomas)
        assert MINE in words_in(house.course_id)
        with pytest.raises(LessonMovedOn):
            decide(house, ("changed", key("labels")), "accept", tomas)
        decide(
            house,
            ("changed", key("labels")),
            "accept",
            tomas,
            seen=fingerprint(one.current_html),
        )
        assert MINE not in words_in(house.course_id)
        assert NEW_LABELS in words_in(house.course_id)


def test_what_was_edited_after_the_proposals_were_made_is_left_open_and_marked(app, house, tomas):
    with app.app_context():
        begin(house)
        edit(house, tomas, house.steps[0], LABELS, MINE)
        assert deciding.decide_many(*opened(house), "untouched", tomas).decided == 4
        assert MINE in words_in(house.course_id)
        one = proposals(house)["changed", key("labels")]
        assert (one.state, one.edited) == ("open", True)
        assert MINE in one.current_html


def test_a_trainer_writes_a_text_of_their_own(app, house, tomas):
    with app.app_context():
        begin(house)
        with pytest.raises(NothingToWrite):
            decide(house, ("changed", key("labels")), "edit", tomas, html=" <p></p> ")
        html = f"<p>{MINE}<script>alert(1)</script></p>"
        decide(house, ("changed", key("labels")), "edit", tomas, html=html)
        block = update_queries.taught(house.course_id).block[key("labels")]
        assert block["edited"]
        assert MINE in block["html"]
        assert "alert" not in block["html"]
        assert proposals(house)["changed", key("labels")].state == "edited"


def test_a_removed_paragraph_stays_when_that_is_declined(app, house, tomas):
    with app.app_context():
        begin(house)
        decide(house, ("removed", key("drivers")), "decline", tomas)
        edition_updates.finish(*opened(house), tomas, decline_rest=True)
        assert DRIVERS in words_in(house.course_id)
        blocks = update_queries.taught(house.course_id).block
        assert key("drivers") not in {block["key"] for block in blocks.values()}
        assert blocks[key("labels")]["edited"], "the old wording is an adaptation from now on"


def test_what_the_trainer_took_out_is_not_proposed(app, house, tomas):
    with app.app_context():
        one = db.session.get_one(Step, house.steps[0])
        with write():
            newest = desk_queries.newest_text(one.id)
            text = from_html(
                "".join(b["html"] for b in newest.blocks if b["key"] != key("labels")), {}, "en"
            )
            text = replace(text, blocks=[b for b in newest.blocks if b["key"] != key("labels")])
            operations.save_text(one, text, newest.number, tomas)
        begin(house)
        assert ("changed", key("labels")) not in proposals(house)


def test_finishing_asks_for_a_decision_on_everything(app, house, tomas):
    with app.app_context():
        begin(house)
        with pytest.raises(StillOpen):
            edition_updates.finish(*opened(house), tomas)
        decide(house, ("changed", key("labels")), "accept", tomas)
        with pytest.raises(DecisionsStand), write():
            edition_updates.drop(*opened_inside(house), tomas)
        edition_updates.finish(*opened(house), tomas, decline_rest=True)
        course, found = opened(house)
        assert (found.state, found.open, course.edition_id) == ("done", 0, house.new)
        with pytest.raises(UpdateIsOver):
            edition_updates.finish(*opened(house), tomas)


def opened_inside(house):
    course = db.session.get_one(Course, house.course_id)
    return course, update_queries.updates_of(course.id)[0]


def test_a_course_may_stay_on_its_edition(app, house, tomas):
    with app.app_context():
        begin(house)
        with write():
            edition_updates.drop(*opened_inside(house), tomas)
        course, found = opened(house)
        assert (found.state, course.edition_id) == ("dropped", house.old)
        assert update_queries.open_update_of(course.id) is None


def test_a_still_newer_edition_takes_the_place_of_an_open_update(app, house, writing, tomas):
    third = (
        replace(STORE_NOW, texts=(*STORE_NOW.texts, Text("log", "Keep a log.", "9"))),
        ROAD_NOW,
    )
    with writing():
        third_id = house.manual.add(third, "Third").id
    with app.app_context():
        begin(house)
        decide(house, ("changed", key("labels")), "accept", tomas)
        edition_updates.begin_for(house.course_id, house.old, third_id, comparison(FIRST, third))
        states = [
            (one.to_edition_id, one.state) for one in update_queries.updates_of(house.course_id)
        ]
        assert states == [(third_id, "open"), (house.new, "dropped")]
        keys = {one.key for one in db.session.scalars(select(Proposal)) if one.update_id != 1}
        assert key("labels") not in keys, "what was taken over already is not proposed again"
        assert key("log") in keys


def test_a_new_section_becomes_a_lesson_in_the_module_beside_it(app, house, writing, tomas):
    long = tuple(
        Text(f"fire-{number}", f"Rule {number}: " + "keep the way out of the store free. " * 8)
        for number in range(6)
    )
    fourth = (*SECOND, Part("In case of fire", long, label="III"))
    with writing():
        house.new = house.manual.add(fourth, "Fourth").id
    with app.app_context():
        begin(house, fourth)
        new = [one for name, one in proposals(house).items() if name[0] == "new" and one.module_id]
        assert [one.title for one in new] == ["III. In case of fire"]
        assert len(new[0].blocks) == 6
        name = ("new", new[0].key)
        decide(house, ("moved", key("store")), "accept", tomas)
        before = words_in(house.course_id)
        decide(house, name, "accept", tomas)
        lessons = update_queries.taught(house.course_id).lessons
        assert [one.title for one in lessons] == [
            "At the store",
            "On the road",
            "III. In case of fire",
        ]
        course, found = opened(house)
        deciding.undo(course, found, proposals(house)[name].public_id, tomas)
        assert words_in(house.course_id) == before


def test_a_section_the_course_left_out_is_not_proposed(app, house, writing, tomas):
    with writing():
        operations.remove_step(db.session.get_one(Step, house.steps[1]), tomas)
    with app.app_context():
        begin(house)
        assert {kind for kind, _key in proposals(house)} == {"changed", "new", "moved"}


def test_only_courses_on_earlier_editions_of_the_tool_follow(app, house, writing, tomas):
    with writing():
        other = manual("Another manual")
        course_of(other, tomas, "Another course")
        late = course_of(house.manual, tomas, "On the new one")
        late.edition_id = house.new
    with app.app_context():
        assert edition_updates.courses_behind(house.new) == [(house.course_id, house.old)]
        assert edition_updates.courses_behind(house.old) == []


def test_marking_a_change_editorial_is_kept_for_learners(app, house, tomas):
    with app.app_context():
        begin(house)
        public_id = proposals(house)["changed", key("labels")].public_id
        with write():
            deciding.weigh(*opened_inside(house), {public_id: "editorial"}, tomas)
        assert proposals(house)["changed", key("labels")].weight == "editorial"


def test_an_edition_is_proposed_to_a_course_once(app, house):
    with app.app_context():
        begin(house)
        again = EditionUpdate(
            course_id=house.course_id,
            from_edition_id=house.old,
            to_edition_id=house.new,
            aligned_percent=1,
        )
        with write(), pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(again)
        assert db.session.scalar(select(func.count(EditionUpdate.id))) == 1
