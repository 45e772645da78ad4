"""A recording becomes a lesson of a course, with its words, chapters and answered questions."""

import pytest
from sqlalchemy import select

from courses import desk_queries
from courses.models import Course, LessonRevision, Step
from elearn.core.database import db
from elearn.library.models import Section
from elearn.webinars.kept import chapters, materials, recording_lessons, recording_queries
from elearn.webinars.kept.material_errors import RecordingIsALesson
from elearn.webinars.kept.material_models import SessionQuestion
from elearn.webinars.kept.materials import Described
from tests.cast import actor
from tests.factories.courses import published_course
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import make_session, make_webinar

WORDS = "[0:05] Welcome.\n\n[12:31] <Law> & waste."
DESK, API = "/desk/recordings/", "/api/v1/recordings"
TALK = Described(
    "recording",
    "The tour, recorded",
    "en",
    address="https://video.example.org/tour",
    size=180_000_000,
    minutes=58,
)


@pytest.fixture
def recording(writing, cast):
    """The public id of a published recording of a session, with words, chapters and questions."""
    with writing():
        partner_of_run(cast.partner.id)
        webinar = make_webinar(cast.partner, slug="tour")
        session = make_session(webinar, state="held")
        said = Described(**(vars(TALK) | {"session": session.public_id}))
        made = materials.add(webinar.id, said, None).public_id
        marks, _ = chapters.read("0:00 Welcome\n12:30 The law")
        materials.put_chapters(webinar.id, made, marks, None)
        materials.put_transcript(webinar.id, made, WORDS, None)
        materials.publish(webinar.id, made, None)
        for text, state in (("What is waste?", "answered"), ("And why?", "open")):
            db.session.add(
                SessionQuestion(session_id=session.id, text=text, answer="See ¶ 2.", state=state)
            )
        return made


@pytest.fixture
def course(writing, cast):
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def trainer(cast, signed_in, course):
    return signed_in(cast.trainer)


def newest(course):
    """Return the newest lesson of the course and its text."""
    return db.session.execute(
        select(Step, LessonRevision)
        .join(LessonRevision, LessonRevision.step_id == Step.id)
        .where(Step.course_id == course.id)
        .order_by(LessonRevision.id.desc())
    ).first()


def test_a_trainer_makes_a_lesson_of_a_recording(trainer, recording, course, app):
    listed = trainer.get(DESK)
    assert listed.all("//main//th/a/@href") == [f"{DESK}{recording}/"]
    chosen = trainer.follow(
        trainer.submit(trainer.get(f"{DESK}{recording}/"), "Go on", course=course.slug)
    )
    with app.app_context():
        section = db.session.scalars(
            select(Section).where(Section.edition_id == course.edition_id, Section.position == 1)
        ).one()
        first = recording_queries.first_paragraph(section.id)
    desk = trainer.follow(trainer.submit(chosen, "Make the lesson", section="1"))
    assert "The lesson is made" in desk.main
    with app.app_context():
        step, text = newest(course)
        assert (step.title, step.kind) == ("The tour, recorded", "lesson")
        words = "\n".join(block["html"] for block in text.blocks)
        assert 'href="https://video.example.org/tour#t=750"' in words
        assert "58 minutes · 180 MB" in words
        assert "&lt;Law&gt; &amp; waste." in words
        assert "What is waste?" in words
        assert "And why?" not in words
        keys = {block["key"]: block["edited"] for block in text.blocks if block["key"]}
        assert keys == {first.key: False}
        asked = {row.text: row.section_id for row in db.session.scalars(select(SessionQuestion))}
        assert asked == {"What is waste?": section.id, "And why?": None}


def test_the_same_course_has_one_lesson_of_a_recording(trainer, recording, course, writing, cast):
    wish = {"module": module_of(course, writing)}
    made = trainer.json("POST", lessons(recording, course), wish, 201).json
    assert (made["course"], made["title"]) == (course.slug, "The tour, recorded")
    refused = trainer.json("POST", lessons(recording, course), wish, 409).json
    assert "has a lesson of this recording already" in refused["detail"]
    page = trainer.get(f"{DESK}{recording}/{course.slug}/")
    assert "has a lesson of this recording already" in page.main
    assert trainer.json("GET", API).json["items"][0]["lessons"] == 1


