"""The API does to webinars what the desk does, with the same rights and refusals."""

import pytest
from sqlalchemy import true

from elearn.webinars import queries
from tests.factories.programmes import partner_of_run

ROOT = "/api/v1/webinars"
SESSION = {"day": "2027-03-24", "hour": "10:00", "zone": "Europe/Zurich", "language": "en"}


@pytest.fixture
def desk(writing, cast, signed_in):
    with writing():
        partner_of_run(cast.partner.id)
    return signed_in(cast.partner)


@pytest.fixture
def webinar(app, desk, writing):
    """The address of a draft made through the API."""
    with app.app_context():
        [organisation] = [key for key, _name in queries.organisations(true())]
    text = {"title": "Tour of the ESM toolkit", "summary": "What is in it."}
    sent = {"organisation": organisation, "text": text, "settings": {"zone": "Europe/Zurich"}}
    made = desk.json("POST", ROOT, sent, 201).json
    assert (made["state"], made["organisation"]) == ("draft", "Sample Centre")
    return f"{ROOT}/{made['slug']}"


def test_a_webinar_is_made_filled_and_published(desk, webinar, visitor):
    visitor.json("GET", webinar, status=404)
    desk.json("PUT", f"{webinar}/texts/fr", {"title": "Visite"})
    said = desk.json("POST", f"{webinar}/speakers", {"name": "Ana"}, 201).json
    [speaker] = [one["id"] for one in said["speakers"]]
    items = [{"minutes": 20, "title": "Talk", "speaker": speaker}]
    desk.json("PUT", f"{webinar}/agenda/en", {"items": items})
    session = desk.json(
        "POST",
        f"{webinar}/sessions",
        SESSION | {"seats": 5, "regions": {"african": 2}, "address": "https://meet.example.org/1"},
        201,
    ).json
    assert (session["starts_at"], session["state"]) == ("2027-03-24T09:00:00+00:00", "draft")
    assert session["regions"] == {"": 5, "african": 2}
    at = f"{webinar}/sessions/{session['id']}"
    desk.json("PUT", f"{webinar}/state", {"state": "published"}, 409)
    desk.json("PUT", f"{at}/state", {"state": "open"})
    desk.json("PUT", f"{webinar}/state", {"state": "published"})
    shown = visitor.json("GET", webinar).json
    assert [one["language"] for one in shown["texts"]] == ["en", "fr"]
    assert [(one["title"], one["speaker_name"]) for one in shown["agenda"]] == [("Talk", "Ana")]
    assert [(one["standing"], one["free"]) for one in shown["sessions"]] == [("open", 7)]
    [listed] = visitor.json("GET", ROOT).json["items"]
    assert (listed["title"], listed["standing"]) == ("Tour of the ESM toolkit", "open")
    assert visitor.json("GET", f"{ROOT}?when=past").json["items"] == []
    assert visitor.json("GET", f"{ROOT}?daytime=pacific").json["items"] == []


def test_a_session_is_moved_changed_cancelled_and_taken_away(desk, webinar):
    made = [desk.json("POST", f"{webinar}/sessions", SESSION, 201).json["id"] for _ in range(2)]
    at = f"{webinar}/sessions/{made[0]}"
    desk.json("PUT", f"{at}/state", {"state": "open"})
    changed = desk.json("PUT", at, SESSION | {"minutes": 90}).json
    assert changed["minutes"] == 90
    assert desk.json("PUT", at, SESSION | {"hour": "16:00"}, 409).json["code"] == "conflict"
    moved = desk.json("PUT", f"{at}/time", {"day": "2027-03-31", "hour": "10:00"}).json
    assert (moved["starts_at"], moved["moved_from"]) == (
        "2027-03-31T08:00:00+00:00",
        "2027-03-24T09:00:00+00:00",
    )
    desk.json("PUT", f"{at}/state", {"state": "cancelled"}, 422)
    gone = desk.json("PUT", f"{at}/state", {"state": "cancelled", "reason": "Ill."}).json
    assert (gone["standing"], gone["cancel_reason"]) == ("cancelled", "Ill.")
    desk.json("DELETE", at, status=409)
    desk.json("DELETE", f"{webinar}/sessions/{made[1]}", status=204)
    desk.json("GET", f"{webinar}/sessions/{made[1]}", status=404)


def test_drafts_of_sessions_are_shown_to_organisers_only(desk, webinar, visitor):
    made = [desk.json("POST", f"{webinar}/sessions", SESSION, 201).json["id"] for _ in range(2)]
    desk.json("PUT", f"{webinar}/sessions/{made[0]}/state", {"state": "open"})
    desk.json("PUT", f"{webinar}/state", {"state": "published"})
    assert [one["id"] for one in visitor.json("GET", webinar).json["sessions"]] == made[:1]
    assert [one["id"] for one in desk.json("GET", webinar).json["sessions"]] == made


def test_settings_partners_speakers_and_copies(desk, webinar, app):
    said = desk.json("PUT", f"{webinar}/settings", {"door": "approval"}).json
    assert (said["door"], said["zone"]) == ("approval", "UTC")
    desk.json("PUT", f"{webinar}/settings", {"zone": "Mars/Crater"}, 422)
    with app.app_context():
        [organisation] = [key for key, _name in queries.organisations(true())]
    one = {"organisation": organisation, "role": "funding"}
    partners = desk.json("PUT", f"{webinar}/partners", {"partners": [one]}).json["partners"]
    assert partners == [one | {"name": "Sample Centre"}]
    desk.json("PUT", f"{webinar}/topics", {"tools": ["nothing"]}, 422)
    people = [desk.json("POST", f"{webinar}/speakers", {"name": n}, 201).json for n in "AB"][-1]
    first, second = [speaker["id"] for speaker in people["speakers"]]
    desk.json("PUT", f"{webinar}/speakers/{second}/position", {"by": -1})
    desk.json("PUT", f"{webinar}/speakers/{second}", {"name": "Ben"})
    desk.json("DELETE", f"{webinar}/speakers/{first}", status=204)
    copied = desk.json("POST", f"{webinar}/copies", {}, 201).json
    assert [speaker["name"] for speaker in copied["speakers"]] == ["Ben"]
    own = desk.json("GET", f"{ROOT}/organised").json["items"]
    assert sorted(one["slug"] for one in own) == sorted([webinar[len(ROOT) + 1 :], copied["slug"]])


def test_nobody_makes_a_webinar_of_an_organisation_they_do_not_act_for(desk, webinar):
    for organisation in (None, "nobody"):
        sent = {"organisation": organisation, "text": {"title": "Tour"}}
        answer = desk.json("POST", ROOT, sent, 422)
        assert answer.json["detail"] == "Choose an organisation from the list."
