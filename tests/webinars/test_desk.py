"""Organisers plan webinars at the desk: texts, sessions, speakers, agenda, partners, settings."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn.accounts.models import Organisation
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.library.models import Edition, Tool
from elearn.webinars.calendar import letters
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

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
    assert form.all("//main//*[@readonly]") == []
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


def words(page):
    """The words of every list on the desk, by the id of its section."""
    return {one.get("id"): one.getparent().text_content() for one in page.all("//main//h2[@id]")}


def test_a_text_in_another_language_is_added_changed_and_removed(desk, webinar):
    form = desk.get(webinar + "texts/new")
    assert "en" not in form.all("//select[@name='language']/option/@value")
    page = desk.follow(desk.submit(form, "Save", language="ar", title="جولة"))
    assert "جولة" in words(page)["texts"]
    form = desk.get(webinar + "texts/ar/")
    assert form.all("//input[@name='title']/@dir") == ["rtl"]
    page = desk.follow(desk.submit(form, "Save", title="جولة في الأدوات"))
    assert "جولة في الأدوات" in words(page)["texts"]
    confirm = desk.get(webinar + "texts/ar/remove")
    assert "Its agenda goes with it" in confirm.main
    page = desk.follow(desk.submit(confirm, "Remove the text"))
    assert "جولة" not in words(page)["texts"]
    desk.get(webinar + "texts/ar/", status=404)


def test_a_text_without_a_title_is_refused_and_kept(desk, webinar):
    form = desk.get(webinar + "texts/new")
    answer = desk.submit(form, "Save", status=422, language="fr", title="", summary="Bonjour")
    assert "Give the webinar a title." in answer.main
    assert answer.all("//textarea[@name='summary']")[0].text.strip() == "Bonjour"


def test_an_agenda_is_written_row_by_row_and_fits_the_session(desk, webinar):
    planned(desk, webinar)
    desk.post(webinar + "speakers/new", {"name": "Ana"})
    form = desk.get(webinar + "agenda/en/")
    [ana] = form.all("//select[@name='speaker-1']/option[text()='Ana']/@value")
    rows = {"minutes-0": "5", "title-0": "Opening", "minutes-1": "20", "title-1": "Talk"}
    page = desk.follow(desk.submit(form, "Save the agenda", **rows, **{"speaker-1": ana}))
    assert "2 parts · 25 minutes" in " ".join(words(page)["agenda"].split())
    form = desk.get(webinar + "agenda/en/")
    answer = desk.submit(form, "Save the agenda", status=409, **{"minutes-1": "56"})
    assert "takes 61 minutes, a session only 60" in answer.main
    assert answer.all("//input[@name='minutes-1']/@value") == ["56"]
    answer = desk.submit(form, "Save the agenda", status=422, **{"title-0": ""})
    assert answer.all("//input[@aria-invalid]/@name") == ["title-0"]
    # An emptied row is taken out.
    page = desk.follow(desk.submit(form, "Save the agenda", **{"title-0": "", "minutes-0": ""}))
    assert "1 part · 20 minutes" in " ".join(words(page)["agenda"].split())


def test_speakers_are_added_moved_changed_and_removed(desk, webinar):
    for name in ("Ana", "Ben"):
        desk.submit(desk.get(webinar + "speakers/new"), "Save", name=name)
    page = desk.get(webinar)
    order = "//section[@aria-labelledby='speakers']//li/span[1]/bdi/text()"
    assert page.all(order) == ["Ana", "Ben"]
    page = desk.follow(desk.submit(page, "Move up: Ben"))
    assert page.all(order) == ["Ben", "Ana"]
    [link] = page.all("//a[contains(., 'Edit: Ana')]/@href")
    desk.submit(desk.get(link), "Save", name="Anna")
    confirm = desk.get(link + "remove")
    assert "Anna stands on the page no more" in confirm.main
    assert desk.follow(desk.submit(confirm, "Remove the speaker")).all(order) == ["Ben"]


def test_partners_and_topics_are_added_and_removed(writing, desk, webinar):
    with writing():
        tool = Tool(slug="oil", kind="manual", title="Used oil")
        db.session.add(tool)
        db.session.flush()
        db.session.add(Edition(tool_id=tool.id, label="First", shown_at=TOUR))
    page = desk.follow(
        desk.submit(desk.get(webinar + "partners"), "Add the partner", role="funding")
    )
    page = desk.follow(desk.submit(page, "Add the topic", tool="oil"))
    assert "Used oil" in words(page)["topics"]
    assert "Sample Centre" in words(desk.get(webinar))["partners"]
    page = desk.follow(desk.submit(page, "Remove: Sample Centre, Funding"))
    page = desk.follow(desk.submit(page, "Remove: Used oil"))
    assert "Nobody but the organisation" in words(page)["partners"]
    assert "None yet" in words(page)["topics"]


def test_a_session_is_moved_and_cancelled_with_whom_it_touches(
    app, writing, cast, desk, webinar, visitor
):
    page = planned(desk, webinar)
    page = desk.follow(desk.submit(page, "Open registration"))
    page = desk.follow(desk.submit(page, "Publish"))
    registered(writing, cast)
    [move] = page.all("//a[contains(@href, '/move')]/@href")
    form = desk.get(move)
    assert "1 person is registered" in form.main
    assert "Give the day." in desk.submit(form, "Move the session", status=422, day="").main
    past = desk.submit(form, "Move the session", status=422, day="2020-01-01")
    assert "That is past" in past.main
    page = desk.follow(desk.submit(form, "Move the session", day="2027-03-31"))
    assert "It was to be Wed 24 Mar 2027, 10:00" in page.main
    [cancel] = page.all("//a[contains(@href, '/cancel')]/@href")
    form = desk.get(cancel)
    assert "1 person is registered" in form.main
    assert "Say why" in desk.submit(form, "Cancel the session", status=422, reason="").main
    desk.submit(form, "Cancel the session", reason="The hall is flooded.")
    shown = visitor.get("/webinars/tour-of-the-esm-toolkit/").main
    assert "Why: The hall is flooded." in shown
    with app.app_context():
        told = db.session.scalars(
            select(Job.args).where(Job.task == letters.TELL_CHANGED).order_by(Job.id)
        ).all()
        assert [one["what"] for one in told] == ["moved", "cancelled"]


def registered(writing, cast):
    """Let the learner be in the line of the only session."""
    with writing():
        session = db.session.scalars(select(WebinarSession)).one()
        webinar = db.session.get_one(Webinar, session.webinar_id)
        sign_up = make_sign_up(webinar, cast.learner)
        facts = {"session_id": session.id, "sign_up_id": sign_up.id, "number": 1}
        db.session.add(Registration(**facts, state="waiting"))


def test_a_draft_session_is_changed_and_taken_away(desk, webinar):
    page = planned(desk, webinar)
    [edit] = page.all("//a[starts-with(text(), 'Change')]/@href")
    form = desk.get(edit)
    assert form.all("//input[@name='hour']/@value") == ["10:00"]
    assert "Give the hour." in desk.submit(form, "Save", status=422, hour="").main
    skipped = desk.submit(form, "Save", status=422, day="2027-03-28", hour="02:30")
    assert "The clocks skip this hour" in skipped.main
    page = desk.follow(
        desk.submit(form, "Save", hour="16:00", seats_african="5", closes="2027-03-23T18:00")
    )
    assert "0 of 35 seats taken" in page.main
    form = desk.get(edit)
    names = ("hour", "seats_african", "closes", "address")
    assert [form.all(f"//input[@name='{name}']/@value")[0] for name in names] == [
        "16:00",
        "5",
        "2027-03-23T18:00",
        "https://meet.example.org/tour",
    ]
    confirm = desk.get(edit + "remove")
    assert "nobody is told" in confirm.main
    page = desk.follow(desk.submit(confirm, "Take it away"))
    assert "None yet" in words(page)["sessions"]


def test_settings_are_saved_and_shown_again(desk, webinar, visitor):
    form = desk.get(webinar + "settings")
    wrong = desk.submit(form, "Save", status=422, share_percent="101")
    assert "Write a number from 1 to 100." in wrong.main
    desk.submit(form, "Save", door="approval", sign_up="all", share_percent="50")
    again = desk.get(webinar + "settings")
    assert again.all("//input[@name='door'][@checked]/@value") == ["approval"]
    assert again.all("//input[@name='share_percent']/@value") == ["50"]


def test_a_copy_is_a_draft_with_the_sessions_shifted(desk, webinar):
    planned(desk, webinar)
    form = desk.get(webinar + "copy")
    page = desk.follow(desk.submit(form, "Make the copy", first_day="2027-03-31"))
    assert "Draft" in page.main
    assert "Wed 31 Mar 2027, 10:00 (Zurich, UTC+02:00)" in page.main
    none = desk.follow(desk.submit(form, "Make the copy", first_day=""))
    assert "None yet" in words(none)["sessions"]


def test_a_webinar_is_unpublished_and_archived_after_a_question(writing, cast, desk, webinar):
    page = planned(desk, webinar)
    page = desk.follow(desk.submit(page, "Open registration"))
    desk.submit(page, "Publish")
    confirm = desk.get(webinar + "unpublish")
    assert "Nobody is registered" in confirm.main
    page = desk.follow(desk.submit(confirm, "Make it a draft"))
    desk.submit(page, "Publish")
    registered(writing, cast)
    refused = desk.get(webinar + "unpublish")
    assert "1 person is registered" in refused.main
    assert not refused.all("//main//form")
    early = desk.submit(desk.get(webinar + "archive"), "Put it into the archive", status=409)
    assert "A session is still to come" in early.main
    with writing():
        session = db.session.scalars(select(WebinarSession)).one()
        session.starts_at = now() - timedelta(hours=2)
    page = desk.follow(desk.submit(desk.get(webinar), "It was held"))
    assert "Held" in page.main
    page = desk.follow(desk.submit(desk.get(webinar + "archive"), "Put it into the archive"))
    assert "In the archive" in page.main
    assert "Plan a session" not in page.main


def test_another_organisations_webinar_is_not_there(writing, desk, webinar, signed_in, cast):
    with writing():
        other = Organisation(name="Other Centre", kind="ngo")
        db.session.add(other)
        db.session.flush()
        foreign = make_webinar(organisation_id=other.id, state="draft", slug="foreign")
        make_session(foreign)
    desk.get("/desk/webinars/foreign/", status=404)
    desk.post("/desk/webinars/foreign/publish", status=404)
    assert "foreign" not in desk.get(DESK).text
    signed_in(cast.trainer).get(webinar, status=403)


def test_who_acts_for_no_organisation_is_told_how_to(signed_in, cast):
    page = signed_in(cast.partner).get(DESK)
    assert "You act for no organisation" in page.main
    assert not page.all("//a[@href='/desk/webinars/new']/text()")


def test_the_desk_takes_as_many_queries_for_one_webinar_as_for_three(
    writing, desk, webinar, cast, queries
):
    with queries() as one:
        desk.get(DESK)
    with writing():
        for _ in range(2):
            make_session(make_webinar(cast.partner))
    with queries() as three:
        desk.get(DESK)
    assert len(one) == len(three)


def test_every_menu_leads_to_webinars(desk, webinar, visitor, signed_in, cast):
    assert visitor.get("/").all("//nav//a[@href='/webinars/']/text()") == ["Webinars"]
    assert desk.get("/").all("//nav//a[@href='/desk/webinars/']/text()") == ["Our desk"]
    assert signed_in(cast.admin).get(DESK).all(
        "//nav[@class='side']//a[@aria-current='page']/text()"
    ) == ["Webinars"]
