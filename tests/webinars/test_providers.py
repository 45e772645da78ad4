"""Providers: any address, a BigBlueButton that checks what it is asked, Jitsi with its tokens."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.webinars.attendance import providers
from elearn.webinars.attendance.providers import (
    Attendee,
    Meeting,
    NotSupported,
    ProviderFailed,
    Recording,
    web,
)
from elearn.webinars.attendance.providers.bigbluebutton import BigBlueButton
from elearn.webinars.attendance.providers.given import GivenAddress
from elearn.webinars.attendance.providers.jitsi import Jitsi
from tests.factories.bigbluebutton import serving

MEETING = Meeting("webinar-abc", "Tour & more", datetime(2027, 3, 24, 9, tzinfo=UTC), 60)
SECRET = "a secret of the application, long enough"


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def bbb(server):
    return BigBlueButton(server.url, server.secret)


def test_a_person_enters_by_an_address_the_server_accepts(server, bbb):
    address = bbb.address_for(MEETING, "reg-1", "Lina Hàddad & co", moderator=False)
    with urlopen(address) as answer:
        assert b"SUCCESS" in answer.read()
    bbb.address_for(MEETING, "host", "Paula", moderator=True)
    assert [call for call, _ in server.calls] == ["create", "join", "create"]
    assert server.rooms["webinar-abc"]["name"] == "Tour & more"
    assert bbb.is_running(MEETING)
    assert bbb.attendance(MEETING) == [Attendee("reg-1", "Lina Hàddad & co", False)]


def test_a_room_is_closed_once_and_closing_it_again_is_no_failure(server, bbb):
    bbb.create(MEETING)
    bbb.end(MEETING)
    bbb.end(MEETING)
    assert server.rooms == {}
    assert not bbb.is_running(MEETING)
    assert bbb.attendance(MEETING) == []


def test_recordings_that_can_be_watched_are_named(bbb):
    expected = [Recording("https://bbb.example.org/playback/1", 58, 1234567)]
    assert bbb.recordings(MEETING) == expected


def test_a_wrong_secret_is_refused_by_the_server(server):
    with pytest.raises(ProviderFailed):
        BigBlueButton(server.url, "another").create(MEETING)
    assert server.calls == []


@pytest.mark.parametrize("broken", ["slow", "error", "html", "away"])
def test_a_server_that_fails_is_one_sentence_and_no_waiting(server, bbb, broken, monkeypatch):
    monkeypatch.setattr(web, "TIMEOUT_SECONDS", 0.1)
    server.broken = broken
    with pytest.raises(ProviderFailed) as failed:
        bbb.create(MEETING)
    assert str(failed.value).startswith("The conferencing system does not answer.")
    assert failed.value.status == 503


def test_only_the_host_that_is_set_is_asked_and_not_for_much(server, monkeypatch):
    for elsewhere in ("http://127.0.0.1:1/x", "file:///etc/passwd", "https://127.0.0.1/x"):
        with pytest.raises(ProviderFailed):
            web.fetch(elsewhere, server.url)
    monkeypatch.setattr(web, "MOST_BYTES", 10)
    with pytest.raises(ProviderFailed):
        BigBlueButton(server.url, server.secret).create(MEETING)
    with pytest.raises(ProviderFailed):
        BigBlueButton("", "").create(MEETING)


def test_jitsi_lets_in_by_a_token_that_names_the_person_and_the_room():
    jitsi = Jitsi("https://meet.example.org/", "esm-learn", SECRET)
    address = jitsi.address_for(MEETING, "reg-1", "Lina", moderator=True)
    assert address.startswith("https://meet.example.org/webinar-abc?jwt=")
    token = parse_qs(urlsplit(address).query)["jwt"][0]
    read = jwt.decode(token, OctKey.import_key(SECRET), algorithms=["HS256"])
    claims = read.claims
    issued = claims.pop("iat")
    assert abs(issued - now().timestamp()) < 60
    assert claims == {
        "aud": "jitsi",
        "iss": "esm-learn",
        "sub": "meet.example.org",
        "room": "webinar-abc",
        "nbf": min(issued, int((MEETING.starts_at - timedelta(hours=3)).timestamp())),
        "exp": int((MEETING.starts_at + timedelta(hours=2)).timestamp()),
        "context": {
            "user": {"id": "reg-1", "name": "Lina", "moderator": True, "affiliation": "owner"}
        },
    }
    open_rooms = Jitsi("https://meet.example.org", "", "")
    plain = open_rooms.address_for(MEETING, "reg-1", "Lina", moderator=False)
    assert plain == "https://meet.example.org/webinar-abc"
    with pytest.raises(ProviderFailed):
        Jitsi("", "", "").address_for(MEETING, "reg-1", "Lina", moderator=False)


def test_an_address_that_was_given_is_that_of_everybody():
    given = GivenAddress()
    for address, ok in (
        ("https://zoom.example/j/1", True),
        ("javascript:alert(1)", False),
        ("", False),
    ):
        meeting = Meeting("r", "t", MEETING.starts_at, 60, address)
        if ok:
            assert given.address_for(meeting, "m", "n", moderator=False) == address
        else:
            with pytest.raises(ProviderFailed):
                given.address_for(meeting, "m", "n", moderator=False)
    given.create(MEETING)
    for ask in (given.is_running, given.end, given.attendance, given.recordings):
        with pytest.raises(NotSupported):
            ask(MEETING)


def test_what_is_not_set_up_cannot_be_chosen(app):
    assert providers.available(Settings()) == ("address",)
    full = Settings(bbb_url="https://bbb", bbb_secret="x", jitsi_url="https://meet")
    assert providers.available(full) == ("address", "bigbluebutton", "jitsi")
    with app.app_context():
        kinds = [
            type(providers.provider_named(name)) for name in ("address", "bigbluebutton", "jitsi")
        ]
    assert kinds == [GivenAddress, BigBlueButton, Jitsi]
