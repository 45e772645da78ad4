"""The list of webinars on partners' own sites: a frame, a feed, and the lines to paste."""

from html import unescape

import pytest

from elearn.accounts.models import Organisation
from elearn.core.database import db
from elearn.webinars.models import Webinar
from tests.factories.boards import make_board, other_centre
from tests.factories.webinars import make_session, make_webinar


@pytest.fixture
def centre(app, writing, cast):
    """The public id of Paula's organisation, which has a webinar; another one has one, too."""
    with writing():
        board = make_board(cast)
        other = make_webinar(
            organisation_id=other_centre(cast.second_learner.id), texts={"en": "Of others"}
        )
        make_session(other, language="fr")
        owner = db.session.get_one(Webinar, board.webinar_id).organisation_id
        return db.session.get_one(Organisation, owner).public_id


def test_anybody_may_frame_the_list_which_has_no_script_no_form_and_no_cookie(centre, visitor):
    page = visitor.get(f"/webinars/embed?partner={centre}")
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
    assert "X-Frame-Options" not in page.headers
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert page.all("//script | //form") == []
    assert "Tour of the ESM toolkit" in page.main
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in page.main
    assert "Of others" not in page.main
    assert "Of others" in visitor.get("/webinars/embed").main
    assert "Tour" not in visitor.get("/webinars/embed?language=fr").main
    assert "No webinar is planned now." in visitor.get("/webinars/embed?language=zh").main


def test_no_other_page_may_be_framed(app, centre, client):
    """Every page a visitor opens by its address alone says that nobody frames it."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments or rule.endpoint == "webinar_embeds.frame":
            continue
        answer = app.test_client().get(rule.rule)
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, rule.rule


def test_the_feed_may_be_read_by_any_site_but_knows_no_reader(centre, visitor):
    feed = visitor.get(f"/webinars/feed.json?partner={centre}", headers={"Origin": "https://x.org"})
    assert feed.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in feed.headers
    assert "Set-Cookie" not in feed.headers
    [told] = feed.json["webinars"]
    assert told["title"] == "Tour of the ESM toolkit"
    assert told["starts_at"] == "2027-03-24T09:00:00+00:00"
    assert told["url"].endswith(f"/webinars/{told['url'].split('/')[-2]}/")
    assert "address" not in told
    assert "Access-Control-Allow-Origin" not in visitor.get("/api/v1/webinars").headers


def test_the_answer_to_somebody_signed_in_is_kept_by_nobody(centre, signed_in, cast):
    pages = signed_in(cast.learner)
    for path in ("/webinars/embed", "/webinars/feed.json"):
        assert pages.get(path).headers["Cache-Control"] == "no-store"


def test_a_partner_finds_the_line_to_paste(centre, signed_in, cast, visitor):
    page = signed_in(cast.partner).get("/desk/webinars/embed?language=en")
    line = page.page.get_element_by_id("line").text.strip()
    assert line.startswith('<iframe src="http')
    assert f"partner={centre}&language=en" in unescape(line)
    assert line.endswith('loading="lazy"></iframe>')
    address = unescape(line.split('"')[1]).partition("/webinars/")[2]
    assert "Tour of the ESM toolkit" in visitor.get(f"/webinars/{address}").main
    assert "feed.json" in page.page.get_element_by_id("feed").text
