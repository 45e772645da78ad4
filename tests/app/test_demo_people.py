"""What the people of the demonstration did beside reading: forms, tests, questions, trainings."""

import pytest
from sqlalchemy import func, select

from certificates.models import Award
from courses.entry import cohorts
from courses.entry import queries as entry
from courses.margin import queries as margin
from courses.models import Enrolment
from courses.roster.models import Nudge, NudgeReceiver
from elearn.accounts import queries as accounts
from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.app import demo_courses, demo_entry, demo_letters, demo_people
from elearn.core.database import db
from elearn.programmes import figures_queries
from elearn.programmes.models import Run
from elearn.programmes.queries import places_by_state
from elearn.surveys import queries as surveys
from elearn.surveys.models import Action, FollowUp
from elearn.surveys.seeds import END_OF_COURSE
from quizzes import gain, gain_queries

pytestmark = pytest.mark.xdist_group("demo")

CROWD = demo_people.read_crowd()
MANUALS = [demo_courses.read_manual(name) for name in demo_courses.NAMES]


def course_id(name: str) -> int:
    return demo_courses.course_of(next(one for one in MANUALS if one.name == name)).id


def test_two_people_have_a_date_to_keep_and_others_a_letter_about_their_certificate(house):
    rows = db.session.execute(
        select(Person.email, Letter.kind, Letter.template, Letter.state)
        .join(Person, Person.id == Letter.person_id)
        .where(Letter.kind.in_(["due-soon", "certificate"]))
    ).all()
    due = {row.email for row in rows if row.template == "due-soon"}
    assert due == {CROWD.holding(role).email for role in demo_letters.WISHES}
    awards = db.session.scalar(select(func.count()).select_from(Award))
    assert len([row for row in rows if row.kind == "certificate"]) == awards
    assert {row.state for row in rows} == {"queued"}


def test_learners_said_what_they_think_and_some_may_be_asked_later(house):
    form = surveys.current_form(END_OF_COURSE, "en")
    with house.app.test_request_context():
        figures = [
            surveys.figures(form.id, f"course:{demo_courses.course_of(manual).public_id}")
            for manual in MANUALS
        ]
    assert sorted(one.responses for one in figures) == [4, 8]
    assert all(one.of("overall").answers == one.responses for one in figures)
    due = db.session.scalars(select(FollowUp.due_at).where(FollowUp.months == 3)).all()
    assert 3 <= len(due) < 12
    assert db.session.scalar(select(func.count(Action.id))) >= len(due)


def test_learners_took_a_test_before_and_gained(house):
    rows = gain_queries.scores_before_and_after([course_id("introduction-to-esm")])
    pairs = gain.pairs_of((row.before, row.after) for row in rows)
    assert len(pairs) >= 3
    assert gain.gain_of(pairs).points > 0
    assert len(rows) > len(pairs)


def test_a_question_of_a_learner_is_answered_for_all_and_another_one_waits(house):
    course = course_id("introduction-to-esm")
    counts = margin.counts(course)
    assert counts == {"open": 1, "answered": 1, "closed": 0, "published": 1}
    learner = accounts.person_by_email(CROWD.holding("learner").email)
    notes = db.session.execute(margin.notes_of(learner.id)).all()
    assert [note.bookmarked for note in notes] == [False, True]
    assert all(note.paragraph_there for note in notes)


def test_a_course_opens_by_code_or_after_a_yes_and_a_cohort_is_let_in(house):
    course = demo_entry.here()
    assert course.state == "published"
    assert [one.most_uses for one in entry.codes_of(course.id)] == [25]
    assert entry.waiting_for(course.id) == 1
    assert [(one.name, one.members) for one in cohorts.linked_to(course.id)] == [
        (demo_entry.COHORT, 4)
    ]


def test_a_training_is_underway_with_people_who_wait(house):
    run = db.session.scalars(select(Run).where(Run.state == "running")).one()
    assert (run.state, run.taken, run.places) == ("running", 12, 12)
    assert places_by_state(run.id) == {"in": 12, "waiting": 3}


def test_its_figures_tell_what_people_gained_and_thought(house):
    run = db.session.scalars(select(Run).where(Run.state == "running")).one()
    made = figures_queries.figures_of(run)
    assert (made.total.enrolled, made.total.lessons) == (12, 8)
    assert (made.gain.people, made.survey.asked, made.survey.answers) == (8, 8, 6)
    assert made.gain.points > 0


def test_the_trainer_wrote_to_learners_at_risk_and_gave_one_more_days(house):
    sent = db.session.scalars(select(Nudge)).one()
    receivers = set(db.session.scalars(select(NudgeReceiver.enrolment_id)))
    longer = select(Letter.person_id).where(Letter.template == "extended")
    given = set(db.session.scalars(select(Enrolment.id).where(Enrolment.person_id.in_(longer))))
    assert sent.filters == {"state": "at-risk"}
    assert len(given & receivers) == 1
