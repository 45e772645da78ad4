"""Drafts from the manual on the desk and in the API: by the trainers of the course alone."""

import pytest
from sqlalchemy import func, select, update

from courses.models import Course
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import manual_drafts
from quizzes.models import ManualDraft, Question, QuestionRevision, Quiz
from tests.quizzes.drafting.samples import DUTIES
from tests.quizzes.drafts_house import drafts_in as drafts
from tests.quizzes.drafts_house import key
from tests.quizzes.test_races import count


@pytest.fixture
def desk(signed_in, cast):
    return signed_in(cast.trainer)


def test_a_trainer_makes_approves_dismisses_and_takes_back(app, house, desk):
    outline = desk.get(f"/desk/courses/{house.slug}/")
    assert house.list in outline.all("//main//a/@href")
    page = desk.follow(desk.submit(desk.get(house.list), "Make drafts"))
    assert "5 drafts are new" in page.text
    assert page.main.count("In the manual") == 5
    assert "Right answer" in page.main
    assert DUTIES["en"] in page.main
    page = desk.follow(desk.submit(page, "Approve"))
    assert "The question is added" in page.text
    assert count(app, Question) == 1
    page = desk.follow(desk.submit(page, "Dismiss"))
    assert "It will not be made again" in page.main
    assert len(page.all("//article")) == 3
    page = desk.follow(desk.submit(page, "Undo"))
    assert len(page.all("//article")) == 4
    approved = desk.get(f"{house.list}?state=approved")
    assert "Tomas Novak" in approved.main
    # The question stands in the quiz that was chosen: that of its module.
    quiz = desk.get(f"/desk/courses/{house.slug}/quizzes/{house.second_step}/")
    assert "the text begins a list" in quiz.main
    assert "4 wait for you" in quiz.main


def test_the_list_is_narrowed_by_rule_and_module(app, made, desk):
    page = desk.get(f"{made.list}?rule=definition")
    assert len(page.all("//article")) == 2
    link = page.all(f"//a[contains(@href, 'module={made.module}')]/@href")[0]
    assert len(desk.get(link).all("//article")) == 2
    assert len(desk.get(f"{made.list}?module={made.module}").all("//article")) == 3
    assert len(desk.get(f"{made.list}?rule=nonsense&state=odd").all("//article")) == 5


def test_a_draft_is_edited_in_the_editor_of_questions_first(app, made, desk):
    (table,) = drafts(app, rule="table")
    page = desk.get(made.list)
    sent = desk.post(
        f"{made.list}{table.public_id}",
        {"act": "edit", "step": made.step},
    )
    page = desk.follow(sent)
    values = dict(page.all("//main//form")[0].form_values())
    assert values["prompt"].strip().startswith("In the table")
    assert values["paragraphs"] == key("grid")
    assert "Acid" in page.main
    desk.submit(page, "Add the question", prompt="Where does it go?")
    with app.app_context():
        revision = db.session.scalars(select(QuestionRevision)).one()
        assert revision.content["prompt"] == "<p>Where does it go?</p>"
        assert revision.paragraphs == [key("grid")]
    assert [row.state for row in drafts(app, rule="table")] == ["approved"]


def test_words_that_are_unfit_or_too_late_are_kept_in_the_form(app, made, desk):
    (table,) = drafts(app, rule="table")
    path = f"/desk/courses/{made.slug}/quizzes/{made.step}/drafts/{table.public_id}"
    form = desk.get(path)
    page = desk.submit(form, "Add the question", status=422, prompt="", topic="Mine")
    assert page.all("//input[@id='topic']/@value") == ["Mine"]
    with app.app_context(), write():
        manual_drafts.dismiss(made.course_id, table.public_id, made.trainer)
    page = desk.submit(form, "Add the question", status=409, prompt="My own words?")
    assert "My own words?" in page.main
    assert "decided meanwhile" in page.main
    assert count(app, Question) == 0
    desk.get(path, status=409)


def test_a_second_window_is_told_that_the_draft_is_decided(app, made, desk):
    page = desk.get(made.list)
    desk.submit(page, "Dismiss")
    again = desk.submit(page, "Dismiss", status=409)
    assert "decided meanwhile" in again.main


def test_the_list_asks_as_much_of_the_database_for_one_draft_as_for_three(app, made, desk, queries):
    def asked(keep):
        with app.app_context(), write():
            ids = [row.id for row in drafts(app)][keep:]
            db.session.execute(
                update(ManualDraft).where(ManualDraft.id.in_(ids)).values(state="dismissed")
            )
        with queries() as sent:
            page = desk.get(made.list)
        assert len(page.all("//article")) == keep
        return len(sent)

    assert asked(3) == asked(1)


def test_a_course_without_a_manual_or_a_quiz_says_what_to_do(app, made, desk):
    with app.app_context(), write():
        db.session.execute(update(Course).values(edition_id=None))
    page = desk.get(made.list)
    assert "not made from a manual" in page.main
    assert "no longer has this paragraph" in page.main


# The API


def test_the_program_makes_lists_and_decides(app, house, desk):
    assert desk.json("POST", house.api, {}).json == {"new": 5, "changed": 0}
    assert desk.json("POST", house.api, {"wide": True}).json == {"new": 1, "changed": 0}
    told = desk.json("GET", f"{house.api}?rule=table").json
    (table,) = told["items"]
    assert table["sources"][0]["key"] == key("grid")
    assert [one["right"] for one in table["choices"]].count(True) == 1
    path = f"{house.api}/{table['id']}"
    sent = {"act": "approve", "step": house.step, "seen": "other"}
    desk.json("PUT", path, sent, status=409)
    desk.json("PUT", path, sent | {"seen": table["digest"], "step": "nothing"}, status=404)
    done = desk.json("PUT", path, sent | {"seen": table["digest"]}).json
    assert (done["state"], bool(done["question"])) == ("approved", True)
    desk.json("PUT", path, {"act": "dismiss"}, status=409)
    assert count(app, Question) == 1


def test_the_program_approves_in_its_own_words_and_takes_back(app, made, desk):
    (duty,) = desk.json("GET", f"{made.api}?rule=duty").json["items"]
    path = f"{made.api}/{duty['id']}"
    assert desk.json("PUT", path, {"act": "dismiss"}).json["state"] == "dismissed"
    assert desk.json("PUT", path, {"act": "reopen"}).json["state"] == "open"
    words = {"prompt": "The copy is sent within 30 days.", "answer": True}
    sent = {"act": "approve", "step": made.step, "words": words | {"prompt": ""}}
    desk.json("PUT", path, sent, status=422)
    desk.json("PUT", path, sent | {"words": words})
    with app.app_context():
        revision = db.session.scalars(select(QuestionRevision)).one()
        assert revision.content["prompt"] == "<p>The copy is sent within 30 days.</p>"
        assert (revision.paragraphs, revision.answer_key["correct"]) == ([key("duty")], ["true"])
        assert db.session.scalar(select(func.count(Quiz.id))) == 1


def test_drafts_are_for_the_trainers_of_the_course(app, made, signed_in, cast):
    other = signed_in(cast.second_trainer)
    other.get(made.list, status=404)
    other.json("GET", made.api, status=404)
    other.json("POST", made.api, {}, status=404)
    learner = signed_in(cast.learner)
    learner.get(made.list, status=403)
    learner.json("GET", made.api, status=403)
    public_id = drafts(app)[0].public_id
    other.json("PUT", f"{made.api}/{public_id}", {"act": "dismiss"}, status=404)
    assert len(drafts(app, state="open")) == 5
