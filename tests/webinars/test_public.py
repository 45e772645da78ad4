"""What everybody sees of webinars: the lists, one webinar, its states, its languages, its hours."""

from datetime import UTC, datetime, timedelta

import pytest

from elearn.core.clock import now
from elearn.core.database import db
from elearn.library.models import Edition, Tool
from elearn.webinars import agenda, listing, planning, speakers
from elearn.webinars.agenda import Item
from elearn.webinars.kept.material_models import Material
from elearn.webinars.listing import Wish
from elearn.webinars.models import SeatPool, WebinarPartner, WebinarTopic
from elearn.webinars.planning import Text
from elearn.webinars.speakers import Said
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import TOUR, make_session, make_webinar

SUMMARY = Text("Tour of the ESM toolkit", "What is in it, and where to begin.")


@pytest.fixture
def centre(writing, cast):
    """The id of the partner's organisation."""
    with writing():
        return partner_of_run(cast.partner.id)


@pytest.fixture
def webinar(writing, cast, centre):
    """A published webinar in English and Arabic with one open session."""
    with writing():
        made = make_webinar(cast.partner, texts={"en": "Tour", "ar": "جولة"}, slug="tour")
        planning.put_text(made.id, "en", SUMMARY, None)
        make_session(made)
        return made


# -- the list -----------------------------------------------------------------------------------


def test_the_list_tells_when_by_the_hosts_clocks_and_the_readers(webinar, visitor, signed_in, cast):
    card = "//li[.//a[@href='/webinars/tour/']]"
    words = " ".join(visitor.get("/webinars/").all(card)[0].text_content().split())
    assert "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)" in words
    assert "Wed 24 Mar 2027, 09:00 (UTC)" in words
    assert "Registration is open" in words
    assert "Sample Centre" in words


def test_drafts_and_unlisted_webinars_are_in_no_list(writing, webinar, visitor):
    with writing():
        make_session(make_webinar(texts={"en": "Hidden"}, listed=False, slug="hidden"))
        make_session(make_webinar(texts={"en": "Unready"}, state="draft", slug="unready"))
        make_session(webinar, state="draft", title="Not yet")
    listed = visitor.get("/webinars/")
    assert [link.text for link in listed.all("//article//h3/a")] == ["Tour of the ESM toolkit"]
    assert "Not yet" not in listed.main
    visitor.get("/webinars/hidden/")
    visitor.get("/webinars/unready/", status=404)


def test_past_sessions_are_found_by_their_year(writing, webinar, visitor):
    with writing():
        for year in (2024, 2026):
            held = datetime(year, 5, 5, 9, 0, tzinfo=UTC)
            make_session(webinar, starts_at=held, state="held", title=f"In {year}")
    titles = "//article//p/strong/text()"
    assert visitor.get("/webinars/past").all(titles) == ["In 2026", "In 2024"]
    page = visitor.get("/webinars/past?year=2024")
    assert page.all(titles) == ["In 2024"]
    years = page.all("//select[@id='year']/option/text()")
    assert years == ["All years", "2026", "2025", "2024"]
    assert visitor.get("/webinars/past?year=20x4").all(titles) == ["In 2026", "In 2024"]
    told = visitor.get("/api/v1/webinars?when=past&year=2024").json["items"]
    assert [one["session_title"] for one in told] == ["In 2024"]
    visitor.get("/api/v1/webinars?when=past&year=24", status=422)


def test_what_is_over_moves_to_the_past(writing, webinar, visitor):
    # Sessions start at whole minutes; one that has just ended is over.
    start = now().replace(microsecond=0) - timedelta(minutes=60)
    with writing():
        soon = make_session(webinar, starts_at=start + timedelta(minutes=1), title="Going on")
        make_session(webinar, starts_at=start, title="Just over")
        make_session(webinar, starts_at=now() - timedelta(days=2), title="Held", state="held")
        facts = {"state": "cancelled", "cancelled_at": now(), "cancel_reason": "Ill."}
        make_session(webinar, starts_at=now() - timedelta(days=1), title="Off", **facts)
    assert soon.minutes == 60
    coming, past = visitor.get("/webinars/"), visitor.get("/webinars/past")
    titles = "//article//strong/text()"
    assert (coming.all(titles), past.all(titles)) == (["Going on"], ["Just over", "Held"])
    assert "Going on now" in coming.main
    assert "Over" in past.main


