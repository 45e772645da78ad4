"""Learners meet a new edition half-way: nothing is lost, and they are told what changed."""

import pytest
from sqlalchemy import select

from courses import (
    change_queries,
    deciding,
    desk_queries,
    edition_updates,
    enrolment_queries,
    learning,
    operations,
    progress,
    publishing,
    queries,
    release_changes,
    update_queries,
)
from courses.changes_told import by_lesson
from courses.models import Completion, Course, StepProgress
from courses.update_models import ChangeReading, ReleaseChange
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import changes
from tests.cast import actor
from tests.courses.editions_made import (
    FIRST,
    Part,
    Text,
    comparison,
    course_of,
    key,
    manual,
)
from tests.courses.update_acts import SECOND

NEW_WORDS = "its owner"


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def house(writing, tomas, cast):
    """A published course on the first edition; Lina read one of its two lessons, Omar none."""

    class House:
        pass

    house = House()
    with writing():
        made = manual()
        course = course_of(made, tomas)
        house.manual, house.course_id, house.slug = made, course.id, course.slug
        made.add(SECOND, "Second")
        house.old, house.new = (edition.id for edition in made.editions)
        house.steps = [(s.id, s.public_id) for s in desk_queries.steps_of(course.id)]
        release = operations.publish(course.id, tomas)
        house.first = release.id
        house.lina = learning.enrol(cast.learner.id, course.id, None)
        house.omar = learning.enrol(cast.second_learner.id, course.id, None)
        learning.complete_step(house.lina, house.steps[0][0], release_id=release.id)
    return house


def follow(house, tomas, *, ask=False, weights=None):
    """Take the second edition over and publish it."""
    edition_updates.begin_for(house.course_id, house.old, house.new, comparison(FIRST, SECOND))
    course = db.session.get_one(Course, house.course_id)
    found = update_queries.updates_of(house.course_id)[0]
    deciding.decide_many(course, found, "untouched", tomas)
    edition_updates.finish(course, found, tomas)
    return publish(house, tomas, ask=ask)


def publish(house, tomas, *, ask=False):
    db.session.expire_all()
    course = db.session.get_one(Course, house.course_id)
    rendering = publishing.render(course)
    note = release_changes.note_for(course, rendering.told)
    with write():
        return operations.publish(course.id, tomas, note, rendering, ask=ask).id


def told(enrolment_id):
    found = by_lesson(change_queries.unread_changes(enrolment_id), "en")
    db.session.rollback()
    return found


def test_nothing_changes_for_learners_before_publishing(app, house, tomas, signed_in, cast):
    with app.app_context():
        edition_updates.begin_for(house.course_id, house.old, house.new, comparison(FIRST, SECOND))
        course = db.session.get_one(Course, house.course_id)
        found = update_queries.updates_of(house.course_id)[0]
        deciding.decide_many(course, found, "untouched", tomas)
    pages = signed_in(cast.learner)
    lesson = pages.get(f"/courses/{house.slug}/{house.steps[0][1]}/")
    assert NEW_WORDS not in lesson.main
    assert "changed since" not in lesson.main


def test_a_learner_half_way_keeps_progress_and_is_told_what_changed(
    app, house, tomas, signed_in, cast
):
    with app.app_context():
        before = enrolment_queries.progress_underway(cast.learner.id)
        follow(house, tomas)
        assert enrolment_queries.progress_underway(cast.learner.id) == before
        row = queries.course_page(house.slug, cast.learner.id)
        done = queries.scores_of_done(house.lina)
        assert progress.standing(row.outline, done).done == 1
        lesson = told(house.lina)[0]
        assert lesson.material[0].key == key("labels")
        assert "<ins>" in str(lesson.material[0].diff)
        assert told(house.omar) == [], "nothing changed since somebody who read nothing read it"
    pages = signed_in(cast.learner)
    lesson = pages.get(f"/courses/{house.slug}/{house.steps[0][1]}/")
    assert "This lesson changed since you read it" in lesson.main
    assert NEW_WORDS in lesson.main
    page = pages.get(f"/courses/{house.slug}/changes")
    assert NEW_WORDS in page.main
    assert "material change" in pages.get(f"/courses/{house.slug}/").main
    assert "material change" in pages.get("/learn/").main
    other = signed_in(cast.second_learner)
    assert "changed since" not in other.get(f"/courses/{house.slug}/{house.steps[0][1]}/").main


