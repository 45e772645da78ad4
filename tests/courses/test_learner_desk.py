"""What a trainer does for the learners of a course: decide, move dates, write, enrol, let go."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from courses.models import Completion, Enrolment, StepProgress
from courses.roster import extending, nudging
from courses.roster.models import Nudge, NudgeReceiver
from courses.rules.models import Override
from elearn.accounts.mail_models import MailPreference
from elearn.accounts.models import AuditEntry, Person
from elearn.core.clock import now
from elearn.core.database import db
from tests.factories.courses import enrolled, published_course
from tests.factories.quizzes import ready_quiz

MOMENT = now().replace(microsecond=0)


@pytest.fixture
def course(cast, writing):
    with writing():
        made = published_course(trainer_id=cast.trainer.id)
        ready_quiz(made, attempts=0)
        return made


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.trainer)


@pytest.fixture
def lina(course, cast, writing):
    """Lina's enrolment: id and public id."""
    with writing():
        found = enrolled(cast.learner.id, course.id)
        return found, db.session.get_one(Enrolment, found).public_id


def base(course):
    return f"/desk/courses/{course.slug}/learners/"


def page_of(course, lina):
    return f"{base(course)}{lina[1]}/"


def due(app, lina):
    with app.app_context():
        return db.session.scalar(select(Enrolment.due_at).where(Enrolment.id == lina[0]))


def subjects(letters):
    return [(letter["To"], str(letter["Subject"])) for letter in letters()]


# -- one learner ---------------------------------------------------------------------------------


def test_the_page_of_a_learner_shows_steps_dates_scores_and_attempts(
    desk, course, lina, cast, signed_in
):
    learner = signed_in(cast.learner)
    quiz = f"/courses/{course.slug}/{course.quiz.public_id}/quiz"
    learner.post(f"/courses/{course.slug}/{course.lesson('why').public_id}/done")
    learner.post(f"{quiz}/start")
    page = desk.get(page_of(course, lina))
    rows = {
        row[0].text_content(): [cell.text_content() for cell in row[1:]]
        for row in page.page.xpath("//table/tbody/tr")
    }
    assert page.heading == "Lina Haddad"
    assert rows["Why waste matters"][0] == "Completed"
    assert rows["Check what you know"][4] == "1"
    assert "1 of 4 required parts" in page.main


def test_a_learner_of_another_course_is_not_here(desk, course, lina, writing, cast):
    with writing():
        other = published_course(title="Another", trainer_id=cast.trainer.id)
    desk.get(page_of(other, lina), status=404)


def test_a_step_is_completed_by_hand_with_its_reason(app, desk, course, lina):
    step = course.lesson("law").public_id
    form = desk.get(f"{page_of(course, lina)}steps/{step}")
    desk.submit(form, "Decide", status=422, kind="done", reason="  ")
    page = desk.follow(desk.submit(form, "Decide", kind="done", reason="Read it on paper"))
    assert "Counts as completed: What the Convention asks" in page.main
    assert "Read it on paper" in page.main
    with app.app_context():
        done = select(StepProgress.completed_at).where(StepProgress.enrolment_id == lina[0])
        assert db.session.scalar(done) is not None
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "course.override")
        ).one()
        assert (entry.thing_id, entry.detail["reason"]) == (lina[1], "Read it on paper")


def test_the_last_step_by_hand_completes_the_course(app, desk, course, lina):
    for name in ("why", "law", "work", "quiz"):
        path = f"{page_of(course, lina)}steps/{course.lesson(name).public_id}"
        desk.post(path, {"kind": "done", "reason": "Took part in the workshop"})
    with app.app_context():
        assert db.session.scalars(select(Completion)).one().enrolment_id == lina[0]


def test_an_open_door_is_closed_again_and_what_is_done_stays_done(app, desk, course, lina):
    path = page_of(course, lina)
    desk.post(
        f"{path}steps/{course.lesson('law').public_id}", {"kind": "open", "reason": "Knows it"}
    )
    desk.post(
        f"{path}steps/{course.lesson('why').public_id}", {"kind": "done", "reason": "Read it"}
    )
    page = desk.follow(desk.submit(desk.get(path), "Undo"))
    assert "Undone on" in page.main
    with app.app_context():
        done = db.session.scalars(select(Override).where(Override.kind == "done")).one()
    desk.post(f"{path}overrides/{done.public_id}/undo", status=409)


# -- dates ---------------------------------------------------------------------------------------


