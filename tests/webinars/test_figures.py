"""What webinars came to: the worked example, tables, and what everybody may see."""

from datetime import timedelta

import pytest

from elearn.core.clock import now
from elearn.webinars.board.figures import COUNTED, Counted, Row, by, figures, public
from tests.factories.attending import centre_of
from tests.factories.boards import Board, other_centre
from tests.factories.webinar_crowds import register
from tests.factories.webinars import make_session, make_sign_up, make_webinar

# esm-facts, section 12: registered 86, confirmed 80, attended >= 70 % 52, partly 9: 60.5 %.
REGISTERED, CONFIRMED, ATTENDED, PARTLY = 86, 80, 52, 9


def fill(webinar, session, size=REGISTERED):
    """Register so many: by the worked example, some African women first."""
    for number in range(size):
        facts = {"name": f"Guest {number}", "country": "KE", "region": "african"}
        if number >= 40:
            facts |= {"country": "BR", "region": "grulac"}
        if number >= 83:
            facts |= {"country": "SE", "region": "weog"}
        facts |= {"gender": "female" if number % 2 else None, "stakeholder": "ngo"}
        confirmed = now() if number < CONFIRMED else None
        minutes = None
        if number < ATTENDED:
            minutes = 42 if number % 2 else 60
        elif number < ATTENDED + PARTLY:
            minutes = 41 if number % 2 else 0
        sign_up = make_sign_up(webinar, confirmed_at=confirmed, **facts)
        state = "in" if confirmed else "unconfirmed"
        register(session, sign_up, state, minutes=minutes)


@pytest.fixture
def held(writing, cast):
    """The worked example: a session of an hour that is over, one to come, one cancelled."""
    with writing():
        webinar = make_webinar(organisation_id=centre_of(cast))
        over = now() - timedelta(hours=3)
        session = make_session(webinar, starts_at=over, seats=100, state="held")
        fill(webinar, session)
        coming = make_session(webinar, starts_at=now() + timedelta(days=9), language="fr")
        register(coming, make_sign_up(webinar))
        off = make_session(webinar, starts_at=over, state="cancelled", cancelled_at=over)
        register(off, make_sign_up(webinar))
        return Board(webinar.id, session.id, webinar.slug, session.public_id)


def cells(page, caption):
    rows = page.all(f"//table[caption='{caption}']/tbody/tr")
    return {
        row.find("th").text_content(): [cell.text_content() for cell in row.findall("td")]
        for row in rows
    }


def test_the_worked_example_comes_out_exactly(held, signed_in, cast):
    page = signed_in(cast.partner).get(f"/desk/webinars/{held.slug}/figures")
    assert cells(page, "All together") == {"All": ["86", "80", "52", "9", "60.5%"]}
    assert cells(page, "By United Nations regional group") == {
        "Latin American and Caribbean States": ["43", "40", "12", "9", "27.9%"],
        "African States": ["40", "40", "40", "0", "100.0%"],
        "Western European and other States": ["3", "0", "0", "0", "0.0%"],
    }
    assert set(cells(page, "By gender")) == {"Female", "Not stated"}
    assert cells(page, "By language of the session") == {
        "English": ["86", "80", "52", "9", "60.5%"]
    }
    assert "1 session that is over." in page.main
    assert "The registrations are of 86 people." in page.main
    assert "1 registration is for a session to come" in page.main


def test_everybody_sees_no_cell_of_fewer_than_five(held, visitor):
    page = visitor.get(f"/webinars/{held.slug}/figures")
    assert cells(page, "All together") == {"All": ["86", "80", "52", "9", "60.5%"]}
    # Three are hidden, and the smallest shown with them: the total would tell.
    assert cells(page, "By United Nations regional group") == {
        "Latin American and Caribbean States": ["43", "40", "12", "*", "27.9%"],
        "African States": ["*", "*", "*", "*", "–"],
        "Western European and other States": ["*", "*", "*", "*", "–"],
    }
    assert cells(page, "By country") == {}
    assert cells(page, "By language of the session") == {}


