"""Letters of a kind: told once, sent as people want them, always under one Message-ID."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from elearn.accounts import digest, housekeeping, mailing, operations, preferences, privacy
from elearn.accounts.mail_models import Letter, MailPreference
from elearn.accounts.models import Person
from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from tests.cast import Member, actor
from tests.letterbox import HANG_UP, Letterbox, open_letterbox

MONDAY = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
LINK = "https://learn.example.org/courses/batteries/changes"


@pytest.fixture
def box(app) -> Iterator[Letterbox]:
    """A mail server, and the application set to use it."""
    settings = app.extensions["settings"]
    with open_letterbox() as (box, address):
        app.extensions["settings"] = replace(
            settings, smtp_url=address, public_url="https://learn.example.org"
        )
        yield box
        app.extensions["settings"] = settings


@pytest.fixture
def tell(app) -> Callable[..., None]:
    """Return a function that tells a member that something changed."""

    def act(member: Member, mark: str = "changes:1", kind: str = "changes", **more) -> None:
        context = {"title": "Batteries", "link": LINK} | more
        with app.app_context(), write():
            mailing.tell(member.id, kind, mark=mark, template="changes-to-read", **context)

    return act


@pytest.fixture
def want(app) -> Callable[[Member, str, str], None]:
    """Return a function that lets a member choose how a kind of letters comes."""

    def act(member: Member, kind: str, how: str) -> None:
        person = actor(app, member)
        with app.app_context(), write():
            preferences.choose(member.id, kind, how, person)

    return act


@pytest.fixture
def log(app) -> Callable[[], list[Letter]]:
    """Return a function that reads the rows of letters, oldest first."""

    def read() -> list[Letter]:
        with app.app_context():
            return list(db.session.scalars(select(Letter).order_by(Letter.id)))

    return read


def run(app, moment: datetime | None = None) -> int:
    """Run the jobs that are due, as the worker would, at a moment."""
    total = 0
    with app.app_context(), clock.at(moment or clock.machine_now()):
        while ran := outbox.run_due():
            total += ran
    return total


def test_a_letter_is_sent_at_once_and_what_it_said_is_forgotten(app, cast, box, tell, log):
    tell(cast.learner)
    assert [(row.state, row.context["title"]) for row in log()] == [("queued", "Batteries")]
    run(app)
    [letter] = box.accepted
    assert box.recipients == [["lina@example.org"]]
    assert "Dear Lina Haddad" in letter.get_body(("plain",)).get_content()
    [row] = log()
    assert (row.state, row.context, row.problem) == ("sent", None, "")
    assert row.subject == letter["Subject"] == "Please read what changed: Batteries"
    assert row.sent_at is not None


def test_an_occasion_is_told_once_to_each_person(app, cast, box, tell, log):
    for _time in range(3):
        tell(cast.learner)
    tell(cast.second_learner)
    tell(cast.learner, "changes:2")
    run(app)
    tell(cast.learner)
    run(app)
    assert sorted(box.recipients) == [
        ["lina@example.org"],
        ["lina@example.org"],
        ["omar@example.org"],
    ]
    assert len(log()) == 3


def test_a_letter_costs_two_statements_in_the_transaction_it_tells_of(cast, queries, writing):
    with writing():
        mailing.tell(cast.learner.id, "nudge", mark="warm", template="x")
        with queries() as sent:
            mailing.tell(cast.learner.id, "nudge", mark="nudge:1", text="Come back.")
        with queries() as again:
            mailing.tell(cast.learner.id, "nudge", mark="nudge:1", text="Come back.")
    assert (len(sent), len(again)) == (2, 1)


def test_a_letter_is_only_told_in_a_transaction_with_a_kind_and_a_mark_that_fits(app, cast):
    with app.app_context():
        with pytest.raises(RuntimeError):
            mailing.tell(cast.learner.id, "nudge", mark="nudge:1")
        with write():
            with pytest.raises(LookupError):
                mailing.tell(cast.learner.id, "advertisement", mark="x")
            with pytest.raises(ValueError, match="longer"):
                mailing.tell(cast.learner.id, "nudge", mark="x" * 81)


def test_nobody_gets_letters_of_a_kind_they_do_not_want(app, cast, box, tell, want, log):
    want(cast.learner, "changes", "never")
    tell(cast.learner)
    run(app)
    [row] = log()
    assert (row.state, row.context) == ("not-wanted", None)
    assert (box.accepted, row.subject) == ([], "Please read what changed: Batteries")


def test_what_counts_is_what_is_wanted_when_the_letter_would_leave(app, cast, box, tell, want):
    want(cast.learner, "changes", "never")
    tell(cast.learner)
    want(cast.learner, "changes", "at-once")
    run(app)
    assert len(box.accepted) == 1


def test_a_letter_that_always_comes_is_sent_whatever_stands_in_the_table(app, cast, box, tell, log):
    with app.app_context(), write():
        wish = MailPreference(person_id=cast.learner.id, kind="certificate", how="never")
        db.session.add(wish)
    tell(cast.learner, kind="certificate")
    run(app)
    [letter] = box.accepted
    assert (letter["List-Unsubscribe"], log()[0].state) == (None, "sent")
    assert "/unsubscribe/" not in letter.get_body(("html",)).get_content()


def test_a_suspended_person_gets_none_and_the_log_says_why(app, cast, box, tell, log):
    tell(cast.learner)
    with app.app_context(), write():
        suspended = update(Person).where(Person.id == cast.learner.id)
        db.session.execute(suspended.values(suspended_at=clock.now()))
    run(app)
    assert (box.accepted, log()[0].state) == ([], "not-sent")
    assert log()[0].problem == "The account is suspended."


def test_an_erased_person_leaves_no_letters_and_no_wishes(app, cast, box, tell, want, log):
    want(cast.learner, "nudge", "weekly")
    box.refuse_recipient = "550 nobody is called lina@example.org"
    tell(cast.learner)
    run(app)
    with app.app_context(), write():
        privacy.erase(cast.learner.id, None)
    assert log() == []
    with app.app_context():
        assert db.session.scalars(select(MailPreference)).all() == []
        assert db.session.scalars(select(Job)).all() == []
    tell(cast.learner, "changes:2")
    run(app)
    assert (box.accepted, log()[0].problem) == ([], "The account was erased.")


def test_a_letter_whose_receipt_got_lost_comes_again_under_the_same_message_id(
    app, cast, box, tell, log
):
    box.replies = [HANG_UP]
    tell(cast.learner)
    run(app)
    assert (log()[0].state, log()[0].problem != "") == ("queued", True)
    run(app, clock.machine_now() + timedelta(hours=2))
    assert (len(box.marks), len(set(box.marks))) == (2, 1)
    assert (log()[0].state, log()[0].problem) == ("sent", "")


def test_a_letter_that_was_sent_stays_so_when_its_job_is_run_again(app, cast, box, tell, log):
    tell(cast.learner)
    run(app)
    with app.app_context(), write():
        db.session.execute(update(Job).values(done_at=None))
    assert run(app) == 1
    assert (len(box.accepted), log()[0].state) == (1, "sent")


def test_a_letter_refused_for_good_says_so_and_can_be_tried_again(app, cast, box, tell, log):
    box.replies = ["550 no such person"]
    tell(cast.learner)
    run(app)
    [row] = log()
    assert (row.state, "no such person" in row.problem) == ("not-sent", True)
    with app.app_context(), write():
        outbox.retry(db.session.scalars(select(Job.id)).one())
    run(app)
    assert (len(box.accepted), log()[0].state, log()[0].problem) == (1, "sent", "")


def test_the_log_does_not_promise_for_ever_and_is_not_kept_for_ever(app, cast, tell, log):
    tell(cast.learner)
    asked = log()[0].asked_at
    for days, states in ((1, ["queued"]), (3, ["not-sent"]), (399, ["not-sent"]), (401, [])):
        with app.app_context(), clock.at(asked + timedelta(days=days)), write():
            housekeeping.tidy()
        assert [row.state for row in log()] == states


def test_people_take_the_log_of_their_letters_with_them(app, cast, tell, want, box):
    want(cast.learner, "nudge", "weekly")
    tell(cast.learner)
    tell(cast.second_learner)
    run(app)
    with app.app_context():
        copy = privacy.export(cast.learner.id)
    [letter], [wish] = copy["letters"], copy["letter_preferences"]
    assert (letter["kind"], letter["state"]) == ("changes", "sent")
    assert letter["subject"] == "Please read what changed: Batteries"
    assert (wish["kind"], wish["how"]) == ("nudge", "weekly")


# The weekly letter


def zone(app, member: Member, name: str) -> None:
    with app.app_context(), write():
        found = update(Person).where(Person.id == member.id)
        db.session.execute(found.values(timezone=name))


def look(app, moment: datetime) -> int:
    """Do what the broker asks for every quarter of an hour, and what follows from it."""
    with app.app_context(), clock.at(moment):
        queued = digest.queue_all()
    run(app)
    return queued


@pytest.fixture
def weekly(app, cast, tell, want, box) -> None:
    """Two letters that wait for the weekly one of Lina."""
    want(cast.learner, "changes", "weekly")
    tell(cast.learner, "changes:1")
    tell(cast.learner, "changes:2", title="Tyres <b>", link="")
    run(app)
    assert box.accepted == []


def test_letters_wait_for_one_weekly_letter_with_a_line_and_a_link_each(
    app, cast, box, weekly, log
):
    assert [row.state for row in log()] == ["waiting", "waiting"]
    look(app, MONDAY)
    [letter] = box.accepted
    assert letter["Subject"] == "2 things from the past week"
    text = letter.get_body(("plain",)).get_content().replace("\r", "")
    assert f"* Please read what changed: Batteries\n  {LINK}\n" in text
    html = letter.get_body(("html",)).get_content()
    assert f'<a href="{LINK}">Please read what changed: Batteries</a>' in html
    assert "<li><bdi>Please read what changed: Tyres &lt;b&gt;</bdi></li>" in html
    assert [(row.kind, row.state, row.context) for row in log()] == [
        ("changes", "sent", None),
        ("changes", "sent", None),
        ("digest", "sent", None),
    ]


@pytest.mark.parametrize(
    ("name", "too_early", "due"),
    [
        ("UTC", "2026-12-07T06:59", "2026-12-07T07:00"),
        ("Africa/Nairobi", "2026-12-07T03:59", "2026-12-07T04:00"),
        ("Asia/Kathmandu", "2026-12-07T01:14", "2026-12-07T01:15"),
        ("Pacific/Kiritimati", "2026-12-06T16:59", "2026-12-06T17:00"),
        ("Pacific/Pago_Pago", "2026-12-07T17:59", "2026-12-07T18:00"),
        ("America/Montevideo", "2026-12-07T09:59", "2026-12-07T10:00"),
        # Summer time has begun there.
        ("Europe/Paris", "2027-03-29T04:59", "2027-03-29T05:00"),
    ],
)
def test_it_comes_on_monday_morning_where_its_reader_lives(
    app, cast, box, weekly, name, too_early, due
):
    zone(app, cast.learner, name)
    for moment, letters in ((too_early, 0), (due, 1)):
        look(app, datetime.fromisoformat(moment).replace(tzinfo=UTC))
        assert len(box.accepted) == letters


def test_two_that_look_at_once_queue_one(app, cast, box, weekly):
    assert [look(app, MONDAY), look(app, MONDAY)] == [1, 0]
    with app.app_context(), write():
        digest.queue_for(cast.learner.id, "digest:2026-W50")
    run(app)
    assert len(box.accepted) == 1


def test_no_second_one_comes_in_the_same_week(app, cast, box, weekly, tell, log):
    look(app, MONDAY)
    tell(cast.learner, "changes:3")
    run(app)
    look(app, MONDAY + timedelta(hours=1))
    assert len(box.accepted) == 1
    look(app, MONDAY + timedelta(days=7))
    assert [letter["Subject"] for letter in box.accepted] == [
        "2 things from the past week",
        "One thing from the past week",
    ]
    assert {row.state for row in log()} == {"sent"}


def test_it_goes_to_those_for_whom_something_waits_and_nobody_else(
    app, cast, box, weekly, want, tell
):
    for member in (cast.trainer, cast.partner, cast.analyst):
        want(member, "changes", "weekly")
    tell(cast.partner)
    run(app)
    look(app, MONDAY)
    assert sorted(box.recipients) == [["lina@example.org"], ["paula@example.org"]]


def test_a_kind_declined_meanwhile_is_left_out(app, cast, box, weekly, want, log):
    want(cast.learner, "changes", "never")
    look(app, MONDAY)
    assert box.accepted == []
    assert {row.state for row in log()} == {"not-wanted"}


def test_what_could_not_be_sent_waits_for_another_week(app, cast, box, weekly, log):
    box.replies = ["550 no such person"]
    look(app, MONDAY)
    assert [row.state for row in log()] == ["waiting", "waiting", "not-sent"]
    look(app, MONDAY + timedelta(days=7))
    assert [row.state for row in log()] == ["sent", "sent", "not-sent", "sent"]


def test_a_person_suspended_meanwhile_gets_no_weekly_letter(app, cast, box, weekly, log):
    person = actor(app, cast.admin)
    with app.app_context(), write():
        operations.suspend(cast.learner.id, person)
    look(app, MONDAY)
    assert box.accepted == []
    assert {(row.state, row.problem) for row in log()} == {
        ("not-sent", "The account is suspended.")
    }
