"""The API keeps recordings, slides, chapters and transcripts as the pages do."""

import io

import pytest

from tests.factories.programmes import partner_of_run
from tests.factories.webinars import make_webinar

API = "/api/v1/webinars/tour/materials"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TALK = {
    "kind": "recording",
    "title": "The tour, recorded",
    "language": "en",
    "address": "https://video.example.org/tour",
    "size": 180_000_000,
    "minutes": 58,
}


@pytest.fixture
def partner(cast, writing, signed_in):
    with writing():
        partner_of_run(cast.partner.id)
        make_webinar(cast.partner, slug="tour")
    return signed_in(cast.partner)


def test_a_recording_is_added_described_published_and_removed(partner, visitor):
    made = partner.json("POST", API, TALK, 201).json
    here = f"{API}/{made['id']}"
    assert (made["published"], made["size"], made["chapters"]) == (False, 180_000_000, [])
    assert visitor.json("GET", API).json == []
    visitor.json("GET", here, status=404)
    marks = [{"second": 750, "title": "The law"}, {"second": 0, "title": "Welcome"}]
    kept = partner.json("PUT", f"{here}/chapters", {"chapters": marks}).json
    assert [one["title"] for one in kept["chapters"]] == ["Welcome", "The law"]
    captions = "WEBVTT\n\n00:05.000 --> 00:07.000\nWelcome.\n"
    partner.json("PUT", f"{here}/transcript", {"transcript": captions})
    partner.json("PUT", f"{here}/state", {"published": True})
    shown = visitor.json("GET", here).json
    assert shown["transcript"] == [{"second": 5, "words": "Welcome."}]
    assert [one["id"] for one in visitor.json("GET", API).json] == [made["id"]]
    partner.json("PUT", here, TALK | {"title": "Renamed"})
    assert visitor.json("GET", here).json["title"] == "Renamed"
    partner.json("DELETE", here, status=204)
    visitor.json("GET", here, status=404)


def test_two_chapters_at_one_time_and_addresses_without_encryption_are_refused(partner):
    here = f"{API}/{partner.json('POST', API, TALK, 201).json['id']}"
    marks = [{"second": 0, "title": "A"}, {"second": 0, "title": "B"}]
    partner.json("PUT", f"{here}/chapters", {"chapters": marks}, 422)
    partner.json("POST", API, TALK | {"address": "http://video.example.org"}, 422)
    partner.json("POST", API, TALK | {"address": ""}, 422)


def test_a_file_is_looked_over_as_on_the_page(partner, visitor):
    def upload(name, content, status):
        data = {"title": "Slides", "language": "en", "file": (io.BytesIO(content), name)}
        headers = {"X-CSRFToken": partner.token()}
        answer = partner.client.post(f"{API}/files", data=data, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    upload("tour.pdf", b"<html>", 422)
    made = upload("tour.pdf", PDF, 201)
    assert (made["size"], made["media_type"]) == (len(PDF), "application/pdf")
    path = made["url"].partition("localhost")[2]
    visitor.get(path, status=404)
    partner.json("PUT", f"{API}/{made['id']}/state", {"published": True})
    assert visitor.client.get(path).data == PDF


def test_materials_change_places(partner):
    ids = [partner.json("POST", API, TALK, 201).json["id"] for _ in range(3)]
    partner.json("PUT", f"{API}/{ids[2]}/place", {"by": -1}, 204)
    partner.json("PUT", f"{API}/{ids[0]}/place", {"by": -1}, 204)
    order = [one["id"] for one in partner.json("GET", API).json]
    assert order == [ids[0], ids[2], ids[1]]
