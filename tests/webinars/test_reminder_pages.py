"""Organisers see and change reminders at the desk and through the API, with the same rights."""

import pytest

from elearn.core.database import db
from elearn.webinars.calendar import reminders
from elearn.webinars.models import WebinarPartner
from tests.factories.webinar_crowds import centre, centres_webinar, run_by
from tests.factories.webinars import make_session, make_webinar


@pytest.fixture
def here(cast, writing) -> str:
    """The path of a session of the centre, whose partner is Paula."""
    with writing():
        run_by(cast.partner)
        webinar = centres_webinar()
        session = make_session(webinar)
        reminders.plan(session)
        return f"webinars/{webinar.slug}/sessions/{session.public_id}/reminders"


def test_the_page_says_when_each_falls_due(signed_in, cast, here):
    page = signed_in(cast.partner).get(f"/desk/{here}/")
    assert "Wed 17 Mar 2027, 10:00 (Zurich, UTC+01:00)" in page.text
    assert "7 days before" in page.text
    assert "1 hour after" in page.text


def test_organisers_add_change_and_take_out(signed_in, cast, here):
    client = signed_in(cast.partner)
    sent = {"number": "2", "unit": "days", "when": "before", "text": "Bring <b>a list</b>."}
    client.post(f"/desk/{here}/", sent)
    page = client.get(f"/desk/{here}/?change=before-2880")
    assert "Bring &lt;b&gt;a list&lt;/b&gt;." in page.text
    assert 'value="2"' in page.text
    client.post(f"/desk/{here}/before/2880/remove")
    assert "2 days before" not in client.get(f"/desk/{here}/").text


@pytest.mark.parametrize(
    ("number", "unit"), [("", "days"), ("31", "days"), ("-1", "hours"), ("x", "minutes")]
)
def test_what_cannot_be_used_is_kept_beside_its_reason(signed_in, cast, here, number, unit):
    sent = {"number": number, "unit": unit, "when": "before", "text": "My words"}
    page = signed_in(cast.partner).post(f"/desk/{here}/", sent, 422)
    assert "My words" in page.text
    assert "30 days" in page.text


def test_the_api_does_the_same(signed_in, cast, here):
    client = signed_in(cast.partner)
    kept = client.json("PUT", f"/api/v1/{here}/before/2880", {"text": "Bring a list."})
    assert [(one["when"], one["minutes"]) for one in kept.json] == [
        ("before", 10_080),
        ("before", 2_880),
        ("before", 1_440),
        ("before", 60),
        ("after", 60),
    ]
    client.json("PUT", f"/api/v1/{here}/during/5", {}, 422)
    client.json("DELETE", f"/api/v1/{here}/before/2880", status=204)
    client.json("DELETE", f"/api/v1/{here}/before/2880", status=404)
    assert len(client.json("GET", f"/api/v1/{here}").json) == 4


def test_who_delivers_sees_them_and_does_not_change_them(signed_in, cast, writing):
    with writing():
        run_by(cast.partner)
        webinar = make_webinar()
        session = make_session(webinar)
        reminders.plan(session)
        part = {"organisation_id": centre(), "role": "delivery"}
        session_path = f"webinars/{webinar.slug}/sessions/{session.public_id}/reminders"
        db.session.add(WebinarPartner(webinar_id=webinar.id, **part))
    client = signed_in(cast.partner)
    page = client.get(f"/desk/{session_path}/")
    assert "7 days before" in page.text
    assert "Add a reminder" not in page.text
    client.json("PUT", f"/api/v1/{session_path}/after/5", {}, 403)


def test_nobody_else_finds_them(signed_in, cast, here):
    for member in (cast.learner, cast.trainer):
        signed_in(member).json("GET", f"/api/v1/{here}", status=404)
        signed_in(member).get(f"/desk/{here}/", 403)
    signed_in(cast.admin).get(f"/desk/{here}/")


def test_the_page_costs_the_same_with_one_reminder_and_with_many(signed_in, cast, here, queries):
    client = signed_in(cast.partner)
    client.get(f"/desk/{here}/")
    with queries() as many:
        client.get(f"/desk/{here}/")
    for minutes in (10_080, 1_440, 60):
        client.json("DELETE", f"/api/v1/{here}/before/{minutes}", status=204)
    with queries() as one:
        client.get(f"/desk/{here}/")
    assert len(one) == len(many)
