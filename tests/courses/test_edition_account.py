"""Every character of a new edition is in a lesson, in a proposal, or outside for a reason."""

import json

import pytest
from sqlalchemy import delete, select

from courses import deciding, drafting, edition_updates, update_queries
from courses.accepting import Decision
from courses.accounting import as_csv, edition_balance
from courses.models import Course
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import queries as library
from elearn.library import review
from elearn.library.models import Import, Paragraph, Tool
from tests.cast import actor
from tests.courses.test_following import MANUAL, SECOND, imported

FRONT = "# Foreword\n\n" + " ".join(["Read it before you open the store."] * 12) + "\n\n"


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def brought(app, tomas):
    """The course, and the import of the second edition of its manual."""
    imported(app, tomas, MANUAL)
    with app.app_context():
        course_id = db.session.scalars(select(Course.id)).one()
        tool = db.session.scalar(select(Tool.slug))
    return course_id, imported(app, tomas, SECOND, edition_of=tool)


def report(import_id):
    found = db.session.get_one(Import, import_id, populate_existing=True)
    told = drafting.report_of(found)
    db.session.rollback()
    return told


def sizes(import_id):
    """Where the characters are, as the only course has it; the sum is that of the edition."""
    (one,) = report(import_id)["followed"]
    found = dict(one["characters"])
    whole = found.pop("edition")
    assert sum(found.values()) == whole
    assert one["complete"] == (found["missing"] == 0)
    return {name: size for name, size in found.items() if size}


def proposals(course_id):
    course = db.session.get_one(Course, course_id)
    found = update_queries.updates_of(course_id)[0]
    rows = [row[0] for row in db.session.execute(update_queries.proposals_of(found.id))]
    db.session.rollback()
    return course, found, {one.kind: one.public_id for one in rows}


def test_every_character_of_the_document_is_in_the_edition(app, brought):
    with app.app_context():
        told = report(brought[1])
        sums = told["characters"]
        assert told["complete"]
        assert sums["read"] == sums["edition"] > 1800
        assert sums["in_document"] == sums["read"] + sums["dropped_at_reading"]
        assert (sums["missing"], told["missing"]) == (0, [])
        assert {row["became"] for row in told["sections"]} == {"edition"}


def test_characters_that_did_not_get_into_the_edition_are_missed(app, brought):
    with app.app_context():
        found = db.session.get_one(Import, brought[1])
        html = [row.html for row in library.paragraphs_of(found.edition_id)]
        shorter = [one.replace("Hand the load over", "") for one in html]
        told = edition_balance(review.reviewed(found), shorter)
        assert not told["complete"]
        assert told["characters"]["missing"] == len("Handtheloadover")


def test_before_any_decision_what_changed_is_in_open_proposals(app, brought):
    with app.app_context():
        found = sizes(brought[1])
        assert set(found) == {"lessons", "open"}


def test_each_decision_moves_its_characters(app, tomas, brought):
    with app.app_context():
        course, found, ids = proposals(brought[0])
        before = sizes(brought[1])
        deciding.decide(course, found, ids["changed"], Decision("accept"), tomas)
        accepted = sizes(brought[1])
        assert accepted["lessons"] > before["lessons"]
        deciding.decide(course, found, ids["new"], Decision("decline"), tomas)
        declined = sizes(brought[1])
        assert declined["declined"] == before["open"] - accepted["lessons"] + before["lessons"]
        deciding.undo(course, found, ids["changed"], tomas)
        html = "<p>My own words on drums.</p>"
        deciding.decide(course, found, ids["changed"], Decision("edit", html), tomas)
        assert sizes(brought[1])["own"] > 0
        edition_updates.finish(course, found, tomas, decline_rest=True)
        assert set(sizes(brought[1])) == {"lessons", "own", "declined"}


def test_a_change_without_its_proposal_is_missed(app, brought):
    with app.app_context():
        ids = proposals(brought[0])[2]
        with write():
            db.session.execute(delete(Proposal).where(Proposal.public_id == ids["changed"]))
        told = report(brought[1])
        assert not told["complete"]
        assert [one["text"][:14] for one in told["followed"][0]["missing"]] == ["Keep each drum"]


def test_a_new_paragraph_without_its_proposal_is_missed(app, brought):
    with app.app_context():
        ids = proposals(brought[0])[2]
        with write():
            db.session.execute(delete(Proposal).where(Proposal.public_id == ids["new"]))
        told = report(brought[1])
        assert [one["text"][:14] for one in told["followed"][0]["missing"]] == ["Weigh the load"]


def test_front_matter_is_set_aside_and_the_outline_says_so_ahead(app, tomas, brought):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    third = imported(app, tomas, FRONT + SECOND.replace("# Storing waste", "# Storing"),
                     edition_of=tool, label="Third")  # fmt: skip
    with app.app_context():
        assert sizes(third)["description"] > 300
        assert report(brought[1])["followed"] == [], "the course is on its way to the third"
        found = db.session.get_one(Import, third)
        ahead = edition_balance(review.reviewed(found))
        assert ahead == found.report["balance"]


def test_the_report_tells_it_on_its_page_as_json_and_as_a_table(app, brought, signed_in, cast):
    with app.app_context():
        public_id = db.session.get_one(Import, brought[1]).public_id
        told = report(brought[1])
        keys = len(db.session.scalars(select(Paragraph.key)).all())
    assert keys
    pages = signed_in(cast.trainer)
    page = pages.get(f"/desk/imports/{public_id}/report")
    assert "In proposals that are open" in page.main
    assert "Storing waste" in page.main
    sent = pages.json("GET", f"/api/v1/imports/{public_id}/report").json
    assert sent["followed"] == json.loads(json.dumps(told["followed"]))
    assert "followed,open,Storing waste" in as_csv(told)
    assert "Complete" in page.main