def test_having_read_the_changes_is_kept_and_lowers_nothing(app, house, tomas, signed_in, cast):
    with app.app_context():
        follow(house, tomas)
    pages = signed_in(cast.learner)
    page = pages.get(f"/courses/{house.slug}/changes")
    pages.submit(page, "I have read these changes")
    pages.post(f"/courses/{house.slug}/changes")
    assert "Nothing changed since you read it" in pages.get(f"/courses/{house.slug}/changes").main
    assert "changed since" not in pages.get(f"/courses/{house.slug}/{house.steps[0][1]}/").main
    with app.app_context():
        rows = db.session.scalars(select(ChangeReading)).all()
        assert [(row.enrolment_id, row.asked_at) for row in rows] == [(house.lina, None)]
        kept = db.session.scalars(select(StepProgress)).one()
        assert kept.completed_at is not None
        assert kept.release_id == house.first


def test_learners_are_asked_once_with_one_letter(
    app, house, tomas, run_jobs, letters, signed_in, cast
):
    with app.app_context():
        release_id = follow(house, tomas, ask=True)
    run_jobs()
    assert [letter["To"] for letter in letters()] == [cast.learner.email]
    assert "/changes" in letters()[0].get_body(("plain",)).get_content()
    with app.app_context(), write():
        release_changes.outbox.enqueue("courses.ask_to_read", release_id=release_id)
    run_jobs()
    assert len(letters()) == 1
    pages = signed_in(cast.learner)
    assert "Please read what changed" in pages.get("/learn/").main
    pages.post(f"/courses/{house.slug}/changes")
    assert "Please read what changed" not in pages.get("/learn/").main


def test_somebody_who_completed_is_asked_without_a_letter(
    app, house, tomas, run_jobs, letters, signed_in, cast
):
    with app.app_context(), write():
        learning.complete_step(house.lina, house.steps[1][0], release_id=house.first)
    run_jobs()
    before = len(letters())
    with app.app_context():
        completion = db.session.scalars(select(Completion)).one().completed_at
        follow(house, tomas, ask=True)
    run_jobs()
    assert len(letters()) == before
    assert "Please read what changed" in signed_in(cast.learner).get("/learn/").main
    with app.app_context():
        assert db.session.scalars(select(Completion)).one().completed_at == completion


def test_only_material_changes_are_asked_for(app, house, tomas, run_jobs, letters):
    with app.app_context():
        edition_updates.begin_for(house.course_id, house.old, house.new, comparison(FIRST, SECOND))
        course = db.session.get_one(Course, house.course_id)
        found = update_queries.updates_of(house.course_id)[0]
        rows = db.session.execute(update_queries.proposals_of(found.id)).all()
        editorial = {row[0].public_id: "editorial" for row in rows}
        db.session.rollback()
        with write():
            deciding.weigh(course, found, editorial, tomas)
        deciding.decide_many(course, found, "untouched", tomas)
        edition_updates.finish(course, found, tomas)
        publish(house, tomas, ask=True)
        lesson = told(house.lina)[0]
        assert not lesson.material
        assert lesson.editorial
    run_jobs()
    assert letters() == []


def test_a_release_tells_each_change_once(app, house, tomas, writing):
    with app.app_context():
        follow(house, tomas)
        first = db.session.scalars(select(ReleaseChange.key)).all()
        course = db.session.get_one(Course, house.course_id)
        with write():
            operations.change_details(
                course.id, operations.Details("Storing waste well", "How."), tomas
            )
        publish(house, tomas)
        assert db.session.scalars(select(ReleaseChange.key)).all() == first
        assert key("labels") in first
        assert len(first) == len(set(first))


def test_the_note_of_the_release_is_prefilled(app, house, tomas, signed_in, cast):
    with app.app_context():
        edition_updates.begin_for(house.course_id, house.old, house.new, comparison(FIRST, SECOND))
        course = db.session.get_one(Course, house.course_id)
        found = update_queries.updates_of(house.course_id)[0]
        deciding.decide_many(course, found, "untouched", tomas)
    page = signed_in(cast.trainer).get(f"/desk/courses/{house.slug}/publish")
    note = page.all("//textarea[@name='note']")[0].text
    assert "Second" in note
    assert "material" in note
    assert page.all("//input[@name='ask']")


