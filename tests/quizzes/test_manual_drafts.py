"""Drafts from the manual: made again without repeats, decided once, by the right people."""

import pytest
from sqlalchemy import select, update

from courses import desk_queries, glossary_queries, terms
from courses.models import Course, LessonRevision
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library.models import GlossaryTerm, Paragraph
from quizzes import draft_queries, manual_drafts, operations
from quizzes.drafts import prepare
from quizzes.errors import DraftChanged, DraftIsDecided, NoSuchDraft
from quizzes.models import ManualDraft, Question, QuestionRevision
from tests.quizzes.drafts_house import drafts_in as drafts
from tests.quizzes.drafts_house import key
from tests.quizzes.test_races import at_once, count


def quiz_id(app, house):
    with app.app_context(), write():
        step_id = desk_queries.step_of(house.course_id, house.step).id
        return operations.create_quiz(step_id, house.trainer).id


def change_text(app, name, before, after):
    with app.app_context(), write():
        row = db.session.query(Paragraph).filter_by(key=key(name)).one()
        row.html = row.html.replace(before, after)


def test_each_rule_finds_its_draft_and_cites_what_it_read(app, made):
    found = drafts(app)
    assert {row.rule for row in found} == {"definition", "list", "table", "duty"}
    cited = {row.rule: row.paragraphs for row in found}
    assert cited["list"] == [key("lead-1"), key("list-1")]
    assert cited["table"] == [key("grid")]
    assert cited["duty"] == [key("duty")]
    assert {row.state for row in found} == {"open"}
    assert [row.topic for row in found if row.rule == "list"] == ["Section 1"]
    # Module by module, in the order of the course.
    assert [row.rule for row in found] == ["list", "definition", "definition", "duty", "table"]


def test_making_them_again_adds_nothing_and_brings_no_dismissed_one_back(app, made, make):
    first = drafts(app)[0]
    with app.app_context(), write():
        manual_drafts.dismiss(made.course_id, first.public_id, made.trainer)
    again = make()
    assert (again.new, again.changed) == (0, 0)
    assert [row.state for row in drafts(app)].count("dismissed") == 1
    assert count(app, ManualDraft) == 5


def test_boxes_are_read_when_asked(app, made, make):
    assert make(wide=True).new == 1
    assert [row.paragraphs for row in drafts(app, aside=True)] == [[key("box")]]


def test_what_a_trainer_edited_in_the_lesson_is_not_asked(app, house, make):
    with app.app_context(), write():
        for revision in db.session.scalars(select(LessonRevision)):
            revision.blocks = [block | {"edited": True} for block in revision.blocks]
    assert make().new == 0


def test_what_the_course_asks_already_is_not_drafted(app, house, make):
    table = prepare(
        "single",
        prompt="Where does a needle go?",
        choices=[{"text": box, "correct": box == "Yellow box"} for box in ("Bag", "Yellow box")],
        paragraphs=[key("grid")],
    )
    others = [
        prepare(
            "single",
            prompt=f"And {box}?",
            choices=[{"text": box, "correct": True}, {"text": "None", "correct": False}],
            paragraphs=[key("grid")],
        )
        for box in ("Plastic drum", "Steel drum", "Double tank")
    ]
    with app.app_context(), write():
        db.session.expire_all()
        step_id = desk_queries.step_of(house.course_id, house.step).id
        quiz = operations.create_quiz(step_id, house.trainer)
        for one in (table, *others):
            operations.add_question(quiz.id, one, house.trainer)
    assert make().new == 4
    assert drafts(app, rule="table") == []


def test_open_drafts_get_the_words_of_the_manual_and_decided_ones_keep_theirs(app, made, make):
    change_text(app, "grid", "Steel drum", "Iron drum")
    assert (make().new, make().changed) == (0, 0)
    (table,) = drafts(app, rule="table")
    texts = {choice["text"] for choice in table.content["choices"]}
    assert "Iron drum" in texts
    with app.app_context(), write():
        manual_drafts.dismiss(made.course_id, table.public_id, made.trainer)
    change_text(app, "grid", "Iron drum", "Tin drum")
    assert make().changed == 0