def test_a_date_is_moved_told_and_put_back(app, desk, course, lina, run_jobs, letters):
    path = page_of(course, lina)
    page = desk.follow(
        desk.submit(desk.get(path), "Move the date", days="10", reason="The network was down")
    )
    assert "no date →" in page.main
    assert "The network was down" in page.main
    first = due(app, lina)
    assert timedelta(days=9) < first - now() < timedelta(days=10)
    desk.post(f"{path}extend", {"days": "5", "reason": "Again"})
    assert due(app, lina) == first + timedelta(days=5)
    run_jobs()
    told = "A new date for your course: Handling waste with care"
    assert set(subjects(letters)) == {("lina@example.org", told)}
    desk.follow(desk.submit(desk.get(path), "Put the earlier date back"))
    assert due(app, lina) == first
    desk.post(f"{path}take-back", status=409)


def test_a_date_that_is_past_moves_from_today():
    past = MOMENT - timedelta(days=30)
    assert extending.moved(past, 7, MOMENT) == MOMENT + timedelta(days=7)


@pytest.mark.parametrize(("days", "reason"), [("0", "x"), ("366", "x"), ("x", "x"), ("5", "")])
def test_what_cannot_move_a_date_is_said_at_its_field(app, desk, course, lina, days, reason):
    desk.post(f"{page_of(course, lina)}extend", {"days": days, "reason": reason}, status=422)
    assert due(app, lina) is None


def test_several_dates_move_at_once_for_exactly_those_shown(app, desk, course, lina, cast, writing):
    with writing():
        omar = enrolled(cast.second_learner.id, course.id)
        paula = enrolled(cast.partner.id, course.id)
        omar_id = db.session.get_one(Enrolment, omar).public_id
    page = desk.get(f"{base(course)}extend?who={lina[1]}&who={omar_id}")
    assert "2 learners get a new date" in page.main
    desk.submit(page, "Move the dates", days="7", reason="Holidays")
    with app.app_context():
        moved = select(Enrolment.id).where(Enrolment.due_at.is_not(None))
        assert set(db.session.scalars(moved)) == {lina[0], omar}
        assert paula not in set(db.session.scalars(moved))


# -- letters -------------------------------------------------------------------------------------


def no_letters(person_id):
    db.session.execute(
        insert(MailPreference).values(
            person_id=person_id, kind="nudge", how="never", changed_at=MOMENT
        )
    )


def test_a_letter_is_previewed_sent_and_kept(app, desk, course, lina, run_jobs, letters):
    page = desk.get(f"{base(course)}nudge?who={lina[1]}")
    assert "1 learner gets this letter." in page.main
    look = desk.submit(page, "See the letter", status=200, message="How is it going?\n\nTomas")
    assert "Dear Lina Haddad," in look.main
    assert subjects(letters) == []
    desk.submit(look, "Send 1 letter")
    run_jobs()
    assert subjects(letters) == [
        ("lina@example.org", "About your course: Handling waste with care")
    ]
    text = letters()[0].get_body(("plain",)).get_content()
    assert "How is it going?" in text
    assert "Tomas Novak" in text
    assert "How is it going?" in desk.get(page_of(course, lina)).main


def test_who_does_not_want_letters_or_left_is_named_and_left_out(
    app, desk, course, lina, cast, writing
):
    with writing():
        enrolled(cast.second_learner.id, course.id)
        gone = enrolled(cast.partner.id, course.id)
        db.session.execute(update(Enrolment).where(Enrolment.id == gone).values(left_at=MOMENT))
        no_letters(cast.second_learner.id)
    page = desk.get(f"{base(course)}nudge?all=1")
    assert "Get none: they do not want such letters (1) Omar Diallo" in page.main
    assert "Get none: they left the course, or their account is closed (1) Paula Costa" in page.main
    look = desk.submit(page, "See the letter", status=200, message="Hello")
    desk.submit(look, "Send 1 letter")
    with app.app_context():
        assert list(db.session.scalars(select(NudgeReceiver.enrolment_id))) == [lina[0]]


def test_nobody_gets_two_letters_in_three_days_unless_the_trainer_says_so(
    app, desk, course, lina, writing
):
    def send(**more):
        page = desk.get(f"{base(course)}nudge?who={lina[1]}")
        look = desk.submit(page, "See the letter", status=200, message="Hello", **more)
        assert ("Send 1 letter" in look.main) is bool(more or not sent())
        return look

    def sent():
        with app.app_context():
            return len(db.session.scalars(select(Nudge)).all())

    desk.submit(send(), "Send 1 letter")
    assert "a letter went to them within the last three days (1) Lina Haddad" in send().main
    desk.submit(send(again="y"), "Send 1 letter")
    assert sent() == 2
    with writing():
        past = MOMENT - timedelta(days=nudging.REST_DAYS, hours=1)
        db.session.execute(update(Nudge).values(sent_at=past))
    assert "1 learner gets this letter" in desk.get(f"{base(course)}nudge?who={lina[1]}").main


