"""The desk of a new edition: pages and programs, without scripts, for those who may edit."""

import pytest
from sqlalchemy import select

from courses import desk_queries, edition_updates, operations, update_queries
from courses.models import Course
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import actor
from tests.courses.editions_made import (
    FIRST,
    LABELS,
    STORE,
    comparison,
    course_of,
    key,
    manual,
    words_in,
)
from tests.courses.update_acts import MINE, NEW_LABELS, SECOND, edit


class House:
    """A draft with an open update."""


@pytest.fixture
def house(app, writing, cast):
    tomas = actor(app, cast.trainer)
    house = House()
    with writing():
        made = manual()
        course = course_of(made, tomas)
        made.add(SECOND, "Second")
        house.slug, house.course_id, house.tomas = course.slug, course.id, tomas
        house.old, house.new = (edition.id for edition in made.editions)
        house.steps = [step.id for step in desk_queries.steps_of(course.id)]
    with app.app_context():
        edit(house, tomas, house.steps[0], LABELS, MINE)
        edition_updates.begin_for(course.id, house.old, house.new, comparison(FIRST, SECOND))
        house.update = update_queries.updates_of(course.id)[0].public_id
        house.proposals = {
            (one.kind, one.key): one.public_id for one in db.session.scalars(select(Proposal))
        }
    house.path = f"/desk/courses/{house.slug}/editions/{house.update}/"
    house.api = f"/api/v1/courses/{house.slug}/edition-updates"
    return house


def states(app):
    with app.app_context():
        return dict(db.session.execute(select(Proposal.key, Proposal.state)).all())


def test_the_desk_leads_to_the_proposals(house, signed_in, cast):
    pages = signed_in(cast.trainer)
    desk = pages.get(f"/desk/courses/{house.slug}/")
    assert "New edition: 5 proposals" in desk.main
    assert "0 of 5 decided" in desk.main
    assert house.path in desk.text
    listed = pages.get(f"/desk/courses/{house.slug}/editions/")
    assert "TEST/Second" in listed.main


def test_the_list_shows_what_changed_and_what_the_trainer_wrote(house, signed_in, cast):
    page = signed_in(cast.trainer).get(house.path)
    assert [h.text_content() for h in page.all("//main//h2")][:2] == [
        "At the store",
        "On the road",
    ]
    assert "its owner" in page.main
    assert page.all("//article//ins")
    assert page.all("//article//del")
    assert "Use the stickers" in page.main
    assert "Edited in this course" in page.main


@pytest.mark.parametrize(
    ("show", "number"), [("open", 5), ("material", 4), ("edited", 1), ("decided", 0), ("all", 5)]
)
def test_the_list_is_filtered(house, signed_in, cast, show, number):
    page = signed_in(cast.trainer).get(f"{house.path}?show={show}")
    assert len(page.all("//article")) == number