def test_a_draft_that_changed_after_it_was_shown_is_not_approved_unseen(app, made, make):
    (table,) = drafts(app, rule="table")
    change_text(app, "grid", "Steel drum", "Iron drum")
    assert make().changed == 1
    quiz = quiz_id(app, made)
    with app.app_context(), pytest.raises(DraftChanged), write():
        manual_drafts.approve(
            made.course_id, table.public_id, quiz, made.trainer, seen=table.digest
        )
    assert [row.state for row in drafts(app, rule="table")] == ["open"]
    assert count(app, Question) == 0


def test_approving_adds_the_question_with_its_paragraphs_and_topic(app, made):
    (table,) = drafts(app, rule="table")
    quiz = quiz_id(app, made)
    with app.app_context(), write():
        manual_drafts.approve(made.course_id, table.public_id, quiz, made.trainer)
    with app.app_context():
        question = db.session.scalars(select(Question)).one()
        revision = db.session.scalars(select(QuestionRevision)).one()
        assert (revision.number, revision.kind, revision.author_id) == (
            1,
            "single",
            made.trainer.id,
        )
        assert revision.content == table.content
        assert revision.answer_key == table.answer_key
        assert revision.paragraphs == [key("grid")]
        assert question.topic == "Section 4"
        row = draft_queries.draft_of(made.course_id, table.public_id)
        assert (row.state, row.question) == ("approved", question.public_id)
        acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts[-2:] == ["question.add", "draft.approve"]


def test_a_decided_draft_is_not_decided_again_and_a_dismissed_one_is_taken_back(app, made):
    public_id = drafts(app)[0].public_id
    with app.app_context(), write():
        manual_drafts.dismiss(made.course_id, public_id, made.trainer)
    with app.app_context(), pytest.raises(DraftIsDecided), write():
        manual_drafts.dismiss(made.course_id, public_id, made.trainer)
    with app.app_context(), write():
        manual_drafts.reopen(made.course_id, public_id, made.trainer)
    with app.app_context(), pytest.raises(DraftIsDecided), write():
        manual_drafts.reopen(made.course_id, public_id, made.trainer)
    with app.app_context(), pytest.raises(NoSuchDraft), write():
        manual_drafts.dismiss(made.course_id + 1, public_id, made.trainer)
    assert len(drafts(app, state="open")) == 5


def test_many_windows_that_approve_one_draft_make_one_question(app, made):
    public_id = drafts(app)[0].public_id
    quiz = quiz_id(app, made)
    results = at_once(
        app,
        lambda _: manual_drafts.approve(made.course_id, public_id, quiz, made.trainer).public_id,
    )
    assert sum(isinstance(one, str) for one in results) == 1
    assert sum(isinstance(one, DraftIsDecided) for one in results) == len(results) - 1
    assert count(app, Question) == 1


def test_runs_that_meet_leave_each_draft_once(app, house):
    with app.app_context():
        course = db.session.get_one(Course, house.course_id)
        there = draft_queries.known(course.id)
        rows = [
            manual_drafts.row_of(course.id, place, draft)
            for place, draft in enumerate(manual_drafts.draft_reading.drafts_for(course))
        ]
    results = at_once(app, lambda _: manual_drafts.store(rows, there))
    assert sorted(results)[-1] == (5, 0)
    assert sum(new for new, _changed in results) == 5
    assert count(app, ManualDraft) == 5


def test_a_course_in_a_language_without_rules_gives_none(app, house, make):
    with app.app_context(), write():
        db.session.execute(update(Course).values(language="sw"))
    assert make().new == 0


def test_a_glossary_term_nobody_teaches_gives_none(app, house, make):
    with app.app_context(), write():
        db.session.execute(update(GlossaryTerm).values(term=GlossaryTerm.term + " unheard"))
    assert make().new == 3
    assert drafts(app, rule="definition") == []


def test_a_term_the_trainer_reworded_is_not_asked_and_a_hidden_one_is_no_choice(app, house, make):
    with app.app_context(), write():
        course = db.session.get_one(Course, house.course_id)
        found = {entry.term: entry.id for entry in glossary_queries.entries_of(course)}
        terms.reword(course.id, found["Inventory"], "Our own count of waste.", house.trainer)
    assert make().new == 4
    with app.app_context(), write():
        terms.hide(house.course_id, found["Carrier"], house.trainer)
    assert make().changed == 1
    (recovery,) = drafts(app, rule="definition")
    texts = {choice["text"] for choice in recovery.content["choices"]}
    assert texts == {"Recovery", "Disposer", "Generator", "Inventory"}