def test_a_list_that_changed_since_the_preview_is_shown_again(
    app, desk, course, lina, cast, writing
):
    look = desk.submit(
        desk.get(f"{base(course)}nudge?all=1"), "See the letter", status=200, message="Hello"
    )
    with writing():
        enrolled(cast.second_learner.id, course.id)
    again = desk.submit(look, "Send 1 letter", status=409)
    assert "2 learners get this letter" in again.main
    with app.app_context():
        assert db.session.scalars(select(Nudge)).all() == []


def test_nobody_chosen_leads_back_with_the_reason(desk, course, lina):
    for act in ("nudge", "extend"):
        answer = desk.get(f"{base(course)}{act}?state=underway", status=302)
        assert "Nobody is chosen" in desk.follow(answer).main


def test_many_letters_leave_in_small_transactions(app, desk, course, writing, run_jobs, letters):
    count = 2 * nudging.AT_ONCE + 3
    with writing():
        for number in range(count):
            person = db.session.execute(
                insert(Person)
                .values(
                    public_id=f"many{number:08d}",
                    email=f"many{number}@example.org",
                    name=f"Many {number}",
                    created_at=MOMENT,
                )
                .returning(Person.id)
            ).scalar_one()
            enrolled(person, course.id)
    look = desk.submit(
        desk.get(f"{base(course)}nudge?all=1"), "See the letter", status=200, message="Hello"
    )
    desk.submit(look, f"Send {count} letters")
    run_jobs()
    assert len({to for to, _ in subjects(letters)}) == count


# -- enrolling and letting go --------------------------------------------------------------------


def test_somebody_is_enrolled_by_address_and_taken_off_again(app, desk, course, cast):
    form = desk.get(f"{base(course)}enrol")
    page = desk.follow(desk.submit(form, "Enrol", email=" LINA@example.org "))
    assert page.heading == "Lina Haddad"
    assert "By a trainer" in page.main
    again = desk.submit(form, "Enrol", status=422, email="lina@example.org")
    assert "on the course already" in again.main
    unknown = desk.submit(form, "Enrol", status=422, email="nobody@example.org")
    assert "No account has this address" in unknown.main
    ask = desk.get(page.all("//a[contains(@href, 'let-go')]/@href")[0])
    gone = desk.follow(desk.submit(ask, "Take off the course"))
    assert "What they did is kept" in gone.main
    back = desk.follow(desk.submit(form, "Enrol", email="lina@example.org"))
    assert back.heading == "Lina Haddad"


# -- tables and paper ----------------------------------------------------------------------------


def table(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text[1:])))


def test_the_roster_as_a_table_defuses_formulas(desk, course, lina, cast, writing):
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(name="=1+1"))
        db.session.execute(update(Enrolment).values(country="KE"))
    rows = table(desk.get(f"{base(course)}roster.csv"))
    assert rows[0][:3] == ["id", "name", "country"]
    assert rows[1][:3] == [lina[1], "'=1+1", "Kenya"]
    assert table(desk.get(f"{base(course)}roster.csv?state=completed"))[1:] == []


def test_progress_by_step_as_a_table(desk, course, lina, cast, signed_in):
    signed_in(cast.learner).post(f"/courses/{course.slug}/{course.lesson('why').public_id}/done")
    rows = table(desk.get(f"{base(course)}progress.csv"))
    assert rows[0][3:] == [step.title for step in course.steps]
    assert rows[1] == [lina[1], "Lina Haddad", "underway", f"{now():%Y-%m-%d}", "", "", "", ""]


def test_tables_are_written_batch_by_batch(desk, course, writing, queries, monkeypatch):
    """Two statements for each batch, whatever the number of learners: memory stays flat."""
    with writing():
        for number in range(25):
            person = db.session.execute(
                insert(Person)
                .values(
                    public_id=f"table{number:07d}",
                    email=f"table{number}@example.org",
                    name=f"Table {number}",
                    created_at=MOMENT,
                )
                .returning(Person.id)
            ).scalar_one()
            enrolled(person, course.id)
    monkeypatch.setattr("courses.roster.exporting.BATCH", 10)
    with queries() as sent:
        assert len(table(desk.get(f"{base(course)}progress.csv"))) == 26
    # Who asks, the course, its steps; then three batches of learners and what they did.
    assert len(sent) == 3 + 3 * 2