def lessons(recording, course):
    """Return the address at which lessons of the recording are made in the course."""
    return f"{API}/{recording}/courses/{course.slug}/lessons"


def module_of(course, writing):
    with writing():
        return desk_queries.modules_of(course.id)[0].public_id


def test_two_at_once_make_one(app, recording, course, writing, cast):
    module = module_of(course, writing)
    who = actor(app, cast.trainer)
    with writing():
        webinar, material = recording_lessons.open_recording(recording, who)
        kept = db.session.get_one(Course, course.id)
        both = [recording_lessons.prepared(webinar, material, kept, None) for _ in range(2)]
        recording_lessons.make(both[0], course.id, module, None)
        with pytest.raises(RecordingIsALesson):
            recording_lessons.make(both[1], course.id, module, None)


def test_a_lesson_in_another_language_marks_the_words_as_of_theirs(
    trainer, recording, writing, cast, app
):
    with writing():
        french = published_course(trainer_id=cast.trainer.id, language="fr", slug="fr", title="Fr")
    wish = {"module": module_of(french, writing)}
    trainer.json("POST", lessons(recording, french), wish, 201)
    with app.app_context():
        words = "\n".join(block["html"] for block in newest(french)[1].blocks)
        assert '<p lang="en" dir="ltr">' in words
        assert "Cette leçon" in words or "This lesson" in words


def test_recordings_are_found_by_what_is_said_in_them(trainer, recording):
    assert len(trainer.json("GET", API, query_string={"q": "TOUR"}).json["items"]) == 1
    assert len(trainer.json("GET", API, query_string={"q": "waste law"}).json["items"]) == 1
    assert trainer.json("GET", API, query_string={"q": "100%"}).json["items"] == []
    assert "No recording says this" in trainer.get(f"{DESK}?q=plutonium").main


def test_what_is_taken_back_or_hidden_is_not_offered(trainer, recording, signed_in, cast, writing):
    partner = signed_in(cast.partner)
    here = f"/api/v1/webinars/tour/materials/{recording}"
    partner.json("PUT", f"{here}/state", {"published": False})
    assert trainer.json("GET", API).json["items"] == []
    trainer.get(f"{DESK}{recording}/", status=404)
    partner.json("PUT", f"{here}/state", {"published": True})
    trainer.get(f"{DESK}{recording}/")


def test_a_recording_a_lesson_leads_to_is_taken_back_not_removed(
    trainer, recording, course, signed_in, cast, writing
):
    wish = {"module": module_of(course, writing)}
    trainer.json("POST", lessons(recording, course), wish, 201)
    partner = signed_in(cast.partner)
    here = f"/api/v1/webinars/tour/materials/{recording}"
    assert "Take it back instead" in partner.json("DELETE", here, status=409).json["detail"]


# -- rights -------------------------------------------------------------------------------------


def test_only_trainers_of_the_course_make_lessons_in_it(
    recording, course, signed_in, cast, writing
):
    wish = {"module": module_of(course, writing)}
    other = signed_in(cast.second_trainer)
    other.json("POST", lessons(recording, course), wish, 404)
    other.get(f"{DESK}{recording}/{course.slug}/", status=404)
    signed_in(cast.partner).get(DESK, status=403)
    signed_in(cast.learner).json("POST", lessons(recording, course), wish, 403)
    signed_in(cast.admin).json("POST", lessons(recording, course), wish, 201)


def test_a_section_or_module_of_another_book_is_refused(trainer, recording, course, writing):
    wish = {"module": module_of(course, writing)}
    trainer.json("POST", lessons(recording, course), wish | {"section": 999}, 422)
    trainer.json(
        "POST",
        lessons(recording, course),
        wish | {"module": "nothing"},
        422,
    )


def test_the_list_asks_as_much_for_three_as_for_one(trainer, recording, writing, queries):
    trainer.get(DESK)
    with queries() as one:
        trainer.get(DESK)
    with writing():
        for _ in range(2):
            webinar = make_webinar()
            made = materials.add(webinar.id, TALK, None).public_id
            materials.publish(webinar.id, made, None)
    with queries() as three:
        trainer.get(DESK)
    assert len(three) == len(one)
