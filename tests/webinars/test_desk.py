"""Organisers plan webinars at the desk: texts, sessions, speakers, agenda, partners, settings."""

import pytest

from tests.factories.programmes import partner_of_run

DESK = "/desk/webinars/"


@pytest.fixture
def desk(writing, cast, signed_in):
    with writing():
        partner_of_run(cast.partner.id)
    return signed_in(cast.partner)


@pytest.fixture
def webinar(desk):
    """The address of a draft that the partner made at the desk."""
    sent = desk.submit(
        desk.get(DESK + "new"),
        "Make the draft",
        title="Tour of the ESM toolkit",
        summary="What is in it, and where to begin.",
        zone="Europe/Zurich",
    )
    return sent.location


def planned(pages, webinar, **fields):
    """Plan a session with the form and go back to the desk."""
    said = {"day": "2027-03-24", "hour": "10:00", "minutes": "60", "seats": "30"}
    said |= {"address": "https://meet.example.org/tour"}
    form = pages.get(webinar + "sessions/new")
    return pages.follow(pages.submit(form, "Save", **(said | fields)))


def test_a_partner_plans_opens_and_publishes(desk, webinar, visitor):
    page = desk.get(webinar)
    assert page.heading == "Tour of the ESM toolkit"
    page = planned(desk, webinar)
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in page.main
    refused = desk.follow(desk.submit(page, "Publish"))
    assert "Open a session first" in refused.main
    visitor.get("/webinars/tour-of-the-esm-toolkit/", status=404)
    page = desk.follow(desk.submit(refused, "Open registration"))
    page = desk.follow(desk.submit(page, "Publish"))
    assert "Published" in page.main
    listed = visitor.get("/webinars/")
    assert "Tour of the ESM toolkit" in listed.main
    shown = visitor.get("/webinars/tour-of-the-esm-toolkit/")
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in shown.main
    assert "Wed 24 Mar 2027, 09:00 (UTC)" in shown.main
    assert "30 seats free" in shown.main
    assert "meet.example.org" not in shown.text
