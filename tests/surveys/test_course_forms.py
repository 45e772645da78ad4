"""Learners of a course answer its survey once, read it again, withdraw it."""

from fractions import Fraction

import pytest
from sqlalchemy import func, insert, select

from courses import course_forms, learning
from courses.models import Completion, Course
from courses.queries import course_page
from courses.rules.models import CourseRules
from elearn.core.database import db
from elearn.surveys import editing, queries
from elearn.surveys.fields import FieldSpec
from elearn.surveys.figures import share
from elearn.surveys.models import Action, Field, FollowUp, Form, FormAnswer, Response
from tests.cast import actor
from tests.factories.courses import enrolled
from tests.surveys.conftest import ALL_GIVEN, read_lessons

SENT = {
    "q-overall": "5",
    "q-relevant": "4",
    "q-missing": "Pictures",
    "q-actions": ["Label every drum", "Train my team", ""],
    "q-may-we-ask-later": "yes",
}


def count(app, table) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def test_the_survey_is_offered_once_every_lesson_is_read(setting, cast, signed_in, writing):
    lina, omar = signed_in(cast.learner), signed_in(cast.second_learner)
    with writing():
        enrolment = enrolled(cast.second_learner.id, setting.course.id)
    path = f"/courses/{setting.course.slug}/"
    assert lina.get(path).all(f"//a[@href='{setting.page}']")
    assert not omar.get(path).all(f"//a[@href='{setting.page}']")
    with writing():
        read_lessons(setting.course, enrolment)
    assert "Three minutes, if you like" in omar.get(path).main


def test_a_survey_is_sent_read_again_and_withdrawn(setting, cast, signed_in, app):
    lina = signed_in(cast.learner)
    page = lina.get(setting.page)
    assert page.heading == "What did you think of this course?"
    answer = lina.submit(page, "Send my answers", **SENT)
    assert "Your answers are kept" in lina.follow(answer).main
    shown = lina.get(setting.page).main
    assert "Label every drum" in shown
    assert "Pictures" in shown
    again = lina.post(setting.page, SENT, status=409)
    assert "answered this form already" in again.main
    confirm = lina.get(setting.page + "withdrawal")
    lina.follow(lina.submit(confirm, "Withdraw my answers"))
    assert count(app, FormAnswer) == 0
    with app.app_context():
        kept = db.session.scalars(select(Response)).one()
        assert kept.withdrawn_at is not None
        assert db.session.scalars(select(FollowUp.withdrawn_at)).all().count(None) == 0
    assert count(app, Action) == 2
    lina.get(setting.page + "withdrawal", status=404)
    lina.submit(lina.get(setting.page), "Send my answers", **SENT)
    assert count(app, Action) == 2
    assert count(app, Response) == 1


def test_wrong_answers_are_named_and_what_was_typed_stays(setting, cast, signed_in, app):
    lina = signed_in(cast.learner)
    page = lina.post(setting.page, {"q-missing": "Keep me"}, status=422)
    assert "Please answer: All in all" in page.main
    assert page.all("//textarea[@id='q-missing']")[0].text == "Keep me"
    assert page.all("//div[@role='alert']//a/@href") == ["#q-overall-1"]
    assert count(app, Response) == 0


def test_only_those_who_take_the_course_answer_and_only_its_forms(setting, cast, signed_in):
    lina, omar = signed_in(cast.learner), signed_in(cast.second_learner)
    omar.get(setting.page, status=409)
    other = setting.page.replace(setting.survey.public_id, setting.checklist.public_id)
    lina.get(other, status=404)
    lina.post(other, SENT, status=404)


def test_a_form_the_rule_names_takes_the_place_of_the_survey(setting, cast, signed_in, writing):
    with writing():
        completion = {"checklist": setting.checklist.public_id}
        rules = CourseRules(course_id=setting.course.id, number=1, completion=completion)
        db.session.add(rules)
        db.session.flush()
        db.session.get_one(Course, setting.course.id).rules_id = rules.id
    with writing():
        rows = course_forms.forms_of(setting.course.id, cast.learner.id, "en")
        assert [(row.kind, row.required) for row in rows] == [
            ("survey", False),
            ("checklist", True),
        ]
    path = f"/courses/{setting.course.slug}/"
    assert "Needed to complete the course" in signed_in(cast.learner).get(path).main


