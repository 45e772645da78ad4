"""What trainers do with a new edition, for tests: a course, its update, edits and decisions."""

from sqlalchemy import select

from courses import deciding, desk_queries, edition_updates, operations, update_queries
from courses.accepting import Decision
from courses.lesson_text import from_html
from courses.models import Course, Step
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.core.transaction import write
from tests.courses.editions_made import (
    CLOSED,
    FIRST,
    LIGHTS,
    SPILLS,
    STORE,
    Part,
    Text,
    comparison,
    course_of,
    manual,
)

NEW_LABELS = "Label each drum with its contents, its hazards, its owner and the date it was filled."
MINE = "Write on each drum what is in it. Use the stickers from the desk."
STORE_NOW = Part(
    "At the store",
    (
        Text("closed", CLOSED, "1"),
        Text("labels", NEW_LABELS, "2"),
        Text("lights", LIGHTS, "3"),
    ),
)
ROAD_NOW = Part("On the road", (Text("spills", SPILLS, "4"), Text("store", STORE, "5")))
SECOND = (STORE_NOW, ROAD_NOW)


class House:
    """A course on the first edition, and the second one loaded."""


def furnished(tomas):
    """Make the house, in an open write transaction."""
    made = manual()
    course = course_of(made, tomas)
    made.add(SECOND, "Second")
    house = House()
    house.manual, house.course_id, house.slug = made, course.id, course.slug
    house.old, house.new = (edition.id for edition in made.editions)
    house.steps = [step.id for step in desk_queries.steps_of(course.id)]
    return house


def begin(house, parts=SECOND):
    return edition_updates.begin_for(
        house.course_id, house.old, house.new, comparison(FIRST, parts)
    )


def opened(house):
    """The course and its open update, as views hand them on."""
    course = db.session.get_one(Course, house.course_id)
    db.session.refresh(course)
    found = update_queries.updates_of(course.id)[0]
    db.session.rollback()
    return course, found


def proposals(house):
    found = db.session.scalars(
        select(Proposal).order_by(Proposal.position).execution_options(populate_existing=True)
    ).all()
    db.session.rollback()
    return {(one.kind, one.key): one for one in found}


def edit(house, actor_, step, old, new):
    """Change words of a lesson as its editor does."""
    with write():
        one = db.session.get_one(Step, step)
        newest = desk_queries.newest_text(step)
        course = db.session.get_one(Course, house.course_id)
        html = "\n\n".join(block["html"] for block in newest.blocks).replace(old, new)
        keys = [block["key"] for block in newest.blocks if block["key"]]
        text = from_html(html, update_queries.originals(course, keys), "en")
        operations.save_text(one, text, newest.number, actor_)


def decide(house, name, act, actor_=None, **more):
    course, found = opened(house)
    public_id = proposals(house)[name].public_id
    deciding.decide(course, found, public_id, Decision(act, **more), actor_)
