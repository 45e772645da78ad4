"""Organisers write to the people of a session, chosen by where they stand."""

import pytest
from sqlalchemy import select

from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.webinars.board import messages
from elearn.webinars.registration.registration_models import RegistrantMessage
from tests.factories.boards import make_board, other_centre
from tests.factories.webinar_crowds import crowd

WRITTEN = {"states": ["in"], "subject": "Bring a question", "text": "Send it ahead.\n\nSee you!"}
SEND = {"act": "send", "seen": "40", "states": "waiting"}


@pytest.fixture
def board(writing, cast):
    """A session with forty people with accounts who are in, and six others."""
    with writing():
        made = make_board(cast)
        crowd(*made.rows(), 40, pool_id=None, state="waiting")
        return made


@pytest.fixture
def path(board):
    return board.path.replace("/board/", "/messages/")


def kept(app):
    with app.app_context():
        return db.session.scalars(select(RegistrantMessage)).all()


def test_a_letter_is_looked_at_then_sent_once_each_by_a_job(
    app, path, signed_in, cast, run_jobs, letters
):
    pages = signed_in(cast.partner)
    form = pages.get(path)
    wanted = WRITTEN | {"states": ["waiting"]}
    looked = pages.submit(form, "See the letter", status=200, **wanted)
    assert "41 people get it." not in looked.main
    assert "40 people get it." in looked.main
    assert "Send it ahead. See you!" in looked.main
    assert kept(app) == []
    after = pages.follow(pages.submit(looked, "Send 40 letters"))
    assert "40 letters go out." in after.text
    assert "Bring a question" in after.main
    run_jobs()
    got = [one for one in letters() if one["Subject"] == "Bring a question"]
    assert sorted(one["To"] for one in got) == sorted(
        f"person{number}@example.org" for number in range(40)
    )
    assert "Send it ahead." in got[0].get_body(("plain",)).get_content()


def test_running_the_job_again_sends_nothing_twice(
    path, signed_in, cast, run_jobs, letters, writing
):
    signed_in(cast.partner).post(path, WRITTEN | SEND)
    run_jobs()
    with writing():
        messages.send_some(db.session.scalars(select(RegistrantMessage.id)).one(), 0)
    run_jobs()
    assert len([one for one in letters() if one["Subject"] == "Bring a question"]) == 40


def test_what_is_missing_is_asked_for_and_nothing_is_lost(path, signed_in, cast, app):
    pages = signed_in(cast.partner)
    answer = pages.post(path, {"text": "Send it ahead.", "act": "send"}, status=422)
    assert "Choose at least one kind of people." in answer.main
    assert "Write a subject." in answer.main
    assert answer.all("//textarea")[0].text.strip() == "Send it ahead."
    nobody = pages.post(path, WRITTEN | {"states": "lapsed"}, status=422)
    assert "Nobody stands there now." in nobody.main
    assert kept(app) == []


def test_a_number_that_changed_is_looked_at_again(app, path, signed_in, cast):
    answer = signed_in(cast.partner).post(path, WRITTEN | SEND | {"seen": "39"}, status=409)
    assert "Since you looked, others came or left." in answer.main
    assert "40 people get it." in answer.main
    assert kept(app) == []


def test_only_who_manages_the_webinar_writes(path, signed_in, cast, writing):
    with writing():
        other_centre(cast.second_learner.id)
    stranger = signed_in(cast.second_learner)
    stranger.get(path, status=404)
    stranger.post(path, WRITTEN | SEND, status=404)


def test_sending_is_written_down(app, board, path, signed_in, cast):
    signed_in(cast.partner).post(path, WRITTEN | SEND)
    [message] = kept(app)
    assert (message.states, message.people) == ("waiting", 40)
    with app.app_context():
        wanted = AuditEntry.action == "webinar.message"
        entry = db.session.scalars(select(AuditEntry).where(wanted)).one()
    facts = {"session": board.session, "message": message.public_id, "people": 40}
    assert entry.detail == facts
