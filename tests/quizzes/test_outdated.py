"""Questions that cite a paragraph which a new edition changed are shown until somebody looks."""

import pytest

from courses import deciding as decisions
from courses import (
    deciding_again,
    desk_queries,
    edition_updates,
    operations,
    publishing,
    update_queries,
)
from courses.accepting import Decision
from courses.models import Course
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import desk_queries as quiz_desk
from quizzes import operations as quizzes
from quizzes.drafts import prepare
from quizzes.outdated import findings, outdated
from tests.cast import actor
from tests.courses.editions_made import FIRST, comparison, course_of, key, manual
from tests.courses.update_acts import SECOND


class House:
    """A course with a quiz of two questions: on the labels, and on closed drums."""


def question(words, name):
    return prepare("truefalse", prompt=words, answer="true", paragraphs=[key(name)])


@pytest.fixture
def house(app, writing, cast):
    house = House()
    house.tomas = actor(app, cast.trainer)
    with writing():
        made = manual()
        course = course_of(made, house.tomas)
        made.add(SECOND, "Second")
        house.course_id, house.slug = course.id, course.slug
        house.old, house.new = (edition.id for edition in made.editions)
        module = desk_queries.modules_of(course.id)[0]
        step = operations.add_quiz_step(course.id, module.id, "Check", house.tomas)
        house.step = step.public_id
        house.quiz = quizzes.create_quiz(step.id, house.tomas).id
        for words, name in (("Drums are labelled.", "labels"), ("Drums are closed.", "closed")):
            quizzes.add_question(house.quiz, question(words, name), house.tomas)
    with app.app_context():
        edition_updates.begin_for(course.id, house.old, house.new, comparison(FIRST, SECOND))
    return house


def flagged(app, house):
    with app.app_context():
        items = quiz_desk.items_of(house.quiz)
        found = outdated(house.course_id, items)
        return [item.paragraphs[0] for item in items if item.question_id in found]


def test_only_the_question_on_the_changed_paragraph_is_shown(app, house, signed_in, cast):
    assert flagged(app, house) == [key("labels")]
    page = signed_in(cast.trainer).get(f"/desk/courses/{house.slug}/quizzes/{house.step}/")
    assert page.main.count("changed in the new edition") == 1


def test_the_publish_check_says_so_without_stopping(app, house):
    with app.app_context():
        course = db.session.get_one(Course, house.course_id)
        assert [(one.weight, one.step) for one in findings(course)] == [("hint", house.step)]
        rendering = publishing.render(course)
        assert any("changed in the new edition" in one.sentence for one in rendering.findings)
        assert not rendering.must


def test_saying_that_it_is_still_right_settles_it_for_this_edition(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    path = f"/desk/courses/{house.slug}/quizzes/{house.step}/"
    pages.submit(pages.get(path), "Still right")
    assert flagged(app, house) == []
    assert "changed in the new edition" not in pages.get(path).main


def test_revising_the_question_settles_it(app, house):
    with app.app_context(), write():
        item = next(
            one for one in quiz_desk.items_of(house.quiz) if key("labels") in one.paragraphs
        )
        draft = question("Drums are labelled with their owner.", "labels")
        quizzes.revise_question(house.quiz, item.question_id, draft, house.tomas)
    assert flagged(app, house) == []


def test_declining_the_change_settles_it(app, house):
    with app.app_context():
        course = db.session.get_one(Course, house.course_id)
        found = update_queries.updates_of(course.id)[0]
        one = db.session.query(Proposal).filter_by(key=key("labels")).one()
        decisions.decide(course, found, one.public_id, Decision("decline"), house.tomas)
    assert flagged(app, house) == []


def test_a_change_that_is_decided_again_asks_again(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    path = f"/desk/courses/{house.slug}/quizzes/{house.step}/"
    pages.submit(pages.get(path), "Still right")
    with app.app_context():
        course = db.session.get_one(Course, house.course_id)
        found = update_queries.updates_of(course.id)[0]
        one = db.session.query(Proposal).filter_by(key=key("labels")).one().public_id
        decisions.decide(course, found, one, Decision("accept"), house.tomas)
    assert flagged(app, house) == []
    with app.app_context():
        course = db.session.get_one(Course, house.course_id)
        decline = Decision("decline")
        deciding_again.decide_again(course, found, one, decline, house.tomas)
    assert flagged(app, house) == [key("labels")]
    pages.submit(pages.get(path), "Still right")
    assert flagged(app, house) == []


def test_the_program_lists_and_settles_them(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    path = f"/api/v1/courses/{house.slug}/outdated-questions"
    told = pages.json("GET", path).json
    assert [one["paragraphs"] for one in told] == [[key("labels")]]
    pages.json("DELETE", f"{path}/{told[0]['id']}", status=204)
    assert pages.json("GET", path).json == []
    pages.json("DELETE", f"{path}/{told[0]['id']}", status=404)
    signed_in(cast.second_trainer).json("GET", path, status=404)