def test_answers_stay_readable_when_the_rule_names_another_survey_later(
    setting, cast, signed_in, writing
):
    lina = signed_in(cast.learner)
    lina.post(setting.page, SENT)
    with writing():
        other = editing.create(None, kind="survey", title="Another")
        editing.put_fields(other.id, [FieldSpec("good", "yesno", "Good?")])
        editing.open_form(other, None)
        completion = {"form": other.public_id}
        rules = CourseRules(course_id=setting.course.id, number=1, completion=completion)
        db.session.add(rules)
        db.session.flush()
        db.session.get_one(Course, setting.course.id).rules_id = rules.id
    assert "Label every drum" in lina.get(setting.page).main
    lina.post(setting.page + "withdrawal")
    lina.get(setting.page, status=404)
    with writing():
        rows = course_forms.forms_of(setting.course.id, cast.learner.id, "en")
        assert [row.title for row in rows] == ["Another"]


def test_a_closed_survey_is_not_offered_again_once_withdrawn(setting, cast, signed_in, writing):
    lina = signed_in(cast.learner)
    lina.post(setting.page, SENT)
    with writing():
        db.session.get_one(Form, setting.survey.id).state = "closed"
    assert "Pictures" in lina.get(setting.page).main
    lina.post(setting.page + "withdrawal")
    lina.get(setting.page, status=404)


def test_sending_a_form_asks_whether_the_course_is_complete(setting, cast, signed_in, app, writing):
    with writing():
        release = setting.course.release_id
        # As if the last required part had been done without anybody asking.
        learning.complete_step(setting.enrolment_id, setting.course.quiz.id, release_id=release)
        db.session.query(Completion).delete()
    lina = signed_in(cast.learner)
    answer = lina.submit(lina.get(setting.page), "Send my answers", **SENT)
    assert "You have completed this course" in lina.follow(answer).main
    assert count(app, Completion) == 1


def test_a_course_page_takes_as_many_queries_with_forms_answered(setting, cast, signed_in, queries):
    lina = signed_in(cast.learner)
    path = f"/courses/{setting.course.slug}/"
    lina.get(path)
    with queries() as before:
        lina.get(path)
    lina.post(setting.page, SENT)
    lina.get(path)
    with queries() as after:
        lina.get(path)
    assert len(before) == len(after) <= 7


def test_results_cost_the_same_for_ten_answers_and_a_thousand(
    setting, cast, writing, signed_in, queries
):
    tomas, counts = signed_in(cast.trainer), []
    form_id = setting.survey.id
    with writing():
        field = db.session.scalars(
            select(Field.id).where(Field.form_id == form_id, Field.key == "overall")
        ).one()
    for more in (10, 990):
        rows = [{"form_id": form_id, "subject": setting.subject}] * more
        with writing():
            made = db.session.scalars(insert(Response).returning(Response.id), rows).all()
            answers = [{"response_id": one, "field_id": field, "value": 4} for one in made]
            db.session.execute(insert(FormAnswer), answers)
        for page in ("", setting.survey.public_id):
            with queries() as sent:
                tomas.get(f"/desk/courses/{setting.course.slug}/forms/{page}")
            counts.append(len(sent))
    assert counts[:2] == counts[2:]


def test_has_answered_knows_withdrawn_ones(setting, cast, signed_in, app):
    lina = signed_in(cast.learner)
    asked = (cast.learner.id, setting.survey.public_id, setting.subject)
    said = []
    for act in (lambda: None, lambda: lina.post(setting.page, SENT),
                lambda: lina.post(setting.page + "withdrawal")):  # fmt: skip
        act()
        with app.app_context():
            said.append(queries.has_answered(*asked))
    assert said == [False, True, False]


def test_the_api_answers_reads_and_withdraws(setting, cast, signed_in):
    lina = signed_in(cast.learner)
    base = f"/api/v1/courses/{setting.course.slug}/forms"
    listed = lina.json("GET", base).json["items"]
    assert [(one["id"], one["answered"]) for one in listed] == [(setting.survey.public_id, False)]
    one = f"{base}/{setting.survey.public_id}"
    assert len(lina.json("GET", one).json["fields"]) == 12
    lina.json("GET", f"{one}/response", status=404)
    refused = lina.json("PUT", f"{one}/response", {"answers": {"overall": 9}}, status=422)
    assert "overall" in refused.json["detail"]
    done = lina.json("PUT", f"{one}/response", {"answers": ALL_GIVEN})
    assert done.json == {"completed": False}
    assert lina.json("GET", f"{one}/response").json["answers"] == ALL_GIVEN
    lina.json("PUT", f"{one}/response", {"answers": ALL_GIVEN}, status=409)
    lina.json("DELETE", f"{one}/response", status=204)
    assert lina.json("GET", f"{one}/response").json["answers"] == {}


