"""What a webinar says, who takes part, when everybody sees it: the rules of its organisers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from elearn.core.clock import at
from elearn.core.database import db
from elearn.library.models import Edition, Tool
from elearn.webinars import access, agenda, cloning, planning, queries, scheduling, speakers
from elearn.webinars.agenda import Item
from elearn.webinars.errors import NotYoursToRun, WebinarNotFound
from elearn.webinars.models import Webinar, WebinarPartner, WebinarSession, WebinarText
from elearn.webinars.planning import Settings, Text
from elearn.webinars.planning_errors import (
    AgendaTooLong,
    DefaultTextStays,
    NotFitToPublish,
    OrganisationUnknown,
    PeopleAreRegistered,
    SessionsAreToCome,
    SpeakerNotFound,
    StateForbids,
    TextNotFound,
    ToolUnknown,
    Unusable,
)
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.speakers import Said
from tests.cast import actor
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import TOUR, make_session, make_sign_up, make_webinar

TEXT = Text("Tour of the ESM toolkit", "What is in it.")


@pytest.fixture
def webinar(writing, cast):
    """A published webinar of the partner's organisation, in English and French."""
    with writing():
        partner_of_run(cast.partner.id)
        made = make_webinar(cast.partner, texts={"en": "Tour", "fr": "Visite"})
        planning.put_text(made.id, "en", TEXT, None)
        return made


@pytest.fixture
def draft(writing, webinar):
    with writing():
        planning.unpublish(webinar.id, None)
    return webinar


def again(webinar):
    return db.session.get_one(Webinar, webinar.id)


# -- whose it is --------------------------------------------------------------------------------


def test_a_partner_makes_webinars_of_their_organisation_only(app, writing, cast, webinar):
    partner = actor(app, cast.partner)
    with writing():
        made = planning.create_webinar(
            TEXT, Settings(), partner, organisation_id=webinar.organisation_id
        )
    assert (made.state, made.slug) == ("draft", "tour-of-the-esm-toolkit")
    for organisation_id in (None, webinar.organisation_id + 1):
        with pytest.raises(OrganisationUnknown), writing():
            planning.create_webinar(TEXT, Settings(), partner, organisation_id=organisation_id)


def test_an_address_is_taken_once_and_never_from_another_page(writing, webinar):
    with writing():
        slugs = [
            planning.create_webinar(Text(title), Settings(), None, organisation_id=None).slug
            for title in ("Past", "Used oil", "Used oil")
        ]
    assert slugs == ["past-2", "used-oil", "used-oil-2"]


def test_who_delivers_sees_the_desk_and_changes_nothing(app, writing, cast, webinar):
    with writing():
        again(webinar).organisation_id = None
        again(webinar).state = "draft"
    partner = actor(app, cast.partner)
    with app.app_context():
        with pytest.raises(WebinarNotFound):
            access.open_webinar(webinar.slug, partner, to="see")
        assert seen_by(partner) == []
    with writing():
        centre = access.organisations_of(partner)[0]
        db.session.add(
            WebinarPartner(webinar_id=webinar.id, organisation_id=centre, role="delivery")
        )
    with app.app_context():
        assert access.open_webinar(webinar.slug, partner, to="see").id == webinar.id
        assert seen_by(partner) == [webinar.id]
        with pytest.raises(NotYoursToRun):
            access.open_webinar(webinar.slug, partner, to="manage")


def seen_by(person):
    return list(db.session.scalars(select(Webinar.id).where(access.webinars_seen_by(person))))


@pytest.mark.parametrize("part", ["learner", "trainer", "reviewer", "partner", "admin"])
def test_the_gate_and_the_list_agree(app, writing, cast, webinar, part):
    with writing():
        make_webinar(state="draft")
        make_webinar(cast.partner, state="draft")
    person = actor(app, getattr(cast, part))
    with app.app_context():
        opened = []
        for one in db.session.scalars(select(Webinar).order_by(Webinar.id)).all():
            try:
                opened.append(access.open_webinar(one.slug, person, to="see").id)
            except WebinarNotFound:
                continue
        assert sorted(seen_by(person)) == opened
        assert len(opened) == {"partner": 2, "admin": 3}.get(part, 0)


# -- texts, partners, topics --------------------------------------------------------------------


def test_a_text_is_written_anew_and_removed_with_its_agenda(app, writing, webinar):
    with writing():
        planning.put_text(webinar.id, "fr", Text("Visite guidée"), None)
        agenda.put_agenda(webinar.id, "fr", [Item(10, "Ouverture")], None)
        assert planning.text_of(webinar.id, "fr").title == "Visite guidée"
        planning.remove_text(webinar.id, "fr", None)
    with app.app_context():
        beside = queries.beside(webinar.id)
    assert (list(beside.texts), beside.agenda) == (["en"], {})
    with pytest.raises(TextNotFound), writing():
        planning.remove_text(webinar.id, "fr", None)


