"""Who is at a session, and what was recorded, asked from a BigBlueButton of our own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from elearn.core import clock, outbox
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars.attendance import provider_attendance
from elearn.webinars.attendance.provider_attendance import GAP, with_moment
from elearn.webinars.kept.material_models import Material
from tests.factories.attending import make_hall
from tests.factories.bigbluebutton import serving
from tests.webinars.test_reports import counted

NOON = datetime(2027, 3, 24, 12, tzinfo=UTC)


@pytest.fixture
def server(app):
    with serving() as server:
        said = vars(app.extensions["settings"])
        before = app.extensions["settings"]
        app.extensions["settings"] = Settings(
            **(said | {"bbb_url": server.url, "bbb_secret": server.secret})
        )
        yield server
        app.extensions["settings"] = before


@pytest.fixture
def hall(writing, cast, server):
    """A session of an hour that began ten minutes ago, with Lina and a stranger in its room."""
    with writing():
        began = clock.now() - timedelta(minutes=10)
        made = make_hall(cast, provider="bigbluebutton", room="tour", starts_at=began)
    server.rooms["tour"] = {"name": "Tour"}
    server.people["tour"] = [
        (made.registrations["lina"], "Lina", "VIEWER"),
        ("host-x", "Paula", "MODERATOR"),
    ]
    return made


def later(hall, writing, minutes):
    """Let so many minutes pass, for the session and what was seen of it."""
    with writing():
        hall.rows()[1].starts_at -= timedelta(minutes=minutes)


def test_who_was_seen_twice_within_the_gap_was_there_in_between():
    once = with_moment([], NOON)
    assert once == [(NOON, NOON)]
    twice = with_moment(once, NOON + GAP)
    assert twice == [(NOON, NOON + GAP)]
    away = with_moment(twice, NOON + GAP * 3)
    assert away == [*twice, (NOON + GAP * 3, NOON + GAP * 3)]


def test_who_is_seen_was_there_for_as_long_as_is_known(hall, app, writing, signed_in, cast):
    partner = signed_in(cast.partner)
    page = partner.get(hall.desk + "/")
    shown = partner.follow(partner.submit(page, "Ask who is there now"))
    assert "1 registered person is in the room now." in shown.main
    assert counted(app, hall) == {"lina": (0, "provider")}
    with writing():
        session = hall.rows()[1]
        seen = clock.now() + timedelta(minutes=10)
        provider_attendance.note_seen(session, [hall.registrations["lina"]], seen, None)
    assert counted(app, hall) == {"lina": (10, "provider")}
    with writing():
        # Nobody is at a session after its end.
        session = hall.rows()[1]
        for minutes in range(20, 100, 10):
            seen = clock.now() + timedelta(minutes=minutes)
            provider_attendance.note_seen(session, [hall.registrations["lina"]], seen, None)
    assert counted(app, hall) == {"lina": (50, "provider")}


def test_the_job_asks_sessions_that_run_and_no_others(hall, app, server, writing):
    with app.app_context():
        assert provider_attendance.running() == [hall.session_id]
        with write():
            outbox.enqueue(provider_attendance.ASK)
        outbox.run_due()
    assert counted(app, hall) == {"lina": (0, "provider")}
    later(hall, writing, 90)
    with app.app_context():
        assert provider_attendance.running() == []


def test_after_the_session_and_of_another_system_there_is_nothing_to_ask(
    hall, writing, signed_in, cast
):
    partner = signed_in(cast.partner)
    api = f"/api/v1/webinars/{hall.slug}/sessions/{hall.session}"
    assert partner.json("POST", f"{api}/attendance/sightings").json == {"seen": 1}
    with writing():
        hall.rows()[1].provider = "address"
    refused = partner.json("POST", f"{api}/attendance/sightings", status=409).json
    assert "does not tell this" in refused["detail"]
    later(hall, writing, 90)
    refused = partner.json("POST", f"{api}/attendance/sightings", status=409).json
    assert "while the session runs" in refused["detail"]


def test_a_system_that_fails_is_one_sentence_and_the_job_ends(hall, app, server, signed_in, cast):
    server.broken = "error"
    partner = signed_in(cast.partner)
    failed = partner.post(hall.desk + "/ask", status=503)
    assert "does not answer" in failed.main
    with app.app_context():
        with write():
            outbox.enqueue(provider_attendance.ASK)
        assert outbox.run_due() == 1
    assert counted(app, hall) == {}


def test_a_recording_becomes_a_material_once(hall, app, writing, signed_in, cast):
    later(hall, writing, 90)
    partner = signed_in(cast.partner)
    place = f"/desk/webinars/{hall.slug}/sessions/{hall.session}/recordings/"
    assert partner.get(hall.desk + "/").all(f"//a[@href='{place}']")
    partner.follow(partner.submit(partner.get(place), "Add to the recordings"))
    address = "https://bbb.example.org/playback/1"
    partner.post(place, {"address": address})
    partner.post(place, {"address": "https://elsewhere.example.org/"}, status=404)
    with app.app_context():
        rows = db.session.execute(
            select(Material.kind, Material.address, Material.minutes, Material.published_at)
        ).all()
    assert rows == [("recording", address, 58, None)]
    api = f"/api/v1/webinars/{hall.slug}/sessions/{hall.session}/recordings"
    expected = [{"address": address, "minutes": 58, "size": 1234567, "added": True}]
    assert partner.json("GET", api).json == expected
    assert partner.json("POST", api, {"address": address}).json == expected