@pytest.fixture
def answered(setting, cast, signed_in, writing):
    """Lina and Omar have answered."""
    with writing():
        enrolled(cast.second_learner.id, setting.course.id)
    signed_in(cast.learner).post(setting.page, SENT | {"q-missing": "=1+1"})
    signed_in(cast.second_learner).post(setting.page, {"q-overall": "3"})
    return setting


def test_trainers_see_figures_and_words_and_no_name(answered, cast, signed_in):
    tomas = signed_in(cast.trainer)
    base = f"/desk/courses/{answered.course.slug}/forms/"
    assert tomas.get(base).all("//td[@class='number']")[0].text_content() == "2"
    page = tomas.get(base + answered.survey.public_id)
    overall = page.all("//tr[contains(., 'All in all')]")[0]
    assert [one.text_content() for one in overall.findall("td")] == [
        "2",
        "4.00 of 5",
        "50.0%",
        "0 · 0 · 1 · 0 · 1",
    ]
    assert "2 answers; that is 100.0%" in page.main
    assert "Label every drum" in page.main
    assert cast.learner.name not in page.text
    figures = tomas.json(
        "GET",
        f"/api/v1/courses/{answered.course.slug}/forms/{answered.survey.public_id}/figures",
    ).json
    overall = next(one for one in figures["fields"] if one["key"] == "overall")
    assert (figures["responses"], overall["mean"], overall["satisfied"]) == (2, 4.0, 0.5)


def test_the_table_of_answers_holds_no_formula_and_no_name(answered, cast, signed_in):
    tomas = signed_in(cast.trainer)
    path = f"/desk/courses/{answered.course.slug}/forms/{answered.survey.public_id}.csv"
    lines = tomas.get(path).text.lstrip("\ufeff").splitlines()
    assert lines[0].split(",")[:2] == ["relevant", "objectives-met"]
    assert len(lines) == 3
    assert any("'=1+1" in line for line in lines)
    assert cast.learner.name not in "".join(lines)


def test_other_trainers_and_learners_see_no_answers(answered, cast, signed_in):
    path = f"/desk/courses/{answered.course.slug}/forms/{answered.survey.public_id}"
    for member, status in ((cast.second_trainer, 404), (cast.learner, 403)):
        pages = signed_in(member)
        for one in (path, f"{path}.csv"):
            pages.get(one, status=status)
    signed_in(cast.admin).get(path)


def test_who_read_every_lesson_or_completed_the_course_counts_as_asked(setting, cast, writing):
    with writing():
        omar = enrolled(cast.second_learner.id, setting.course.id)
        paula = enrolled(cast.partner.id, setting.course.id)
        enrolled(cast.analyst.id, setting.course.id)
        for step in setting.course.steps[:1]:
            learning.complete_step(omar, step.id, release_id=setting.course.release_id)
        assert course_forms.learners_asked(setting.course.id) == 1
        read_lessons(setting.course, paula)
        assert course_forms.learners_asked(setting.course.id) == 2


def test_the_cohort_of_twelve_shows_its_survey_figures_at_the_desk(
    setting, cast, app, signed_in, writing
):
    """esm-facts 14: 8 read all modules, 7 answered: 87.5 %, mean 4.29 of 5, satisfied 85.7 %."""
    scores = (5, 4, 4, 5, None, 3, 4, 5)
    for member, score in zip(cast.everybody(), scores, strict=True):
        person = actor(app, member)
        with writing():
            if member != cast.learner:
                read_lessons(setting.course, enrolled(member.id, setting.course.id))
            if score:
                taken = course_page(setting.course.slug, member.id)
                course_forms.answer(taken, setting.survey.public_id, {"overall": score}, person)
    with app.test_request_context():
        figures = queries.figures(setting.survey.id, setting.subject)
        asked = course_forms.learners_asked(setting.course.id)
    overall = figures.of("overall")
    assert share(figures.responses, asked) == Fraction(7, 8)
    assert (overall.mean, overall.satisfied) == (Fraction(30, 7), Fraction(6, 7))
    path = f"/desk/courses/{setting.course.slug}/forms/{setting.survey.public_id}"
    page = signed_in(cast.trainer).get(path).main
    assert "7 answers; that is 87.5% of the 8 learners who read every lesson." in page
    assert "7 4.29 of 5 85.7%" in page
