"""Who trains whom: where trainers learned, what grew out of a run, and never in a circle."""

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.programmes import lineage, operations
from elearn.programmes.models import Place, Programme, Run, RunCompletion, RunTrainer
from elearn.programmes.session_errors import LineageInACircle, NotLearnedThere, TrainerNotFound
from tests.factories.programmes import running_run
from tests.factories.sessions import group_of, run_of, trainer_of


class Line:
    """A run of Tomas's which Lina completed, and one that she trains in, with Omar in it."""


@pytest.fixture
def line(writing, cast):
    line = Line()
    with writing():
        first = run_of(cast, learners=(cast.learner.id,), title="First")
        second = running_run(made_by=cast.trainer.id, title="Second")
        completed(first, cast.learner)
        operations.ask(second.id, cast.second_learner.id, None)
        trainer_of(second, cast.learner.id)
        line.first, line.second = first, second
    line.path = f"/desk/runs/{line.second.slug}/lineage"
    return line


def completed(run, member):
    place = db.session.scalars(
        select(Place).where(Place.run_id == run.id, Place.person_id == member.id)
    ).one()
    db.session.add(RunCompletion(place_id=place.id, trace=[]))
    db.session.flush()


def again(run):
    return db.session.get_one(Run, run.id)


def test_the_run_a_trainer_completed_is_proposed_and_kept_by_a_manager(app, line, signed_in, cast):
    pages = signed_in(cast.trainer)
    page = pages.get(line.path)
    assert page.all("//option[@selected]/text()") == ["First (proposed)"]
    kept = pages.follow(pages.submit(page, "Keep: Lina Haddad"))
    assert "learned in “First”" in kept.main
    with app.app_context():
        trainer = db.session.scalars(select(RunTrainer)).one()
    assert trainer.learned_in_id == line.first.id


def test_the_tree_shows_learners_and_groups_side_by_side(line, writing, signed_in, cast):
    with writing():
        lineage.set_learned_in(again(line.second), cast.learner.public_id, line.first.slug, None)
        group_of(again(line.second))
    page = signed_in(cast.trainer).get(f"/desk/runs/{line.first.slug}/lineage")
    rows = page.all("//details//tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["First", "0", "", "1", "1", "0"],
        ["Second", "1", "Lina Haddad", "1", "0", "34"],
    ]
    said = "2 trainings reached 2 learners with accounts and, beside them, 34 people in groups."
    assert said in page.main


def test_a_programme_shows_the_lines_that_begin_in_it(line, writing, signed_in, cast):
    with writing():
        lineage.set_learned_in(again(line.second), cast.learner.public_id, line.first.slug, None)
        slug = db.session.get_one(Programme, line.first.programme_id).slug
    page = signed_in(cast.trainer).get(f"/desk/programmes/{slug}/lineage")
    assert [row[0].text_content() for row in page.all("//tbody/tr")] == ["First", "Second"]


def test_nobody_learned_where_they_completed_nothing(line, writing, cast):
    with pytest.raises(NotLearnedThere), writing():
        lineage.set_learned_in(again(line.second), cast.learner.public_id, line.second.slug, None)
    with pytest.raises(TrainerNotFound), writing():
        lineage.set_learned_in(again(line.second), cast.admin.public_id, None, None)


def test_a_run_cannot_descend_from_one_that_descends_from_it(line, writing, cast):
    with writing():
        lineage.set_learned_in(again(line.second), cast.learner.public_id, line.first.slug, None)
        completed(line.second, cast.second_learner)
        trainer_of(again(line.first), cast.second_learner.id)
    with pytest.raises(LineageInACircle), writing():
        lineage.set_learned_in(
            again(line.first), cast.second_learner.public_id, line.second.slug, None
        )


def test_a_run_that_descends_from_this_one_is_not_proposed(app, line, writing, cast):
    with app.app_context():
        assert lineage.proposed_for(line.second.id, cast.learner.id) == line.first.id
    with writing():
        lineage.set_learned_in(again(line.second), cast.learner.public_id, line.first.slug, None)
        completed(line.second, cast.second_learner)
    with app.app_context():
        assert lineage.proposed_for(line.first.id, cast.second_learner.id) is None


def test_the_tree_takes_as_many_queries_for_two_runs_as_for_four(
    line, writing, signed_in, cast, queries
):
    with writing():
        lineage.set_learned_in(again(line.second), cast.learner.public_id, line.first.slug, None)
    pages = signed_in(cast.trainer)
    with queries() as two:
        pages.get(f"/desk/runs/{line.first.slug}/lineage")
    with writing():
        for title in ("Third", "Fourth"):
            trainer_of(running_run(title=title), cast.learner.id, again(line.first))
    with queries() as four:
        page = pages.get(f"/desk/runs/{line.first.slug}/lineage")
    assert len(page.all("//details//tbody/tr")) == 4
    assert len(two) == len(four)


def test_a_new_trainer_is_proposed_to_have_learned_where_they_completed(
    app, line, writing, signed_in, cast
):
    with writing():
        third = running_run(made_by=cast.trainer.id, title="Third")
    path = f"/desk/runs/{third.slug}/lineage"
    pages = signed_in(cast.trainer)
    kept = pages.submit(pages.get(path), "Add the trainer", email=" LINA@example.org ")
    assert "learned in “First”" in pages.follow(kept).main
    # Whoever trains in a run manages it.
    lina = signed_in(cast.learner)
    gone = lina.submit(lina.get(path), "Take off: Lina Haddad")
    assert gone.location == "/desk/runs/"
    with app.app_context():
        assert lineage.trainers_of(third.id) == []


def test_a_trainer_needs_an_account(line, signed_in, cast):
    pages = signed_in(cast.trainer)
    page = pages.get(line.path)
    answer = pages.submit(page, "Add the trainer", status=422, email="nobody@example.org")
    assert "Nobody is registered with this address." in answer.main
    assert answer.all("//input[@name='email']/@value") == ["nobody@example.org"]


def test_lines_are_for_those_who_manage_the_run(line, signed_in, cast):
    signed_in(cast.partner).get(f"/desk/runs/{line.first.slug}/lineage", status=403)
    signed_in(cast.second_trainer).get(line.path, status=404)
