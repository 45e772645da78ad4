"""Two trainers at one proposal, and decisions that are taken back."""

import pytest

from courses import deciding, update_queries
from courses.accepting import Decision
from courses.update_errors import AlreadyDecided, CannotUndo
from tests.cast import actor
from tests.courses.editions_made import LIGHTS, key, words_in
from tests.courses.update_acts import (
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


def test_one_of_two_trainers_decides_and_the_other_is_told(app, house, tomas, cast):
    tala = actor(app, cast.second_trainer)
    with app.app_context():
        begin(house)
        decide(house, ("changed", key("labels")), "accept", tomas)
        with pytest.raises(AlreadyDecided):
            decide(house, ("changed", key("labels")), "decline", tala)
        one = proposals(house)["changed", key("labels")]
        assert (one.state, one.decided_by_id) == ("accepted", tomas.id)


def test_the_row_decides_when_both_thought_it_was_open(app, house, tomas, cast):
    with app.app_context():
        begin(house)
        course, found = opened(house)
        one = proposals(house)["changed", key("labels")]
        batches = []
        for act in ("accept", "accept"):
            batch = deciding.begun(course, found)
            outcome = deciding.thought_out(batch.space, one, Decision(act), "en", found)
            batch.outcomes.append((one.id, "accepted", outcome))
            batches.append(batch)
        deciding.store(course.id, found.id, batches[0], tomas)
        batches[1].space.changed.clear()
        before = words_in(house.course_id)
        with pytest.raises(AlreadyDecided):
            deciding.store(course.id, found.id, batches[1], tomas)
        assert words_in(house.course_id) == before


def test_every_decision_can_be_taken_back(app, house, tomas):
    with app.app_context():
        begin(house)
        before = words_in(house.course_id)
        for name in proposals(house):
            decide(house, name, "accept", tomas)
            assert words_in(house.course_id) != before, name
            course, found = opened(house)
            deciding.undo(course, found, proposals(house)[name].public_id, tomas)
            assert words_in(house.course_id) == before, name
            assert proposals(house)[name].state == "open"


def test_a_decision_is_not_undone_over_a_later_edit(app, house, tomas):
    with app.app_context():
        begin(house)
        decide(house, ("changed", key("labels")), "accept", tomas)
        edit(house, tomas, house.steps[0], "its owner", "whose it is")
        course, found = opened(house)
        with pytest.raises(CannotUndo):
            deciding.undo(
                course, found, proposals(house)["changed", key("labels")].public_id, tomas
            )
        assert "whose it is" in words_in(house.course_id)


def test_new_paragraphs_keep_their_source_when_the_lesson_is_edited_before_the_end(
    app, house, tomas
):
    with app.app_context():
        begin(house)
        deciding.decide_many(*opened(house), "untouched", tomas)
        edit(house, tomas, house.steps[0], LIGHTS, LIGHTS.replace("month", "week"))
        blocks = update_queries.taught(house.course_id).block
        assert blocks[key("lights")]["edited"]
        assert not blocks[key("labels")]["edited"]
