"""Headings of a new edition: said anew, numbered anew, moved, new or gone, and taken back."""

import pytest
from sqlalchemy import select

from courses import deciding, deciding_again, desk_queries, edition_updates, update_queries
from courses.accepting import Decision
from courses.models import Course
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.library.models import Tool
from tests.cast import actor
from tests.courses.test_following import imported

WORDS = {
    "Drums": "Keep each drum closed, upright and labelled with what is in it and since when. ",
    "Floors": "A sealed floor with a kerb holds whatever leaks until somebody pumps it out. ",
    "Papers": "The driver carries the movement document, a telephone number and the spill sheet. ",
    "Routes": "Choose the road that keeps away from schools, wells and rivers, and write it down. ",
    "Fire": "Keep the way out free and the extinguisher near, and count the people outside. ",
}


def section(title, number, heading=None):
    texts = [f"{number}{place}\\. Rule {place}: {WORDS[title] * 12}" for place in (1, 2)]
    return "\n\n".join([f"## {heading or title}", *texts])


def manual(*parts):
    return "\n\n".join(["# At the store", *parts])


FIRST = manual(
    section("Drums", 1), section("Floors", 2), "# On the road", section("Papers", 3),
    section("Routes", 4),
)  # fmt: skip


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def course(app, tomas):
    imported(app, tomas, FIRST)
    with app.app_context():
        return db.session.scalars(select(Course.id)).one()


def follow(app, tomas, content):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    imported(app, tomas, content, edition_of=tool)


def outline(course_id):
    rows = desk_queries.outline_rows(course_id)
    db.session.rollback()
    return [(row.module_title, row.title) for row in rows]


def found(course_id):
    course = db.session.get_one(Course, course_id)
    db.session.refresh(course)
    update = update_queries.updates_of(course_id)[0]
    rows = [row[0] for row in db.session.execute(update_queries.proposals_of(update.id))]
    db.session.rollback()
    return course, update, rows


def words(course_id):
    taught = update_queries.taught(course_id)
    db.session.rollback()
    return [block["html"] for one in taught.lessons for block in one.blocks]


def accept_and_take_back(course_id, proposal: Proposal, tomas):
    """Accept it, take it back, see that all is as before, and accept it again."""
    course, update, _rows = found(course_id)
    before = outline(course_id), words(course_id)
    deciding.decide(course, update, proposal.public_id, Decision("accept"), tomas)
    after = outline(course_id), words(course_id)
    assert after != before
    deciding.undo(course, update, proposal.public_id, tomas)
    assert (outline(course_id), words(course_id)) == before
    deciding.decide(course, update, proposal.public_id, Decision("accept"), tomas)
    assert (outline(course_id), words(course_id)) == after
    for act, expected in (("decline", before), ("accept", after)):
        decision = Decision(act)
        deciding_again.decide_again(course, update, proposal.public_id, decision, tomas)
        assert (outline(course_id), words(course_id)) == expected


def test_the_course_has_a_lesson_for_each_section(app, course):
    with app.app_context():
        assert outline(course) == [
            ("At the store", "Drums"),
            ("At the store", "Floors"),
            ("On the road", "Papers"),
            ("On the road", "Routes"),
        ]


def test_a_heading_said_anew_renames_its_lesson(app, tomas, course):
    follow(app, tomas, FIRST.replace("## Papers", "## Papers to carry"))
    with app.app_context():
        rows = found(course)[2]
        assert [(one.kind, one.block_kind) for one in rows] == [("changed", "heading")]
        accept_and_take_back(course, rows[0], tomas)
        assert ("On the road", "Papers to carry") in outline(course)


def test_a_chapter_said_anew_renames_its_module(app, tomas, course):
    follow(app, tomas, FIRST.replace("# On the road", "# On roads and rails"))
    with app.app_context():
        rows = found(course)[2]
        assert len(rows) == 1
        accept_and_take_back(course, rows[0], tomas)
        assert ("On roads and rails", "Papers") in outline(course)


