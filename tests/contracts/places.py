"""What stands in the house of the contracts for each part of an address."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from courses.models import Module
from elearn.accounts import unsubscribing
from elearn.accounts.models import Membership, Organisation, SignIn, Token
from elearn.core.database import db
from tests.contracts import halls

# Rooms whose addresses name a training.
RUN_ROOMS = (
    "run_sessions",
    "run_attendance",
    "run_attendance_reports",
    "run_groups",
    "run_lineage",
    "run_reports",
    "sessions_api",
    "run_records_api",
)


def values(house: Any) -> dict[str, str]:
    """Return what stands for each part of an address; `room.part` comes before `part`."""
    with house.app.app_context():
        lina = house.cast.learner.id
        one = db.session.scalar
        found = {
            "organisations.public_id": one(select(Organisation.public_id)),
            "accounts.sign_in": one(select(SignIn.public_id).where(SignIn.person_id == lina)),
            "accounts.token": one(select(func.min(Token.public_id)).where(Token.person_id == lina)),
            "token_id": one(select(func.max(Token.public_id)).where(Token.person_id == lina)),
            "courses_desk_parts.remove_module.module_id": one(
                select(Module.public_id)
                .where(Module.course_id == house.course.id)
                .order_by(Module.position.desc())
                .limit(1)
            ),
            "unsubscribe.value": signed(house.cast.learner),
            "membership": str(
                one(select(Membership.public_id).where(Membership.role == "analyst"))
            ),
        }
        db.session.rollback()
    return {
        **{name: str(value) for name, value in found.items()},
        "accounts.end_sign_in.public_id": str(found["accounts.sign_in"]),
        "accounts.revoke_token.public_id": str(found["accounts.token"]),
        **standing(house),
        **trainings(house),
        **webinars(house),
        **reminded(house),
    }


def reminded(house: Any) -> dict[str, str]:
    """Return the same for reminders, calendars and attendance of a webinar."""
    rooms = ("webinar_reminders", "webinar_reminders_api", "webinar_calendar")
    return {
        **{f"{room}.slug": house.webinar for room in rooms},
        **{f"{room}.session_id": house.webinar_session for room in rooms},
        "when": "before",
        "minutes": "60",
        **halls.places(house),
    }


def trainings(house: Any) -> dict[str, str]:
    """Return the same for programmes and their runs."""
    return {
        "programmes.slug": house.programme,
        "programmes_desk.slug": house.programme,
        "run_details.new.slug": house.programme,
        "run_details.create.slug": house.programme,
        "run_details.slug": house.run,
        "runs_desk.slug": house.run,
        "places_desk.slug": house.run,
        "run_figures.slug": house.run,
        "trainings.slug": house.run,
        "place_id": house.place,
        "programmes_api.slug": house.programme,
        "runs_api.create.slug": house.programme,
        "runs_api.slug": house.run,
        "programmes_api.part_id": house.part,
        **{f"{room}.slug": house.run for room in RUN_ROOMS},
        "run_lineage.of_programme.slug": house.programme,
        "run_records_api.programme_lineage.slug": house.programme,
        "session_id": house.session,
        "run_attendance_reports.import_id": house.reports[0],
        "sessions_api.import_id": house.reports[1],
        "sessions_api.drop_report.import_id": house.reports[2],
        "group_id": house.groups[0],
        "run_records_api.remove_trainer.public_id": house.cast.learner.public_id,
        "run_records_api.group_id": house.groups[1],
    }


# Rooms whose addresses name a webinar.
WEBINAR_ROOMS = (
    *("webinars", "webinars_desk", "webinar_parts", "webinar_sessions"),
    *("webinars_api", "webinar_sessions_api"),
    *("webinar_seats", "webinar_seats_api"),
    *("webinar_sign_up", "webinar_sign_ups", "registrations_api", "sign_up_desk_api"),
    *("webinar_materials", "webinar_materials_desk", "webinar_materials_api"),
    "webinar_questions_api",
    *("webinar_board", "webinar_board_api", "webinar_messages", "webinar_messages_api"),
    *("webinar_figures", "webinar_figures_api"),
)


def webinars(house: Any) -> dict[str, str]:
    """Return the same for webinars and their sessions."""
    return {
        **{f"{room}.slug": house.webinar for room in WEBINAR_ROOMS},
        **{f"{room}.session_id": house.webinar_session for room in WEBINAR_ROOMS},
        "webinar_sessions.remove.session_id": house.webinar_draft,
        "webinar_sessions_api.remove.session_id": house.second_webinar_draft,
        "webinars_api.remove_text.language": "es",
        "webinars_api.language": "fr",
        "webinars_api.remove_speaker.speaker_id": house.second_speaker,
        "webinar_parts.language": "fr",
        "webinar_sign_ups.language": "en",
        "sign_up_desk_api.language": "en",
        "webinar_sign_ups.invitation_id": house.webinar_invitation,
        "sign_up_desk_api.invitation_id": house.webinar_invitation,
        "registration_id": house.webinar_registration,
        "link": "not-a-link",
        "speaker_id": house.speaker,
        "webinar_seats.registration_id": house.registration,
        "webinar_seats_api.registration_id": house.registration,
        "webinar_questions.question_id": house.webinar_question,
        "webinar_questions_api.question_id": house.webinar_question,
        "material_id": house.materials[0],
        "webinar_materials.file.material_id": house.materials[1],
        "webinar_materials_desk.remove.material_id": house.materials[2],
        "webinar_materials_api.remove.material_id": house.materials[3],
    }


def signed(member: Any) -> str:
    """Return what stands in the address that stops letters of a kind to the member."""
    return unsubscribing.address(member.public_id, "nudge").rpartition("/")[2]


def standing(house: Any) -> dict[str, str]:
    """Return what stands in the house for each part of an address."""
    quiz, lesson = house.course.quiz.public_id, house.course.lesson("why").public_id
    return {
        "people.public_id": house.cast.analyst.public_id,
        "certificates.public_id": house.award,
        "certificates_desk.public_id": house.award,
        "award_id": house.award,
        "attempt_id": house.open_attempt,
        "quizzes_api.result.attempt_id": house.closed_attempt,
        "quizzes.review_attempt.attempt_id": house.closed_attempt,
        "library.slug": house.tool,
        "tool_slug": house.tool,
        "slug": house.course.slug,
        "step_id": lesson,
        "quizzes.step_id": quiz,
        "quizzes_desk.step_id": quiz,
        "quizzes_desk_drafts.step_id": quiz,
        "gain_api.step_id": quiz,
        "draft_id": house.draft,
        "enrolment_id": house.enrolment,
        "override_id": house.override,
        "quizzes_api.step_id": quiz,
        "module_id": house.module,
        "part_id": house.module,
        "question_id": house.question,
        "update_id": house.update,
        "proposal_id": house.proposal,
        "term_id": house.term,
        "request_id": house.suggestion_request,
        "suggestion_id": house.suggestion,
        "edition_id": house.edition,
        "import_id": house.import_id,
        "key": house.course.lesson("why").paragraph,
        "code": house.code,
        **dict.fromkeys(("number", "job_id"), "1"),
        "heading": "h1",
        "position": "0",
        "letters_api.kind": "nudge",
        "name": "nothing.png",
        "openapi.name": "certificates",
        "value": "not-a-link",
        **written(house),
        **house.ways_in,
    }


def written(house: Any) -> dict[str, str]:
    """Return the same for what people wrote: notes, questions, forms, actions."""
    return {
        "margin.note_id": house.note,
        "margin_api.note_id": house.other_note,
        "courses_desk_asked.question_id": house.asked,
        "margin_api.question_id": house.asked,
        "form_id": house.survey,
        "forms_desk.form_id": house.own_form,
        "surveys_api.form_id": house.own_form,
        "field_key": "good",
        "action_id": house.action,
        "follow_up_id": house.follow_up,
    }


def address(app: Flask, rule: Rule, known: dict[str, str]) -> str:
    room = rule.endpoint.partition(".")[0]

    def filled(match: re.Match[str]) -> str:
        part = match[1]
        choices = (f"{rule.endpoint}.{part}", f"{room}.{part}", part)
        return next(known[name] for name in choices if name in known)

    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", filled, rule.rule)
