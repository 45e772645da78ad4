"""What was asked at sessions: one queue for all webinars of an organiser, answers for everybody."""

import pytest
from sqlalchemy import select

from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.library.models import Edition, Section
from elearn.webinars.kept.material_models import SessionQuestion
from elearn.webinars.models import WebinarTopic
from tests.factories.courses import published_course
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import make_session, make_webinar

DESK, API = "/desk/webinars/questions/", "/api/v1/webinar-questions"


@pytest.fixture
def hall(writing, cast):
    """A webinar about a publication with one session; addresses and ids of all of it."""
    with writing():
        partner_of_run(cast.partner.id)
        webinar = make_webinar(cast.partner, slug="tour")
        session = make_session(webinar, state="held")
        edition = db.session.get_one(Edition, published_course().edition_id)
        edition.shown_at = now()
        db.session.add(WebinarTopic(webinar_id=webinar.id, tool_id=edition.tool_id))
        section = db.session.scalars(
            select(Section).where(Section.edition_id == edition.id).order_by(Section.position)
        ).first()
        return {
            "slug": webinar.slug,
            "session": session.public_id,
            "session_id": session.id,
            "edition": edition.public_id,
            "section": section.position,
            "section_id": section.id,
        }


@pytest.fixture
def partner(cast, signed_in, hall):
    return signed_in(cast.partner)


def asked(writing, hall, *texts, state="open"):
    """Ask questions at the session; return their public ids."""
    with writing():
        made = [
            SessionQuestion(session_id=hall["session_id"], text=one, state=state) for one in texts
        ]
        db.session.add_all(made)
        db.session.flush()
        return [one.public_id for one in made]


def test_organisers_write_down_answer_and_everybody_reads(partner, hall, visitor, app):
    page = partner.get(DESK)
    session = f"{hall['slug']}:{hall['session']}"
    lines = "What is waste?\n\n  And   why? \nWhat is waste?"
    page = partner.follow(
        partner.submit(page, "Put them into the queue", session=session, texts=lines)
    )
    assert "2 new questions." in page.main
    assert page.all("//main//ul/li/span/a/bdi/text()") == ["What is waste?", "And why?"]
    public = f"/webinars/{hall['slug']}/"
    assert "What is waste?" not in visitor.get(public).main
    form = partner.get(page.all("//main//ul/li/span/a/@href")[0])
    place = f"{hall['edition']}:{hall['section']}"
    partner.follow(partner.submit(form, "Publish the answer", words="See it.", section=place))
    shown = visitor.get(public)
    assert "1 question was answered" in shown.main
    assert shown.all("//dd/text()")[-1].strip() or "See it." in shown.main
    visitor.get(shown.all("//main//dd/a/@href")[0])
    with app.app_context():
        kept = {row.text: row.section_id for row in db.session.scalars(select(SessionQuestion))}
        assert kept == {"What is waste?": hall["section_id"], "And why?": None}
    assert partner.get(DESK).all("//main//ul/li/span/a/bdi/text()") == ["And why?"]


def test_a_question_is_set_aside_and_taken_up_again(partner, hall, writing):
    (one,) = asked(writing, hall, "Off the point?")
    partner.submit(partner.get(DESK + one), "Set it aside")
    assert "No question is here." in partner.get(DESK).main
    assert "Off the point?" in partner.get(f"{DESK}?state=hidden").main
    partner.submit(partner.get(DESK + one), "Put it back into the queue")
    assert "Off the point?" in partner.get(DESK).main


def test_the_api_does_the_same(partner, hall, visitor):
    here = f"/api/v1/webinars/tour/sessions/{hall['session']}/questions"
    sent = {"questions": ["What?", "What?", "Why?"]}
    assert partner.json("POST", here, sent).json == {"new": 2}
    assert partner.json("POST", here, sent).json == {"new": 0}
    first, second = (one["id"] for one in partner.json("GET", API).json["items"])
    place = {"edition": hall["edition"], "section": hall["section"]}
    said = {"answer": "That.", "place": place}
    answered = partner.json("PUT", f"{API}/{first}/answer", said).json
    assert (answered["state"], answered["section"]) == ("answered", hall["section"])
    partner.json("PUT", f"{API}/{second}/state", {"state": "hidden"})
    shown = visitor.json("GET", "/api/v1/webinars/tour/questions").json
    assert [one["text"] for one in shown] == ["What?"]
    assert partner.json("GET", API).json["items"] == []


def test_a_section_of_another_publication_and_empty_answers_are_refused(partner, hall, writing):
    (one,) = asked(writing, hall, "Why?")
    wrong = {"answer": "So.", "place": {"edition": public_id(), "section": 0}}
    partner.json("PUT", f"{API}/{one}/answer", wrong, 422)
    refused = partner.submit(partner.get(DESK + one), "Publish the answer", 422, words=" ")
    assert "Write the answer." in refused.main


def test_only_organisers_of_the_webinar_see_and_answer(hall, writing, signed_in, cast):
    (one,) = asked(writing, hall, "Why?")
    with writing():
        other = make_webinar()
        foreign = make_session(other)
        kept = SessionQuestion(session_id=foreign.id, text="Theirs?")
        db.session.add(kept)
        db.session.flush()
        theirs = kept.public_id
    partner = signed_in(cast.partner)
    partner.get(DESK + theirs, status=404)
    partner.json("PUT", f"{API}/{theirs}/state", {"state": "hidden"}, 404)
    assert [row["id"] for row in partner.json("GET", API).json["items"]] == [one]
    signed_in(cast.trainer).get(DESK, status=403)
    assert len(signed_in(cast.admin).json("GET", API).json["items"]) == 2


def test_the_queue_asks_as_much_for_three_as_for_one(partner, hall, writing, queries):
    asked(writing, hall, "One?")
    partner.get(DESK)
    with queries() as one:
        partner.get(DESK)
    asked(writing, hall, "Two?", "Three?")
    with queries() as three:
        partner.get(DESK)
    assert len(three) == len(one)
