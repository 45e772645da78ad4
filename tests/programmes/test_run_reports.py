"""The end-of-training report: written, handed in with frozen figures, accepted or returned."""

import threading

import pytest
from sqlalchemy import select

from certificates.models import Award
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.programmes import attendance, operations, run_reports
from elearn.programmes.models import Place, Run, RunCompletion
from elearn.programmes.session_errors import (
    ReportIsHandedIn,
    ReportIsNotHandedIn,
    RunIsNotClosed,
)
from elearn.programmes.session_models import ClassSession, RunReport
from tests.factories.sessions import group_of, handed_in, run_of, session_of, trainer_of


@pytest.fixture
def run(writing, cast):
    """A run with Lina and Omar in it, an hour of session and a group of 34."""
    with writing():
        run = run_of(
            cast,
            learners=(cast.learner.id, cast.second_learner.id),
            attendance_percent=70,
            awards="after-the-run",
        )
        for planned in db.session.scalars(select(ClassSession)):
            planned.required = False
        session = session_of(run)
        lina = db.session.scalar(select(Place.id).where(Place.person_id == cast.learner.id))
        attendance.record_attendance(run, session, {lina: 60}, None)
        group_of(run)
        trainer_of(run, cast.trainer.id)
        return run


def again(run):
    return db.session.get_one(Run, run.id)


def path(run, *more):
    return "/".join([f"/desk/runs/{run.slug}/report", *more])


def report_of(app, run):
    with app.app_context():
        return run_reports.report_of(run.id)


def close(writing, run):
    with writing():
        operations.close(run.id, None, confirmed=True)


def test_a_report_is_written_once_the_run_is_closed(writing, run, signed_in, cast):
    pages = signed_in(cast.trainer)
    assert "The training is not closed yet" in pages.get(path(run, "")).main
    pages.post(path(run, ""), {"what_happened": "Much."}, status=409)
    with pytest.raises(RunIsNotClosed), writing():
        run_reports.hand_in(again(run), None)
    close(writing, run)
    page = pages.get(path(run, ""))
    kept = pages.follow(pages.submit(page, "Keep as a draft", what_happened="Much."))
    assert "Being written" in kept.main
    assert "Much." in kept.main


def test_a_report_that_says_nothing_is_not_handed_in(app, writing, run, signed_in, cast):
    close(writing, run)
    pages = signed_in(cast.trainer)
    sent = {"what_happened": "", "advice": "Bring gloves."}
    answer = pages.submit(pages.get(path(run, "")), "Hand in", status=422, **sent)
    assert "Say what happened before you hand in the report." in answer.main
    assert "Bring gloves." in answer.text
    assert report_of(app, run) is None


def test_handing_in_freezes_the_figures_and_tells_the_partner(
    app, writing, run, signed_in, cast, run_jobs, letters
):
    close(writing, run)
    pages = signed_in(cast.trainer)
    page = pages.get(path(run, ""))
    pages.submit(page, "Hand in", what_happened="People sort batteries now.")
    figures = report_of(app, run).figures
    assert figures["learners"]["total"] == {
        "code": "",
        "planned": 2,
        "enrolled": 2,
        "started": 1,
        "lessons": 0,
        "completed": 1,
        "share": 50.0,
    }
    assert figures["sessions"] == {"planned": 2, "held": 1, "cancelled": 0, "minutes": 60}
    assert figures["attendance"] == {
        "people": 1,
        "present": 1,
        "enough": 1,
        "asked_percent": 70,
        "mean_percent": 100,
        "person_minutes": 60,
    }
    assert figures["groups"]["people"] == 34
    run_jobs()
    told = [
        (letter["To"], letter["Subject"]) for letter in letters() if "report" in letter["Subject"]
    ]
    assert told == [(cast.partner.email, "A report waits for you: Batteries in Nairobi")]
    with writing():
        group_of(again(run))
    shown = signed_in(cast.partner).get(path(run, "")).main
    assert "As they were when the report was handed in." in shown
    assert "34 people in 1 session" in shown


def test_what_is_handed_in_is_not_changed(writing, run):
    with writing():
        handed_in(again(run))
    with pytest.raises(ReportIsHandedIn), writing():
        run_reports.write_report(again(run), run_reports.Words("Other."), None)
    with pytest.raises(ReportIsHandedIn), writing():
        run_reports.hand_in(again(run), None)


