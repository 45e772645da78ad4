"""The personal way in: open in its window to who is in, and the address is nowhere else (R-63)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance.attendance_models import WebinarAttendance
from elearn.webinars.registration import links
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.factories.attending import make_hall
from tests.factories.bigbluebutton import serving

ADDRESS = "meet.example.org/tour"


def hall_at(writing, cast, minutes, **facts):
    """Make a session that starts in so many minutes."""
    with writing():
        return make_hall(cast, starts_at=now() + timedelta(minutes=minutes), **facts)


def path(hall, name="lina"):
    return f"/webinars/join/{hall.registrations[name]}/"


def link(app, hall, name="lina"):
    with app.test_request_context():
        registration = db.session.get_one(Registration, hall.ids[name])
        value = links.value_of(db.session.get_one(SignUp, registration.sign_up_id))
    return f"/registrations/{value}/join/{hall.registrations[name]}/"


def test_the_button_logs_the_click_once_and_leads_to_the_session(app, writing, cast, signed_in):
    hall = hall_at(writing, cast, 10, dial_in="+41 22 000 00 00\nCode 1")
    pages = signed_in(cast.learner)
    page = pages.get(path(hall))
    assert ADDRESS not in page.text
    assert "+41 22 000 00 00" in page.main
    for _ in range(2):
        answer = pages.submit(page, "Join now", status=200)
    assert answer.response.headers["Refresh"] == f"0; url=https://{ADDRESS}"
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert answer.all("//main//a/@href") == [f"https://{ADDRESS}"]
    with app.app_context():
        kept = db.session.execute(
            select(WebinarAttendance.registration_id, WebinarAttendance.source)
        ).all()
        assert [tuple(row) for row in kept] == [(hall.ids["lina"], "click")]
        lina = hall.registration("lina")
        assert (lina.clicked_at is None, lina.minutes, lina.source) == (False, 0, "click")


def test_looking_at_the_way_in_writes_nothing(app, writing, cast, signed_in):
    hall = hall_at(writing, cast, 10)
    signed_in(cast.learner).get(path(hall))
    with app.app_context():
        assert hall.registration("lina").clicked_at is None


@pytest.mark.parametrize(
    ("minutes", "facts", "sentence"),
    [
        (16, {}, "The session can be joined from"),
        (-91, {}, "This session is over."),
        (5, {"state": "cancelled", "cancelled_at": now()}, "This session is cancelled."),
        (5, {"state": "draft"}, "You have no seat at this session now."),
    ],
)
def test_outside_its_window_the_page_says_why_and_nothing_tells_the_address(
    app, writing, cast, signed_in, visitor, minutes, facts, sentence
):
    hall = hall_at(writing, cast, minutes, dial_in="Dial 4711", **facts)
    pages = signed_in(cast.learner)
    token = {"csrf_token": pages.token()}
    for answer in (
        pages.get(path(hall)),
        pages.post(path(hall), token, status=403),
        visitor.get(link(app, hall)),
        visitor.post(link(app, hall), {"csrf_token": visitor.token()}, status=403),
    ):
        assert sentence in answer.main
        assert "Dial 4711" not in answer.text
        assert ADDRESS not in answer.text
        assert "Refresh" not in answer.response.headers
    refused = pages.json(
        "POST", f"/api/v1/webinar-registrations/{hall.registrations['lina']}/click", status=403
    )
    assert ADDRESS not in refused.text


@pytest.mark.parametrize(
    "state", ["unconfirmed", "asked", "waiting", "cancelled", "declined", "lapsed"]
)
def test_whoever_is_not_in_is_not_let_in(app, writing, cast, signed_in, state):
    hall = hall_at(writing, cast, 5)
    with writing():
        registration = hall.registration("lina")
        registration.state, registration.pool_id = state, None
    pages = signed_in(cast.learner)
    assert "You have no seat" in pages.get(path(hall)).main
    assert ADDRESS not in pages.post(path(hall), {"csrf_token": pages.token()}, status=403).text


def test_the_way_in_is_nobody_elses(app, writing, cast, signed_in, visitor):
    hall = hall_at(writing, cast, 5)
    other = signed_in(cast.second_learner)
    other.get(path(hall), status=404)
    other.post(path(hall), {"csrf_token": other.token()}, status=404)
    # A link of one sign-up opens none of another, and a changed one opens nothing.
    omar = link(app, hall, "omar").replace(hall.registrations["omar"], hall.registrations["lina"])
    visitor.get(omar, status=404)
    visitor.get(link(app, hall).replace("/registrations/", "/registrations/x"), status=404)
    with writing():
        sign_up = db.session.get_one(SignUp, hall.registration("lina").sign_up_id)
        old, sign_up.nonce = link(app, hall), "another"
    visitor.get(old, status=404)


def test_a_guest_joins_by_the_link_of_a_letter(app, writing, cast, visitor):
    hall = hall_at(writing, cast, 5)
    page = visitor.get(link(app, hall, "guest1"))
    answer = visitor.submit(page, "Join now", status=200)
    assert answer.response.headers["Refresh"] == f"0; url=https://{ADDRESS}"
    with app.app_context():
        assert hall.registration("guest1").source == "click"


def test_the_code_word_is_typed_on_the_same_page(app, writing, cast, signed_in, visitor):
    hall = hall_at(writing, cast, -30, code_word="Basel 1989")
    pages = signed_in(cast.learner)
    wrong = pages.submit(pages.get(path(hall)), "Send the code word", word="Geneva", status=422)
    assert "This is not the code word of this session." in wrong.main
    assert "Basel" not in wrong.text
    right = pages.submit(pages.get(path(hall)), "Send the code word", word=" basel1989 ")
    assert "You were there." in pages.follow(right).text
    guest = link(app, hall, "guest1")
    visitor.submit(visitor.get(guest), "Send the code word", word="BASEL 1989")
    with app.app_context():
        assert [hall.registration(one).source for one in ("lina", "guest1", "omar")] == [
            "code-word",
            "code-word",
            None,
        ]


def test_at_bigbluebutton_everybody_enters_under_their_own_mark(
    app, writing, cast, signed_in, monkeypatch
):
    hall = hall_at(writing, cast, 5, provider="bigbluebutton", address="")
    with serving() as server:
        settings = app.extensions["settings"]
        monkeypatch.setitem(
            app.extensions,
            "settings",
            type(settings)(
                **(vars(settings) | {"bbb_url": server.url, "bbb_secret": server.secret})
            ),
        )
        pages = signed_in(cast.learner)
        answer = pages.submit(pages.get(path(hall)), "Join now", status=200)
        assert f"userID={hall.registrations['lina']}" in answer.response.headers["Refresh"]
        assert "role=VIEWER" in answer.response.headers["Refresh"]
        room = server.rooms[f"webinar-{hall.session}"]
        assert room["name"] == "Tour of the ESM toolkit"
        server.broken = "error"
        failed = pages.submit(pages.get(path(hall, "lina")), "Join now", status=503)
        assert "The conferencing system does not answer." in failed.main
        host = signed_in(cast.partner)
        server.broken = ""
        answer = host.submit(host.get(hall.desk + "/"), "Enter as host", status=200)
        assert "role=MODERATOR" in answer.response.headers["Refresh"]
