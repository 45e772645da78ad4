"""Polls of sessions and questions to them: typed, read from reports of Zoom, asked by people."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import attendance_privacy, zoom_reports
from elearn.webinars.attendance.attendance_files import FileUnusable
from elearn.webinars.attendance.zoom_reports import Option, Poll
from elearn.webinars.kept.material_models import SessionPoll, SessionQuestion
from elearn.webinars.registration import links
from elearn.webinars.registration.registration_models import SignUp
from tests.factories.attending import make_hall

PAIRS = (
    "Poll Report\n"
    "Topic,Webinar ID,Actual Start Time\n"
    "Tour,123,2027-03-24\n"
    "\n"
    "Poll Details\n"
    "#,User Name,User Email,Submitted Date/Time,\n"
    '1,Lina Haddad,lina@example.org,"Mar 24",Do you store batteries?,Yes,Which?,Lead;Lithium\n'
    '2,Anonymous,,"Mar 24",Do you store batteries?,No,Which?,Lead\n'
    '3,Omar Diallo,omar@example.org,"Mar 24",Do you store batteries?,Yes\n'
)
COLUMNS = (
    "#;User Name;User Email;Submitted Date/Time;Do you store batteries?;Which?\n"
    "1;Lina Haddad;lina@example.org;1;Yes;Lead\n"
    "2;Omar Diallo;omar@example.org;1;Yes;\n"
)
ASKED = (
    "Question Report\n"
    "Question Details\n"
    "#,Question,Asker Name,Asker Email,Answer\n"
    '1,"What becomes of\nthe acid?",Lina Haddad,lina@example.org,live answered\n'
    "2,Who pays?,Anonymous,,\n"
    "3,Who pays?,Omar Diallo,omar@example.org,\n"
)


@pytest.fixture
def hall(writing, cast):
    with writing():
        return make_hall(cast)


def test_a_poll_report_is_read_in_either_shape():
    assert zoom_reports.read(PAIRS.encode()).polls == [
        Poll("Do you store batteries?", (Option("Yes", 2), Option("No", 1))),
        Poll("Which?", (Option("Lead", 2), Option("Lithium", 1))),
    ]
    assert zoom_reports.read(COLUMNS.encode("utf-16")).polls == [
        Poll("Do you store batteries?", (Option("Yes", 2),)),
        Poll("Which?", (Option("Lead", 1),)),
    ]


def test_a_report_of_questions_is_read_without_who_asked():
    found = zoom_reports.read(ASKED.encode())
    assert found.questions == ["What becomes of the acid?", "Who pays?"]
    assert found.polls == []


def test_what_was_answered_in_free_words_is_left_out():
    lines = "".join(f"{n},A,a@example.org,1,Why?,Because {n}\n" for n in range(30))
    found = zoom_reports.read(f"#,User Name,User Email,Submitted Date/Time\n{lines}".encode())
    assert (found.polls, found.left_out) == ([], 1)


@pytest.mark.parametrize("content", [b"", b"Name,Minutes\nLina,5\n", b"\xff\xfe\x00\xd8", b"\0\0"])
def test_what_is_no_such_report_is_refused(content):
    with pytest.raises(FileUnusable):
        zoom_reports.read(content)


def test_polls_are_typed_shown_when_it_is_over_and_taken_away(
    hall, signed_in, visitor, cast, writing, app
):
    paula = signed_in(cast.partner)
    desk = f"/desk/webinars/{hall.slug}/sessions/{hall.session}/polls/"
    page = paula.get(desk)
    wrong = paula.submit(page, "Keep the poll", 422, question="Who?", options="Me\nYou 3")
    assert "End each line with the number of votes." in wrong.main
    assert wrong.all("//textarea[@name='options']")[0].text.strip() == "Me\nYou 3"
    page = paula.submit(page, "Keep the poll", question="Who?", options="Me: 1\nYou 3\n")
    assert "You: 3 votes" in paula.follow(page).main
    public = f"/webinars/{hall.slug}/"
    assert "Me: 1 vote" in visitor.get(public).main
    assert "Me: 1 vote" in paula.get(public).main
    with writing():
        hall.rows()[1].starts_at = now() - timedelta(minutes=1)
    assert "Me: 1 vote" not in visitor.get(public).main
    assert visitor.json("GET", f"/api/v1/webinars/{hall.slug}/polls").json == []
    paula.follow(paula.submit(paula.get(desk), "Take away"))
    with app.app_context():
        assert db.session.scalars(select(SessionPoll)).all() == []


def test_reports_are_sent_once_and_again(hall, signed_in, cast, app):
    paula = signed_in(cast.partner)
    desk = f"/desk/webinars/{hall.slug}/sessions/{hall.session}/polls/"
    send = {"report": (BytesIO(PAIRS.encode()), "polls.csv")}
    assert "New: 2 polls, 0 questions." in paula.follow(paula.post(f"{desk}report", send)).main
    api = f"/api/v1/webinars/{hall.slug}/sessions/{hall.session}"
    again = paula.json("POST", f"{api}/zoom-report", {"text": PAIRS}).json
    assert again == {"polls": 0, "questions": 0, "left_out": 0}
    asked = paula.json("POST", f"{api}/zoom-report", {"text": ASKED}).json
    assert asked == {"polls": 0, "questions": 2, "left_out": 0}
    with app.app_context():
        rows = db.session.execute(select(SessionQuestion.text, SessionQuestion.registration_id))
        assert rows.all() == [("What becomes of the acid?", None), ("Who pays?", None)]
    wrong = {"report": (BytesIO(b"Name\nLina\n"), "polls.csv")}
    assert "No polls and no questions" in paula.post(f"{desk}report", wrong, status=422).main
    polls = paula.json("GET", f"{api}/polls").json
    assert [one["question"] for one in polls] == ["Do you store batteries?", "Which?"]
    new = {"question": "Who?", "options": [{"label": "Me", "votes": 1}]}
    assert len(paula.json("POST", f"{api}/polls", new).json) == 3
    paula.json("DELETE", f"{api}/polls/{polls[0]['id']}", status=204)


def test_who_is_in_asks_before_the_end_and_is_named_to_nobody(
    hall, app, writing, visitor, signed_in, cast
):
    with writing():
        hall.rows()[1].starts_at = now() + timedelta(days=1)
    with app.test_request_context():
        sign_up = db.session.get_one(SignUp, hall.registration("lina").sign_up_id)
        own = links.path_of(sign_up)
    path = f"{own}questions/{hall.registrations['lina']}/"
    assert visitor.get(own).all(f"//a[@href='{path}']")
    page = visitor.get(path)
    assert "Write your question." in visitor.submit(page, "Send the question", 422, text=" ").main
    done = visitor.follow(visitor.submit(page, "Send the question", text="Who pays?"))
    assert "Who pays?" in done.main
    visitor.submit(page, "Send the question", text="Who  pays?")
    lina = signed_in(cast.learner)
    api = f"/api/v1/webinar-registrations/{hall.registrations['lina']}/questions"
    expected = {"text": "Who pays?", "state": "open", "answer": ""}
    assert lina.json("GET", api).json == [expected]
    for number in range(9):
        lina.json("POST", api, {"text": f"And {number}?"})
    assert "No more questions" in visitor.submit(page, "Send the question", 422, text="More?").main
    queue = signed_in(cast.partner).get("/desk/webinars/questions/")
    assert "Who pays?" in queue.main
    assert "Lina" not in queue.main
    with writing():
        hall.rows()[1].starts_at = now() - timedelta(days=1)
    assert "No questions are taken now" in visitor.get(path).main
    visitor.post(path, {"text": "Late?"}, status=409)
    with writing():
        assert len(attendance_privacy.questions(cast.learner.id)) == 10
        sign_up = db.session.get_one(SignUp, hall.registration("lina").sign_up_id)
        attendance_privacy.forget(sign_up)
        assert attendance_privacy.questions(cast.learner.id) == []
