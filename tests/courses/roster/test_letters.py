"""Letters of trainers to chosen learners: whom they touch, the preview, the sending."""

from datetime import timedelta

from sqlalchemy import insert, select, update

from courses.models import Enrolment
from courses.roster import nudging
from courses.roster.models import Nudge, NudgeReceiver
from elearn.accounts.mail_models import MailPreference
from elearn.accounts.models import Person
from elearn.core.database import db
from tests.courses.roster.places import MOMENT, base, page_of, subjects
from tests.factories.courses import enrolled


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


def test_the_filter_of_the_roster_is_kept_on_the_way(desk, course, lina):
    asked = f"state=not-started&text=lina&who={lina[1]}"
    back = f"{base(course)}?state=not-started&text=lina"
    page = desk.get(f"{base(course)}nudge?{asked}")
    assert back in page.all("//main//a/@href")
    look = desk.submit(page, "See the letter", status=200, message="Hello")
    assert desk.submit(look, "Send 1 letter").location == back
    page = desk.get(f"{base(course)}extend?{asked}")
    answer = desk.submit(page, "Move the dates", days="3", reason="A week of rain")
    assert answer.location == back


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