def test_the_main_text_stays_and_the_main_language_needs_one(writing, webinar):
    with pytest.raises(DefaultTextStays), writing():
        planning.remove_text(webinar.id, "en", None)
    with pytest.raises(TextNotFound), writing():
        planning.change_settings(webinar.id, Settings(language="ru"), None)
    with writing():
        planning.change_settings(webinar.id, Settings(language="fr", door="approval"), None)
        planning.remove_text(webinar.id, "en", None)
        assert (again(webinar).language, again(webinar).door) == ("fr", "approval")


@pytest.mark.parametrize(
    ("language", "text", "field"),
    [
        ("en", Text(" "), "title"),
        ("xx", Text("Tour"), "language"),
        ("en", Text("Tour", summary=" "), "summary"),
    ],
)
def test_a_text_that_tells_nothing_is_refused(writing, webinar, language, text, field):
    with pytest.raises(Unusable) as refused, writing():
        planning.put_text(webinar.id, language, text, None)
    assert refused.value.field == field


def test_partners_and_topics_are_exactly_those_named(app, writing, webinar, cast):
    with writing():
        tools = [Tool(slug=slug, kind="manual", title=slug.title()) for slug in ("oil", "dust")]
        db.session.add_all(tools)
        db.session.flush()
        for tool in tools:
            db.session.add(Edition(tool_id=tool.id, label="First", shown_at=TOUR))
        db.session.add(Tool(slug="unseen", kind="manual", title="Unseen"))
        centre = queries.beside(webinar.id).owner.key
        planning.set_partners(webinar.id, [(centre, "funding"), (centre, "content")], None)
        planning.set_partners(webinar.id, [(centre, "content"), (centre, "delivery")], None)
        planning.set_topics(webinar.id, ["oil", "oil"], None)
        planning.set_topics(webinar.id, ["oil", "dust"], None)
        planning.set_topics(webinar.id, ["dust"], None)
    with app.app_context():
        beside = queries.beside(webinar.id)
    assert [row.a for row in beside.partners] == ["content", "delivery"]
    assert [row.key for row in beside.topics] == ["dust"]
    with pytest.raises(OrganisationUnknown), writing():
        planning.set_partners(webinar.id, [("nobody", "content")], None)
    with pytest.raises(ToolUnknown), writing():
        planning.set_topics(webinar.id, ["unseen"], None)


def test_speakers_move_and_their_parts_of_the_agenda_stay(app, writing, webinar):
    with writing():
        names = [speakers.add_speaker(webinar.id, Said(name), None) for name in ("Ana", "Ben")]
        agenda.put_agenda(webinar.id, "en", [Item(20, "Talk", names[0].public_id)], None)
        speakers.move_speaker(webinar.id, names[1].public_id, -1, None)
        speakers.move_speaker(webinar.id, names[1].public_id, -1, None)
        assert [one.name for one in speakers.speakers_of(webinar.id)] == ["Ben", "Ana"]
        speakers.change_speaker(webinar.id, names[1].public_id, Said("Benoît"), None)
        speakers.remove_speaker(webinar.id, names[0].public_id, None)
    with app.app_context():
        beside = queries.beside(webinar.id)
    assert [row.title for row in beside.speakers] == ["Benoît"]
    assert [(row.title, row.a) for row in beside.agenda["en"]] == [("Talk", "")]
    with pytest.raises(SpeakerNotFound), writing():
        speakers.remove_speaker(webinar.id, names[0].public_id, None)


# -- the agenda fits ----------------------------------------------------------------------------


def test_an_agenda_fits_the_shortest_session_it_is_for(writing, webinar):
    with writing():
        make_session(webinar, minutes=90)
        make_session(webinar, minutes=45, language="fr")
        make_session(webinar, minutes=10, state="cancelled", cancelled_at=TOUR)
        agenda.put_agenda(webinar.id, "fr", [Item(45, "Visite")], None)
        agenda.put_agenda(webinar.id, "en", [Item(60, "Tour"), Item(30, "Questions")], None)
    for language, minutes in (("en", 91), ("fr", 46)):
        with pytest.raises(AgendaTooLong), writing():
            agenda.put_agenda(webinar.id, language, [Item(minutes, "Talk")], None)
    # Without an agenda of its own, a session has the main one.
    with pytest.raises(AgendaTooLong), writing():
        agenda.put_agenda(webinar.id, "fr", [], None)


def test_a_session_is_not_made_shorter_than_its_agenda(writing, webinar):
    with writing():
        agenda.put_agenda(webinar.id, "en", [Item(61, "Talk")], None)
    with pytest.raises(AgendaTooLong), writing():
        scheduling.add_session(webinar.id, planned(), None)