def test_the_api_answers_the_same(held, signed_in, visitor, cast):
    shown = visitor.get(f"/api/v1/webinars/{held.slug}/figures").json
    total = {"code": "", "registered": 86, "confirmed": 80, "attended": 52, "partly": 9}
    assert shown["total"] == total | {"rate": 60.5}
    assert set(shown["tables"]) == {"session", "region", "gender", "stakeholder"}
    hidden = dict.fromkeys((*COUNTED, "rate"))
    assert {"code": "weog"} | hidden in shown["tables"]["region"]
    exact = signed_in(cast.partner).get(f"/api/v1/webinars/{held.slug}/figures/exact").json
    assert (exact["people"], exact["ahead"], exact["sessions"]) == (86, 1, 1)
    weog = {"code": "weog", "registered": 3, "confirmed": 0, "attended": 0, "partly": 0}
    assert weog | {"rate": 0.0} in exact["tables"]["region"]


def test_the_table_for_spreadsheets_says_the_same(held, signed_in, cast):
    text = signed_in(cast.partner).get(f"/desk/webinars/{held.slug}/figures.csv").text
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "table,code,registered,confirmed,attended,partly,rate_percent"
    assert lines[1] == "all,,86,80,52,9,60.5"
    assert "region,weog,3,0,0,0,0.0" in lines
    assert "country,BR,43,40,12,9,27.9" in lines


def test_an_organiser_sees_all_own_webinars_and_no_others(held, signed_in, cast, writing):
    with writing():
        other_centre(cast.second_learner.id)
    stranger = signed_in(cast.second_learner)
    stranger.get(f"/desk/webinars/{held.slug}/figures", status=404)
    stranger.get(f"/api/v1/webinars/{held.slug}/figures/exact", status=404)
    assert cells(stranger.get("/desk/webinars/figures"), "All together") == {
        "All": ["0", "0", "0", "0", "–"]
    }
    pages = signed_in(cast.partner)
    assert cells(pages.get("/desk/webinars/figures"), "By webinar") == {
        "Tour of the ESM toolkit": ["86", "80", "52", "9", "60.5%"]
    }
    year = (now() - timedelta(hours=3)).year
    asked = f"/desk/webinars/figures.csv?year={year}"
    assert "all,,86,80,52,9,60.5" in pages.get(asked).text
    assert "all,,0,0,0,0," in pages.get("/desk/webinars/figures.csv?year=1999").text
    assert pages.get("/api/v1/webinar-figures?year=1999").json["total"]["registered"] == 0


def test_a_draft_has_no_public_figures(writing, cast, visitor):
    with writing():
        slug = make_webinar(organisation_id=centre_of(cast), state="draft").slug
    visitor.get(f"/webinars/{slug}/figures", status=404)
    visitor.get(f"/api/v1/webinars/{slug}/figures", status=404)


def test_the_queries_do_not_grow(held, signed_in, cast, queries, writing):
    pages = signed_in(cast.partner)
    path = f"/desk/webinars/{held.slug}/figures"
    pages.get(path)
    with queries() as few:
        pages.get(path)
    with writing():
        webinar, _session = held.rows()
        fill(webinar, make_session(webinar, starts_at=now() - timedelta(days=2), seats=100), 60)
    with queries() as many:
        pages.get(path)
    assert len(many) == len(few)


def one(**facts):
    codes = dict.fromkeys(("webinar", "session", "language", "region", "country", "gender"), "")
    return Counted(
        **({**codes, "stakeholder": "", "confirmed": 0, "attended": 0, "partly": 0} | facts)
    )


def test_a_rate_is_rounded_halves_up():
    assert Row("", 80, 80, 41).rate == 51.3
    assert Row("", 3, 3, 2).rate == 66.7
    assert Row("", 0).rate is None


def test_few_people_are_told_of_nowhere():
    given = public(figures([one(region="african", registered=4)], people=4, ahead=3))
    assert (given.total.registered, given.people, given.ahead) == (None, None, None)
    assert given.tables["region"][0].registered is None


def test_rows_come_largest_first_and_the_unknown_last():
    rows = by(
        "region",
        [one(registered=9), one(region="weog", registered=2), one(region="grulac", registered=3)],
    )
    assert [row.code for row in rows] == ["grulac", "weog", ""]