def test_the_list_is_narrowed_by_what_the_address_asks(app, writing, webinar, centre):
    with writing():
        tool = Tool(slug="oil", kind="manual", title="Used oil")
        db.session.add(tool)
        db.session.flush()
        db.session.add(Edition(tool_id=tool.id, label="First", shown_at=TOUR))
        other = make_webinar(texts={"en": "Oil"}, slug="oil")
        db.session.add(WebinarTopic(webinar_id=other.id, tool_id=tool.id))
        make_session(other, language="es", starts_at=datetime(2027, 4, 14, 14, tzinfo=UTC))
    with app.app_context():
        whose = {row.value: row.kind for row in listing.facets()}
        partner = next(value for value, kind in whose.items() if kind == "partner")

        def found(**wish):
            page = listing.public_sessions(Wish(**wish), "en", now(), 1, past=False)
            return [row.slug for row in page.rows]

        assert whose == {"en": "language", "es": "language", "oil": "topic", partner: "partner"}
        assert found() == ["tour", "oil"]
        assert found(language="es") == ["oil"]
        assert found(topic="oil") == ["oil"]
        assert found(partner=partner) == ["tour"]
        # 09:00 UTC and 14:00 UTC.
        assert found(daytime="western-asia") == ["tour"]
        assert found(daytime="americas") == ["oil"]
        assert found(daytime="africa-europe") == ["tour", "oil"]
        assert found(daytime="pacific") == []


def test_a_partner_in_any_role_is_found(app, writing, centre):
    with writing():
        other = make_webinar(slug="joint")
        make_session(other)
        db.session.add(WebinarPartner(webinar_id=other.id, organisation_id=centre, role="funding"))
    with app.app_context():
        [partner] = [row.value for row in listing.facets() if row.kind == "partner"]
        page = listing.public_sessions(Wish(partner=partner), "en", now(), 1, past=False)
        assert [row.slug for row in page.rows] == ["joint"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("language=xx", "No webinar matches"),
        ("daytime=nowhere", "Tour of the ESM toolkit"),
        ("page=9", "The list ends before this page"),
    ],
)
def test_odd_addresses_get_an_answer(webinar, visitor, query, words):
    assert words in visitor.get(f"/webinars/?{query}").main


def test_the_list_takes_as_many_queries_for_one_session_as_for_three(
    writing, webinar, signed_in, cast, queries
):
    pages = signed_in(cast.learner)
    with queries() as one:
        pages.get("/webinars/")
    with writing():
        for number in range(2):
            make_session(make_webinar(slug=f"other-{number}"))
    with queries() as three:
        pages.get("/webinars/")
    assert len(one) == len(three) <= 3


# -- one webinar --------------------------------------------------------------------------------


def test_a_webinar_shows_its_text_in_the_language_asked_for(webinar, visitor):
    page = visitor.get("/webinars/tour/")
    assert page.heading == "Tour of the ESM toolkit"
    [link] = page.all("//nav[@aria-label='Languages of this text']/a[@lang='ar']/@href")
    arabic = visitor.get(link)
    assert arabic.all("//h1/bdi/@lang") == ["ar"]
    assert arabic.heading == "جولة"
    assert visitor.get("/webinars/tour/?language=fr").heading == "Tour of the ESM toolkit"
    arab = visitor.get("/webinars/tour/", headers={"Accept-Language": "ar"})
    assert arab.heading == "جولة"


def test_hours_stand_by_the_hosts_clocks_in_utc_and_by_the_readers(
    writing, webinar, visitor, signed_in, cast
):
    with writing():
        make_session(webinar, starts_at=datetime(2027, 3, 31, 8, tzinfo=UTC), language="fr")
    page = visitor.get("/webinars/tour/").main
    for words in (
        "Wed 24 Mar 2027, 10:00 (Zurich, UTC+01:00)",
        "Wed 24 Mar 2027, 09:00 (UTC)",
        "Wed 31 Mar 2027, 10:00 (Zurich, UTC+02:00)",
        "Wed 31 Mar 2027, 08:00 (UTC)",
    ):
        assert words in page