def planned(**more):
    said = {"day": date(2027, 3, 24), "hour": datetime(2027, 1, 1, 10).time(), "language": "en"}
    return scheduling.Planned(**(said | {"zone": "Europe/Zurich"} | more))


# -- who sees it --------------------------------------------------------------------------------


def test_a_webinar_is_published_with_a_summary_and_an_open_session(writing, draft):
    with pytest.raises(NotFitToPublish), writing():
        planning.publish(draft.id, None)
    with writing():
        session = make_session(draft, state="draft")
    with pytest.raises(NotFitToPublish), writing():
        planning.publish(draft.id, None)
    with writing():
        scheduling.open_session_now(draft.id, session.id, None)
        planning.publish(draft.id, None)
        assert again(draft).state == "published"
        planning.unpublish(draft.id, None)
        planning.put_text(draft.id, "en", Text("Tour"), None)
    with pytest.raises(NotFitToPublish), writing():
        planning.publish(draft.id, None)


def test_nobody_registered_loses_their_page(writing, webinar, cast):
    with writing():
        session = make_session(webinar)
        sign_up = make_sign_up(webinar, cast.learner)
        registration = Registration(
            session_id=session.id, sign_up_id=sign_up.id, number=1, state="waiting"
        )
        db.session.add(registration)
    with pytest.raises(PeopleAreRegistered, match="1 people"), writing():
        planning.unpublish(webinar.id, None)
    with writing():
        db.session.get_one(Registration, registration.id).state = "cancelled"
        db.session.flush()
        planning.unpublish(webinar.id, None)
        assert again(webinar).state == "draft"


def test_what_is_over_goes_into_the_archive_and_is_changed_no_more(writing, webinar):
    with writing():
        make_session(webinar)
    with pytest.raises(SessionsAreToCome), writing():
        planning.archive(webinar.id, None)
    with at(TOUR + timedelta(minutes=60)), writing():
        planning.archive(webinar.id, None)
    with pytest.raises(StateForbids), writing():
        planning.put_text(webinar.id, "en", TEXT, None)
    with writing():
        planning.publish(webinar.id, None)
        planning.put_text(webinar.id, "en", TEXT, None)


def test_a_draft_is_not_archived(writing, draft):
    with pytest.raises(StateForbids), writing():
        planning.archive(draft.id, None)


# -- copies -------------------------------------------------------------------------------------


def test_a_copy_has_everything_but_people_at_the_same_hours(app, writing, webinar, cast):
    with writing():
        speaker = speakers.add_speaker(webinar.id, Said("Ana"), None)
        agenda.put_agenda(webinar.id, "en", [Item(20, "Talk", speaker.public_id)], None)
        make_session(webinar, regions={"african": 5}, code_word="drum", dial_in="123")
        make_session(webinar, starts_at=datetime(2027, 3, 31, 8, tzinfo=UTC))
        make_session(webinar, state="cancelled", cancelled_at=TOUR)
        make_sign_up(webinar, cast.learner)
        made = cloning.clone(webinar.id, None, first_day=date(2027, 10, 27))
    with app.app_context():
        beside, sessions = queries.beside(made.id), queries.sessions_of(made.id, drafts=True)
        kept = db.session.scalars(
            select(WebinarSession).where(WebinarSession.webinar_id == made.id)
        ).all()
        pools = queries.seats_of(sessions[0].id)
    assert (made.state, made.slug) == ("draft", "tour-of-the-esm-toolkit")
    assert {code: row.title for code, row in beside.texts.items()} == {
        "en": "Tour of the ESM toolkit",
        "fr": "Visite",
    }
    assert [(row.title, row.a) for row in beside.agenda["en"]] == [("Talk", "Ana")]
    # Summer time ended on 31 October: 10:00 in Geneva is 08:00 UTC before it and 09:00 after.
    assert [(row.starts_at, row.state) for row in sessions] == [
        (datetime(2027, 10, 27, 8, tzinfo=UTC), "draft"),
        (datetime(2027, 11, 3, 9, tzinfo=UTC), "draft"),
    ]
    assert pools == {"": 10, "african": 5}
    assert {(one.address, one.code_word, one.dial_in) for one in kept} == {("", "", "")}
    assert len({one.uid for one in kept}) == 2


def test_a_copy_without_a_day_has_no_sessions(app, writing, webinar):
    with writing():
        make_session(webinar)
        made = cloning.clone(webinar.id, None)
        assert queries.sessions_of(made.id, drafts=True) == []
        assert db.session.scalars(
            select(WebinarText.title).where(WebinarText.webinar_id == made.id)
        ).all() == ["Tour of the ESM toolkit", "Visite"]