def test_a_note_of_a_heading_said_anew_is_proposed_where_it_stands(app, tomas):
    noted = FIRST.replace("## Papers", "## Papers[^1]")
    imported(app, tomas, f"{noted}\n\n[^1]: The form is in annex I.\n")
    with app.app_context():
        course = db.session.scalars(select(Course.id)).one()
    follow(app, tomas, f"{noted}\n\n[^1]: The form is on the last page.\n")
    with app.app_context():
        rows = found(course)[2]
        assert [(one.kind, one.block_kind) for one in rows] == [("changed", "note")]
        accept_and_take_back(course, rows[0], tomas)
        assert sum("on the last page" in html for html in words(course)) == 1


def test_sections_that_changed_places_are_lessons_that_move(app, tomas, course):
    moved = manual(
        section("Drums", 1), "# On the road", section("Papers", 3), section("Floors", 2),
        section("Routes", 4),
    )  # fmt: skip
    follow(app, tomas, moved)
    with app.app_context():
        rows = found(course)[2]
        assert [(one.kind, one.block_kind) for one in rows] == [("moved", "heading")]
        accept_and_take_back(course, rows[0], tomas)
        assert [title for _module, title in outline(course)] == [
            "Drums",
            "Papers",
            "Floors",
            "Routes",
        ]
        assert ("On the road", "Floors") in outline(course)


def test_a_new_section_becomes_a_lesson_where_the_edition_has_it(app, tomas, course):
    grown = FIRST.replace("\n\n# On the road", "\n\n" + section("Fire", 5) + "\n\n# On the road")
    follow(app, tomas, grown)
    with app.app_context():
        rows = found(course)[2]
        assert [(one.kind, one.title) for one in rows] == [("new", "Fire")]
        accept_and_take_back(course, rows[0], tomas)
        assert [title for _module, title in outline(course)] == [
            "Drums",
            "Floors",
            "Fire",
            "Papers",
            "Routes",
        ]


def test_a_short_new_section_goes_into_the_lesson_beside_it(app, tomas, course):
    short = "## Lamps\n\n61\\. Check each lamp of the store once a month.\n\n# On the road"
    follow(app, tomas, FIRST.replace("# On the road", short))
    with app.app_context():
        rows = found(course)[2]
        assert len(rows) == 1
        accept_and_take_back(course, rows[0], tomas)
        lesson = update_queries.taught(course).lessons[1]
        assert [block["kind"] for block in lesson.blocks][-2:] == ["heading", "para"]
        assert lesson.title == "Floors"


def test_a_section_that_is_gone_leaves_an_empty_lesson_that_the_check_names(app, tomas, course):
    gone = manual(section("Drums", 1), "# On the road", section("Papers", 3), section("Routes", 4))
    follow(app, tomas, gone)
    with app.app_context():
        course_row, update, rows = found(course)
        assert [one.kind for one in rows] == ["removed", "removed"]
        deciding.decide_many(course_row, update, "untouched", tomas)
        edition_updates.finish(*found(course)[:2], tomas)
        lesson = update_queries.taught(course).lessons[1]
        assert (lesson.title, list(lesson.blocks)) == ("Floors", [])


def test_everything_at_once_can_be_accepted_at_once(app, tomas, course):
    second = manual(
        section("Floors", 2), section("Drums", 1, "Drums and cans"), section("Fire", 5),
        "# On the road", section("Papers", 3),
    )  # fmt: skip
    follow(app, tomas, second)
    with app.app_context():
        course_row, update, rows = found(course)
        assert deciding.decide_many(course_row, update, "untouched", tomas).decided == len(rows)
        edition_updates.finish(*found(course)[:2], tomas)
        assert outline(course)[:3] == [
            ("At the store", "Floors"),
            ("At the store", "Drums and cans"),
            ("At the store", "Fire"),
        ]
        assert ("On the road", "Papers") in outline(course)