def test_hand_outs_hold_text_and_questions_but_no_answers(desk, course):
    paper = f"/desk/courses/{course.slug}/hand-outs/"
    choice = desk.get(paper)
    assert "First things" in choice.main
    whole = desk.get(f"{paper}print")
    assert "keep waste closed, labelled and recorded" in whole.main
    sheet = desk.get(f"{paper}answers")
    assert sheet.heading == "Answers, for the trainer"
    answers = [item.text_content() for item in sheet.page.xpath("//ol/li//strong")]
    assert answers
    assert whole.all("//strong") == []
    first = desk.get(f"{paper}print?module=1")
    assert "Check what you know" not in first.main
    desk.get(f"{paper}print?module=99", status=404)


def test_the_list_to_sign_names_the_learners(desk, course, lina):
    rows = desk.get(f"{base(course)}names").page.xpath("//tbody/tr/th")
    assert [row.text_content() for row in rows] == ["Lina Haddad"]


def test_progress_by_step_counts_who_opened_and_completed(desk, course, lina, cast, signed_in):
    signed_in(cast.learner).post(f"/courses/{course.slug}/{course.lesson('why').public_id}/done")
    rows = desk.get(f"{base(course)}steps").page.xpath("//tbody/tr")
    first = [cell.text_content() for cell in rows[0]]
    assert first == ["Why waste matters", "First things", "1", "1", "–"]
    assert [cell.text_content() for cell in rows[1]][2:] == ["0", "0", "–"]


# -- the same by the API -------------------------------------------------------------------------


def api(course):
    return f"/api/v1/courses/{course.slug}/learners"


def test_the_api_lists_learners_and_shows_one(desk, course, lina, cast, writing):
    with writing():
        enrolled(cast.second_learner.id, course.id)
    answer = desk.json("GET", f"{api(course)}?sort=-name&size=1").json
    assert [one["name"] for one in answer["items"]] == ["Omar Diallo"]
    assert (answer["counts"]["all"], answer["more"]) == (2, True)
    desk.json("GET", f"{api(course)}?state=lost", status=422)
    one = desk.json("GET", f"{api(course)}/{lina[1]}").json
    assert (one["name"], one["state"], len(one["steps"])) == ("Lina Haddad", "not-started", 5)


def test_the_api_acts_as_the_pages_do(app, desk, course, lina, cast):
    rule = {"away_days": 3, "due_days": 0, "count_not_started": True}
    assert desk.json("PUT", f"{api(course)}/risk-rule", rule).json == rule
    assert desk.json("GET", f"{api(course)}/risk-rule").json == rule
    body = {"message": "Hello", "learners": [lina[1]], "dry_run": True}
    assert desk.json("POST", f"{api(course)}/nudges", body).json["gets"] == ["Lina Haddad"]
    assert desk.json("POST", f"{api(course)}/nudges", body | {"dry_run": False}).json["sent"]
    desk.json("POST", f"{api(course)}/nudges", body | {"dry_run": False}, status=409)
    desk.json("POST", f"{api(course)}/nudges", {"message": "Hello"}, status=422)
    more = {"learners": [lina[1]], "days": 7, "reason": "Ill"}
    assert desk.json("POST", f"{api(course)}/extensions", more).json == {"moved": 1}
    desk.json("DELETE", f"{api(course)}/{lina[1]}/extension", status=204)
    assert due(app, lina) is None
    decision = {"step": course.lesson("law").public_id, "kind": "open", "reason": "Knows it"}
    made = desk.json("POST", f"{api(course)}/{lina[1]}/overrides", decision, status=201).json
    override = made["overrides"][0]["id"]
    desk.json("DELETE", f"{api(course)}/{lina[1]}/overrides/{override}", status=204)
    desk.json("DELETE", f"{api(course)}/{lina[1]}/overrides/{override}", status=409)
    desk.json("DELETE", f"{api(course)}/{lina[1]}", status=204)
    desk.json("DELETE", f"{api(course)}/{lina[1]}", status=409)
    desk.json("POST", api(course), {"email": "lina@example.org"}, status=201)
    assert len(desk.json("GET", f"{api(course)}/steps").json) == 5