def test_the_partner_returns_it_with_a_note_and_the_trainers_hand_it_in_again(
    app, writing, run, signed_in, cast, run_jobs, letters
):
    with writing():
        handed_in(again(run))
    partner, trainer = signed_in(cast.partner), signed_in(cast.trainer)
    page = partner.get(path(run, ""))
    assert "Say what is missing" in partner.submit(page, "Return it with the note", status=422).main
    partner.submit(page, "Return it with the note", note="How many came to both days?")
    run_jobs()
    letter = letters()[-1]
    assert (letter["To"], letter["Subject"]) == (
        cast.trainer.email,
        "Your report was returned: Batteries in Nairobi",
    )
    assert "How many came to both days?" in letter.get_body(("plain",)).get_content()
    page = trainer.get(path(run, ""))
    assert "How many came to both days?" in page.main
    trainer.submit(page, "Hand in", what_happened="All but one came to both days.")
    assert report_of(app, run).state == "handed-in"


def test_accepting_ends_the_run_and_releases_its_certificates(
    app, writing, run, signed_in, cast, run_jobs, letters
):
    with writing():
        handed_in(again(run))
    with app.app_context():
        assert db.session.scalars(select(Award)).all() == []
    pages = signed_in(cast.partner)
    shown = pages.follow(pages.submit(pages.get(path(run, "")), "Accept the report"))
    assert "Accepted" in shown.main
    assert not shown.all("//main//form")
    run_jobs()
    run_jobs()
    with app.app_context():
        assert again(run).state == "reported"
        awarded = db.session.scalars(select(Award.person_id)).all()
        completed = db.session.scalars(select(RunCompletion.place_id)).all()
        actions = db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.action.like("run.%report%"))
        ).all()
    assert (awarded, len(completed)) == ([cast.learner.id], 1)
    assert actions == [
        "run.write-report",
        "run.hand-in-report",
        "run.accept-report",
        "run.report",
    ] or sorted(actions) == sorted(
        ["run.write-report", "run.hand-in-report", "run.accept-report", "run.report"]
    )
    assert [letter["Subject"] for letter in letters() if letter["To"] == cast.trainer.email] == [
        "Your report was accepted: Batteries in Nairobi"
    ]


def test_two_who_accept_at_once_release_the_certificates_once(app, writing, run, cast, run_jobs):
    with writing():
        handed_in(again(run))
    outcomes = []
    ready = threading.Barrier(2)

    def accept():
        with app.app_context():
            ready.wait()
            try:
                with write():
                    run_reports.accept(again(run), "", None)
                outcomes.append("accepted")
            except ReportIsNotHandedIn:
                outcomes.append("refused")
            db.session.remove()

    both = [threading.Thread(target=accept) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    run_jobs()
    assert sorted(outcomes) == ["accepted", "refused"]
    with app.app_context():
        assert db.session.scalars(select(Award.person_id)).all() == [cast.learner.id]
        assert len(db.session.scalars(select(RunReport)).all()) == 1


def test_a_run_without_a_partner_is_accepted_by_an_administrator(
    app, writing, signed_in, cast, run_jobs, letters
):
    with writing():
        run = run_of(cast, partner=False)
        handed_in(again(run))
    run_jobs()
    assert [letter["To"] for letter in letters()] == [cast.admin.email]
    signed_in(cast.trainer).post(path(run, "decision"), {"accept": "1"}, status=403)
    signed_in(cast.partner).post(path(run, "decision"), {"accept": "1"}, status=404)
    pages = signed_in(cast.admin)
    pages.submit(pages.get(path(run, "")), "Accept the report")
    assert report_of(app, run).state == "accepted"


def test_trainers_decide_nothing_and_partners_write_nothing(writing, run, signed_in, cast):
    close(writing, run)
    partner = signed_in(cast.partner)
    assert not partner.get(path(run, "")).all("//main//form")
    partner.post(path(run, ""), {"what_happened": "Mine."}, status=403)
    signed_in(cast.trainer).post(path(run, "decision"), {"accept": "1"}, status=403)
    signed_in(cast.second_trainer).get(path(run, ""), status=404)