def test_states_are_told_in_words(writing, webinar, visitor):
    with writing():
        full = make_session(webinar, seats=1)
        db.session.query(SeatPool).filter_by(session_id=full.id).update({"taken": 1})
        make_session(webinar, opens_at=now() + timedelta(days=1))
        make_session(webinar, closes_at=now() - timedelta(days=1))
        facts = {"moved_from": TOUR - timedelta(days=7), "moved_at": now()}
        make_session(webinar, **facts)
        make_session(webinar, state="cancelled", cancelled_at=now(), cancel_reason="No power.")
        held = make_session(webinar, state="held")
        db.session.add(
            Material(
                webinar_id=webinar.id,
                session_id=held.id,
                kind="recording",
                language="en",
                title="Recording",
                address="https://video.example.org/1",
                published_at=now(),
            )
        )
    page = visitor.get("/webinars/tour/").main
    for words in (
        "Full: there is a waiting list",
        "Registration opens later",
        "Registration is closed",
        "It was to be Wed 17 Mar 2027, 10:00 (Zurich, UTC+01:00).",
        "Cancelled",
        "Why: No power.",
        "Recorded",
    ):
        assert words in page


def test_agenda_speakers_partners_and_topics_stand_on_the_page(writing, webinar, centre, visitor):
    with writing():
        tool = Tool(slug="oil", kind="manual", title="Used oil")
        db.session.add(tool)
        db.session.flush()
        db.session.add(Edition(tool_id=tool.id, label="First", shown_at=TOUR))
        db.session.add(WebinarTopic(webinar_id=webinar.id, tool_id=tool.id))
        db.session.add(
            WebinarPartner(webinar_id=webinar.id, organisation_id=centre, role="funding")
        )
        speaker = speakers.add_speaker(webinar.id, Said("Ana", "Inspector"), None)
        parts = [Item(5, "Opening"), Item(20, "The toolkit", speaker.public_id)]
        agenda.put_agenda(webinar.id, "en", parts, None)
    page = visitor.get("/webinars/tour/")
    assert page.all("//section[@aria-labelledby='agenda']//h3/text()") == ["Opening", "The toolkit"]
    assert page.all("//section[@aria-labelledby='speakers']//h3/text()") == ["Ana"]
    assert page.all("//a[@href='/toolkit/oil/']/text()") == ["Used oil"]
    assert "Funding" in page.main
    # The main agenda stands in for one there is not, and says its language.
    arabic = visitor.get("/webinars/tour/?language=ar")
    assert arabic.all("//section[@aria-labelledby='agenda']/ol/@lang") == ["en"]


def test_the_address_of_the_meeting_is_nowhere(writing, webinar, visitor, signed_in, cast):
    for pages in (visitor, signed_in(cast.learner)):
        for path in ("/webinars/", "/webinars/tour/", "/api/v1/webinars", "/api/v1/webinars/tour"):
            assert "meet.example.org" not in pages.get(path).text


def test_a_webinar_takes_as_many_queries_with_one_session_as_with_three(
    writing, webinar, signed_in, cast, queries
):
    pages = signed_in(cast.learner)
    with queries() as one:
        pages.get("/webinars/tour/")
    with writing():
        for _ in range(2):
            make_session(webinar)
        speakers.add_speaker(webinar.id, Said("Ana"), None)
    with queries() as three:
        pages.get("/webinars/tour/")
    assert len(one) == len(three) <= 5


def test_drafts_are_told_from_what_is_public(writing, webinar, signed_in, cast, visitor):
    with writing():
        planning.unpublish(webinar.id, None)
    visitor.get("/webinars/tour/", status=404)
    assert (
        "Only its organisers see this page" in signed_in(cast.partner).get("/webinars/tour/").main
    )


def test_a_text_reads_in_its_own_direction_whatever_the_readers(webinar, writing, visitor):
    with writing():
        said = Text("جولة", "ما فيها.", "نفتح الأدلة واحدا واحدا.")
        planning.put_text(webinar.id, "ar", said, None)
    page = visitor.get("/webinars/tour/", query_string={"language": "ar"})
    assert page.page.get("dir") == "ltr"
    assert page.all("//section[h2[@id='about']]/div/@dir") == ["rtl"]