def test_one_button_accepts_what_nobody_edited(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    pages.submit(pages.get(house.path), "Accept all 4 that nobody edited")
    assert "4 of 5 decided" in pages.get(house.path).main
    assert states(app)[key("labels")] == "open"
    with app.app_context():
        assert MINE in words_in(house.course_id)


def test_one_button_accepts_all_new_numbers(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    pages.submit(pages.get(house.path), "Accept 1 new number")
    assert [one for one in states(app).values() if one != "open"] == ["accepted"]


def test_the_buttons_for_many_say_what_they_touch_and_then_what_they_did(
    app, house, signed_in, cast
):
    with app.app_context(), write():
        moved = house.proposals["moved", key("store")]
        one = db.session.scalars(select(Proposal).where(Proposal.public_id == moved)).one()
        one.weight = "editorial"
    pages = signed_in(cast.trainer)
    page = pages.get(house.path)
    assert [" ".join(li.text_content().split()) for li in page.all("//ul[@class='ways']/li")] == [
        "Accept all 4 that nobody edited"
        " Changes 2 lessons. New: 1, Removed: 1, Moved: 1, Another number: 1. Material: 2.",
        "Accept all 2 editorial changes that nobody edited"
        " Changes 2 lessons. Moved: 1, Another number: 1.",
        "Accept 1 new number Changes 1 lesson. Another number: 1.",
    ]
    pages.submit(page, "Accept all 2 editorial changes that nobody edited")
    done = "2 proposals are decided. Moved: 1, Another number: 1. 2 lessons of the draft changed."
    assert done in pages.get(house.path).text
    assert sorted(states(app).values()) == ["accepted", "accepted", "open", "open", "open"]


def test_giving_up_a_text_of_ones_own_takes_its_own_button(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    page = pages.get(house.path + "?show=edited")
    pages.submit(page, "Take the new text, give up mine")
    with app.app_context():
        assert NEW_LABELS in words_in(house.course_id)
    page = pages.get(house.path + "?show=decided")
    pages.submit(page, "Undo this decision")
    with app.app_context():
        assert MINE in words_in(house.course_id)


def test_keeping_ones_own_text_is_one_button_too(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    pages.submit(pages.get(house.path + "?show=edited"), "Keep my text")
    assert states(app)[key("labels")] == "declined"


def test_the_comparison_has_all_three_texts_and_takes_a_fourth(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    path = house.path + house.proposals["changed", key("labels")]
    page = pages.get(path)
    assert [h.text_content() for h in page.all("//main//h2")] == [
        "The manual before",
        "The manual now",
        "This course",
    ]
    assert MINE in page.all("//textarea")[0].text
    pages.submit(page, "Use this text", html="<p>Label drums on both sides.</p>")
    with app.app_context():
        assert "Label drums on both sides." in words_in(house.course_id)
    answer = pages.post(path, {"act": "accept"}, status=409)
    assert "Another trainer has just decided" in answer.main


def test_an_edit_between_looking_and_deciding_is_shown_and_kept(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    page = pages.get(house.path + "?show=edited")
    with app.app_context():
        edit(house, house.tomas, house.steps[0], "Use the stickers", "Take the stickers")
    answer = pages.submit(page, "Take the new text, give up mine", status=409)
    assert "edited in its lesson meanwhile" in answer.main
    assert "Take the stickers" in answer.main
    assert states(app)[key("labels")] == "open"


def test_an_empty_text_is_refused_with_what_was_typed(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    path = house.path + house.proposals["changed", key("labels")]
    answer = pages.submit(pages.get(path), "Use this text", status=422, html="<p> </p>")
    assert answer.all("//textarea")[0].text.strip() == "<p> </p>"


def test_finishing_brings_the_course_to_the_edition(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    pages.submit(pages.get(house.path), "Finish the update", status=409)
    pages.submit(pages.get(house.path), "Finish the update", decline_rest="1")
    assert "New edition" not in pages.get(f"/desk/courses/{house.slug}/").main
    assert "Finished" in pages.get(house.path).main
    pages.post(house.path + house.proposals["new", key("lights")], {"act": "undo"}, status=409)


def test_staying_on_the_old_edition_is_offered_until_something_is_decided(house, signed_in, cast):
    pages = signed_in(cast.trainer)
    page = pages.get(house.path)
    pages.submit(page, "Stay on the old edition")
    assert "Not taken over" in pages.get(house.path).main


def test_another_trainer_does_not_know_of_it(house, signed_in, cast):
    pages = signed_in(cast.second_trainer)
    pages.get(house.path, status=404)
    pages.post(house.path, {"which": "untouched"}, status=404)
    pages.json("GET", house.api, status=404)


def test_the_program_lists_and_decides(app, house, signed_in, cast):
    pages = signed_in(cast.trainer)
    update = pages.json("GET", house.api).json[0]
    assert (update["id"], update["proposals"], update["open"], update["edited"]) == (
        house.update,
        5,
        5,
        1,
    )
    path = f"{house.api}/{house.update}"
    told = pages.json("GET", f"{path}/proposals?size=2&show=open").json
    assert (len(told["items"]), told["more"]) == (2, True)
    items = pages.json("GET", f"{path}/proposals").json["items"]
    mine = next(one for one in items if one["edited"])
    assert MINE.split(".")[0] in mine["mine"]
    one = f"{path}/proposals/{mine['id']}"
    pages.json("PUT", one, {"act": "accept"}, status=409)
    done = pages.json("PUT", one, {"act": "accept", "seen": mine["seen"]}).json
    assert (done["state"], done["kind"]) == ("accepted", "changed")
    assert pages.json("PUT", one, {"act": "undo"}).json["state"] == "open"
    assert pages.json("PUT", one, {"act": "editorial"}).json["weight"] == "editorial"
    pages.json("PUT", one, {"act": "edit"}, status=422)
    pages.json("POST", f"{path}/finish", {}, status=409)
    assert pages.json("POST", f"{path}/decisions", {"which": "untouched"}).json == {
        "decided": 4,
        "kinds": {"moved": 1, "new": 1, "removed": 1, "renumbered": 1},
        "lessons": 2,
        "left": 0,
    }
    pages.json("DELETE", path, status=409)
    finished = pages.json("POST", f"{path}/finish", {"decline_rest": True}).json
    assert (finished["state"], finished["open"]) == ("done", 0)
    assert pages.json("GET", path).json["state"] == "done"


def test_a_text_in_another_language_is_flagged_once_a_change_is_taken_over(
    app, house, writing, signed_in, cast
):
    """The course was in English and is in French now; its English text is older than the change."""
    with writing():
        course = db.session.get_one(Course, house.course_id)
        details = operations.Details(course.title, course.summary, language="fr")
        operations.change_details(course.id, details, house.tomas)
    pages = signed_in(cast.trainer)
    listed = f"/desk/courses/{house.slug}/editions/"
    flags = f"{house.api}/outdated-texts"
    assert "Texts in another language" not in pages.get(listed).main
    assert pages.json("GET", flags).json == []
    one = house.proposals["new", key("lights")]
    pages.json("PUT", f"{house.api}/{house.update}/proposals/{one}", {"act": "accept"})
    page = pages.get(listed)
    assert "Texts in another language, older than a change" in page.main
    assert "At the store, English" in " ".join(page.main.split())
    told = pages.json("GET", flags).json
    assert [(row["title"], row["language"]) for row in told] == [("At the store", "en")]


def test_a_long_list_costs_the_same_statements(app, house, signed_in, cast, queries):
    pages = signed_in(cast.trainer)
    with queries() as one:
        pages.get(house.path + "?show=edited")
    with queries() as all_of_them:
        pages.get(house.path + "?show=all")
    assert len(one) == len(all_of_them)
    assert STORE