def test_two_releases_are_told_as_one_change(app, house, tomas, writing):
    with app.app_context():
        follow(house, tomas)
    third = comparison(SECOND, FIRST)
    with writing():
        edition = house.manual.add(FIRST, "Third").id
    with app.app_context():
        edition_updates.begin_for(house.course_id, house.new, edition, third)
        course = db.session.get_one(Course, house.course_id)
        db.session.refresh(course)
        found = update_queries.updates_of(house.course_id)[0]
        deciding.decide_many(course, found, "untouched", tomas)
        publish(house, tomas)
        keys = [one.key for lesson in told(house.lina) for one in lesson.material]
        assert key("labels") not in keys, "it says again what Lina read"


def with_new_section(house, tomas, writing):
    """Publish an edition with a section that becomes a lesson."""
    rules = tuple(
        Text(f"fire-{number}", f"Rule {number}: " + "keep the way out of the store free. " * 8)
        for number in range(6)
    )
    parts = (*SECOND, Part("In case of fire", rules, label="III"))
    with writing():
        edition = house.manual.add(parts, "Fire").id
    edition_updates.begin_for(house.course_id, house.old, edition, comparison(FIRST, parts))
    course = db.session.get_one(Course, house.course_id)
    found = update_queries.updates_of(house.course_id)[0]
    deciding.decide_many(course, found, "untouched", tomas)
    edition_updates.finish(course, found, tomas)
    publish(house, tomas)


def test_a_new_lesson_is_listed_until_it_is_opened_or_the_changes_are_read(
    app, house, tomas, writing, signed_in, cast
):
    with app.app_context():
        with_new_section(house, tomas, writing)
        assert change_queries.new_steps(house.omar) == [], "he began nothing yet"
        (new,) = change_queries.new_steps(house.lina)
        assert (new.title, new.kind) == ("III. In case of fire", "lesson")
        step = new.step
    pages = signed_in(cast.learner)
    page = pages.get(f"/courses/{house.slug}/changes")
    assert page.all(f"//main//a[@href='/courses/{house.slug}/{step}/']")
    assert "It stood in “At the store” before." in page.main
    path = f"/api/v1/courses/{house.slug}/changes"
    assert [one["step"] for one in pages.json("GET", path).json["new_steps"]] == [step]
    assert "What changed since you read this" in pages.get(f"/courses/{house.slug}/").main
    pages.submit(page, "I have read these changes")
    assert pages.json("GET", path).json["new_steps"] == []


def test_a_new_lesson_that_was_opened_is_not_new_any_more(app, house, tomas, writing):
    with app.app_context():
        with_new_section(house, tomas, writing)
        step = change_queries.new_steps(house.lina)[0].step
        release = db.session.get_one(Course, house.course_id).current_release_id
        with write():
            found = desk_queries.step_of(house.course_id, step)
            learning.complete_step(house.lina, found.id, release_id=release)
        assert change_queries.new_steps(house.lina) == []


def test_a_paragraph_that_moved_within_its_lesson_is_told_in_words(
    app, house, tomas, writing, signed_in, cast
):
    store, road = FIRST
    parts = (Part(store.title, (store.texts[1], store.texts[0], store.texts[2])), road)
    with writing():
        edition = house.manual.add(parts, "Turned").id
    with app.app_context():
        moved = changes.changes_between(house.old, edition)
        assert [(one.kind, one.weight) for one in moved.changes] == [("moved", "editorial")]
        edition_updates.begin_for(house.course_id, house.old, edition, moved)
        course = db.session.get_one(Course, house.course_id)
        found = update_queries.updates_of(house.course_id)[0]
        deciding.decide_many(course, found, "editorial", tomas)
        edition_updates.finish(course, found, tomas)
        publish(house, tomas)
        ((lesson,),) = (told(house.lina),)
        assert [one.kind for one in lesson.editorial] == ["moved"]
    page = signed_in(cast.learner).get(f"/courses/{house.slug}/changes")
    assert "It stands in another place than when you read it." in page.main


def test_the_program_reads_and_confirms_the_changes(app, house, tomas, signed_in, cast):
    with app.app_context():
        follow(house, tomas)
    pages = signed_in(cast.learner)
    path = f"/api/v1/courses/{house.slug}/changes"
    answer = pages.json("GET", path).json
    assert answer["material"] == 3
    assert answer["lessons"][0]["changes"][0]["key"] == key("labels")
    moved = answer["lessons"][1]["changes"]
    assert [(one["key"], one["kind"], one["moved_from"]) for one in moved] == [
        (key("store"), "moved", "At the store")
    ]
    assert pages.json("PUT", path + "/read").json["lessons"] == []
    assert pages.json("PUT", path + "/read").json["material"] == 0
    signed_in(cast.analyst).json("GET", path, status=409)
