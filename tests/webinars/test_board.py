"""The board of a session: how it fills, who registered, what is decided, a list to sign."""

import pytest

from elearn.core.database import db
from elearn.webinars.models import WebinarPartner
from tests.factories.boards import make_board, other_centre
from tests.factories.webinar_crowds import crowd


@pytest.fixture
def board(writing, cast):
    with writing():
        return make_board(cast)


def names(page):
    return [
        one.text_content()
        for one in page.all("//table/tbody/tr/th/bdi | //table/tbody/tr/th/a/bdi")
    ]


def test_the_board_counts_states_and_shows_the_newest_first(board, signed_in, cast):
    page = signed_in(cast.partner).get(board.path)
    counted = [one.text_content().split() for one in page.all("//ul[@class='cluster']/li")]
    assert [line[-1] for line in counted] == ["1"] * 6
    assert "2 of 202 seats taken" in page.main
    assert "African States 0 of 2" in page.main
    assert names(page) == ["Farid", "Élif Şahin", "Dina", "Carla 100%", "Bo Lind", "Amina Rahimi"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=in", ["Amina Rahimi"]),
        ("region=african", ["Farid", "Dina", "Amina Rahimi"]),
        ("country=br", ["Carla 100%"]),
        ("language=es", ["Carla 100%"]),
        ("stakeholder=ngo", ["Amina Rahimi"]),
        ("text=port+of", ["Bo Lind"]),
        ("text=ELIF@", ["Élif Şahin"]),
        ("text=100%25", ["Carla 100%"]),
        ("text=%25", ["Carla 100%"]),
        ("text=_", []),
        ("region=african&state=offered", ["Farid"]),
        ("state=nonsense&region=nowhere&country=zz&stakeholder=x", 6),
    ],
)
def test_filters_stand_in_the_address(board, signed_in, cast, asked, found):
    page = signed_in(cast.partner).get(f"{board.path}?{asked}")
    assert (len(names(page)) if isinstance(found, int) else names(page)) == found


def test_pages_follow_each_other_and_cost_the_same(board, signed_in, cast, writing, queries):
    pages = signed_in(cast.partner)
    pages.get(board.path)
    with queries() as few:
        pages.get(board.path)
    with writing():
        crowd(*board.rows(), 101)
    with queries() as many:
        first = pages.get(board.path)
    assert len(many) == len(few)
    assert names(first)[0] == "Person 100"
    assert len(names(first)) == 50
    assert len(names(pages.get(board.path + "?page=3"))) == 7


def test_a_partner_sees_own_webinars_and_those_it_delivers(
    board, signed_in, visitor, cast, writing
):
    with writing():
        other = other_centre(cast.second_learner.id)
    stranger = signed_in(cast.second_learner)
    for address in (board.path, board.path + "names", board.api + "/board"):
        stranger.get(address, status=404)
    stranger.post(board.path + "table", {"format": "csv"}, status=404)
    with writing():
        db.session.add(
            WebinarPartner(webinar_id=board.webinar_id, organisation_id=other, role="delivery")
        )
    shown = stranger.get(board.path)
    assert "Farid" in shown.main
    assert shown.all("//table//th/a") == []
    stranger.post(board.path + "table", {"format": "csv"}, status=200)


def test_rows_lead_to_where_a_registration_is_decided(board, signed_in, cast):
    pages = signed_in(cast.partner)
    [link] = pages.get(board.path + "?state=asked").all("//table//th/a/@href")
    assert "Answer the request" in pages.get(link).main


def test_the_list_to_sign_has_those_who_are_in(board, signed_in, cast):
    page = signed_in(cast.partner).get(board.path + "names")
    assert names(page) == ["Amina Rahimi"]
    assert len(page.all("//tr[@class='to-sign']")) == 1


def test_the_api_shows_the_same_board(board, signed_in, cast):
    told = signed_in(cast.partner).get(f"{board.api}/board?region=african").json
    assert told["states"] == dict.fromkeys(
        ("in", "waiting", "asked", "unconfirmed", "cancelled", "offered"), 1
    )
    assert {"region": "african", "seats": 2, "taken": 0} in told["pools"]
    assert [one["name"] for one in told["items"]] == ["Farid", "Dina", "Amina Rahimi"]
    assert "gender" not in told["items"][0]
    sent = {"format": "csv", "state": "in"}
    pages = signed_in(cast.partner)
    answer = pages.json("POST", f"{board.api}/board/table", sent)
    assert "Amina Rahimi" in answer.text
    assert "Farid" not in answer.text
