"""Webinars in the house of the contracts, and what stands for their addresses."""

from datetime import timedelta
from typing import Any

from elearn.core import storage
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import polls, reports
from elearn.webinars.attendance.zoom_reports import Option, Poll
from elearn.webinars.calendar import reminders
from elearn.webinars.kept import material_files, materials
from elearn.webinars.kept.chapters import Mark
from elearn.webinars.kept.material_models import SessionQuestion
from elearn.webinars.kept.materials import Described
from elearn.webinars.models import Speaker, Webinar, WebinarSession
from elearn.webinars.registration import links
from elearn.webinars.registration.registration_models import SignUp, WebinarInvitation
from elearn.webinars.seats import seating
from tests.cast import Cast
from tests.factories.attending import make_hall
from tests.factories.webinars import make_session, make_sign_up, make_webinar


def announced(cast: Cast) -> dict[str, str]:
    """Publish a webinar of the partner's in three languages, with speakers and sessions."""
    webinar = make_webinar(cast.partner, texts={"en": "Tour", "fr": "Visite", "es": "Visita"})
    speakers = [Speaker(webinar_id=webinar.id, position=at, name="A speaker") for at in (0, 1)]
    db.session.add_all(speakers)
    session = make_session(webinar)
    reminders.plan(session)
    drafts = [make_session(webinar, state="draft").public_id for _ in range(2)]
    guest = make_sign_up(webinar, confirmed_at=now())
    return kept_of(webinar, session) | {
        "webinar": webinar.slug,
        "webinar_session": session.public_id,
        "webinar_draft": drafts[0],
        "second_webinar_draft": drafts[1],
        "registration": seating.register(session, guest, None).public_id,
        "speaker": speakers[0].public_id,
        "second_speaker": speakers[1].public_id,
        **signed_up(cast, webinar, session),
    }


def signed_up(cast: Cast, webinar: Any, session: Any) -> dict[str, str]:
    """Register the learner for a session, and invite somebody to its webinar."""
    found = make_sign_up(webinar, cast.learner)
    registration = seating.register(session, found, None)
    guest = {"email": "guest@example.org", "expires_at": now() + timedelta(days=30)}
    invitation = WebinarInvitation(webinar_id=webinar.id, **guest)
    db.session.add(invitation)
    db.session.flush()
    return {
        "webinar_link": links.value_of(found),
        "webinar_registration": registration.public_id,
        "webinar_invitation": invitation.public_id,
    }


def kept_of(webinar: Webinar, session: WebinarSession) -> dict[str, Any]:
    """Publish recordings with words and a chapter, slides that are a file; ask a question."""
    file = material_files.Kept(storage.put(b"%PDF-1.4 %%EOF", ".webinar"), "application/pdf", 14)
    made = []
    for at in range(5):
        said = Described("recording", "Talk", "en", address="https://video.example.org/talk")
        if at == 1:
            said = Described("slides", "Slides", "en")
        one = materials.add(webinar.id, said, None, file=file if at == 1 else None)
        made.append(one.public_id)
        materials.publish(webinar.id, one.public_id, None)
    materials.put_transcript(webinar.id, made[0], "[0:05] Welcome.", None)
    materials.put_chapters(webinar.id, made[0], [Mark(0, "Welcome")], None)
    asked = SessionQuestion(session_id=session.id, text="Why?", answer="So.", state="answered")
    db.session.add(asked)
    db.session.flush()
    return {"materials": made, "webinar_question": asked.public_id}


def attended(cast: Cast) -> dict[str, Any]:
    """Hold a session of a webinar just now, with Lina in it and three reports in the queue."""
    hall = make_hall(cast, starts_at=now() - timedelta(minutes=10), code_word="Basel")
    _, session = hall.rows()
    read = reports.read(session, b"Name,Minutes\nLina Haddad,5\nSomebody,5\n")
    kept = [reports.keep(session, "r.csv", read, None).public_id for _ in range(3)]
    link = links.value_of(db.session.get_one(SignUp, hall.registration("lina").sign_up_id))
    taken = [Poll(f"Poll {number}", (Option("Yes", 1),)) for number in range(2)]
    polls.add(*hall.rows(), taken, None)
    poll_ids = [one.public_id for one in polls.polls_of(hall.session_id)]
    return {"hall": hall, "hall_link": link, "hall_reports": kept, "hall_polls": poll_ids}


def places(house: Any) -> dict[str, str]:
    """Return what stands for each part of an address, by room."""
    rooms = (
        *("webinar_attendance", "webinar_reports", "webinar_attendance_api"),
        *(
            "webinar_feedback_desk",
            "webinar_feedback_api",
            "webinar_provider",
            "webinar_provider_api",
            "webinar_polls",
            "webinar_polls_api",
        ),
    )
    lina = house.hall.registrations["lina"]
    return {
        **{f"{room}.slug": house.hall.slug for room in rooms},
        **{f"{room}.session_id": house.hall.session for room in rooms},
        "registration_id": lina,
        "webinar_reports.report_id": house.hall_reports[0],
        "webinar_attendance_api.report_id": house.hall_reports[1],
        "webinar_attendance_api.drop_report.report_id": house.hall_reports[2],
        "webinar_join_link.value": house.hall_link,
        "webinar_feedback.value": house.hall_link,
        "webinar_questions_asked.value": house.hall_link,
        "webinar_questions_asked.registration_id": lina,
        "webinar_polls.poll_id": house.hall_polls[0],
        "webinar_polls_api.poll_id": house.hall_polls[1],
        "webinar_feedback.registration_id": lina,
        "webinar_feedback_desk.language": "en",
        "webinar_feedback_api.language": "en",
    }


def parts(house: Any) -> dict[str, list[str]]:
    """Return what parts of paths may be, for chance."""
    return {
        "slug": [house.webinar, house.hall.slug],
        "speaker_id": [house.speaker],
        "language": ["en", "fr"],
        "link": [house.webinar_link],
        "invitation_id": [house.webinar_invitation],
        "session_id": [house.webinar_session, house.webinar_draft, house.hall.session],
        "registration_id": [
            *(house.registration, house.webinar_registration),
            *(house.hall.registrations["lina"], house.hall.registrations["omar"]),
        ],
        "report_id": house.hall_reports,
        "poll_id": house.hall_polls,
        "material_id": house.materials,
        "question_id": [house.webinar_question],
        "when": ["before", "after"],
        "minutes": ["60", "0", "1440"],
    }
