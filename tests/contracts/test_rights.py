"""Who gets through which door: every route and method, for everybody (R-01 to R-04, R-13, G1).

`rights.toml` says what must happen; a route that is not in it fails the test. The things behind
the doors are those of the house: the course is Tomas's, the attempt and the certificate Lina's.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule

from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import open_sign_in
from tests.contracts.bodies import SENT
from tests.contracts.places import address, values
from tests.pages import Pages

TABLE = tomllib.loads((Path(__file__).parent / "rights.toml").read_text(encoding="utf-8"))
PERSONAS = (
    "visitor",
    "learner",
    "second_learner",
    "trainer",
    "second_trainer",
    "partner",
    "reviewer",
    "analyst",
    "admin",
    "suspended",
)
# What ends something is sent last, so that the doors before it still lead somewhere.
ENDINGS = re.compile(
    r"remove|withdraw|retire|close$|leave|submi|sign_out|revoke|end_sign_in|cancel|suspend|confirm$|"
    r"publish|finish|new_password|restore|delete|hide|correct|take_back|give_back|reissue|"
    r"let_go|change_password"
)


RUN = {"title": "Batteries", "starts_on": "2027-03-01", "ends_on": "2027-03-09"}
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
GROUP = {
    "held_on": "2026-03-02",
    "title": "Sorting",
    "counts": [{"gender": "female", "age_band": "25-34", "people": 3}],
}
WEBINAR_SESSION = {
    "day": "2027-03-24",
    "hour": "10:00",
    "zone": "Europe/Zurich",
    "language": "en",
}
REGISTERING = {
    "details": {"name": "Amina", "country": "KE", "stakeholder": "ngo"},
    "consent": True,
}
MATERIAL = {
    "kind": "recording",
    "title": "Talk",
    "language": "en",
    "address": "https://video.example.org/talk",
}
# A body that is in order, where an empty one would be refused before anybody asks whose it is.
SENT = {
    "quizzes_api.save_answer": {
        "position": 1,
        "client_key": "rights-1",
        "sequence": 1,
        "response": {"text": "1"},
    },
    "courses_api.keep": {"completed": True},
    "letters_api.choose": {"how": "weekly"},
    "editions_api.decide": {"act": "decline"},
    "editions_api.decide_many": {"which": "renumbered"},
    "modules_api.keep": {"objectives": []},
    "programmes_api.create": {"title": "Batteries"},
    "programmes_api.change": {"title": "Batteries", "objectives": ["Store batteries"]},
    "programmes_api.put_state": {"state": "published"},
    "programmes_api.add_part": {"title": "Closing"},
    "programmes_api.move_part": {"by": 1},
    "runs_api.create": RUN,
    "runs_api.change": RUN,
    "runs_api.put_state": {"state": "running"},
    "runs_api.add": {"addresses": ["nobody@example.org"]},
    "runs_api.answer": {"yes": True},
    "glossary_api.add": {"term": "Bund", "meaning": "A wall."},
    "glossary_api.change": {"linked": True},
    "margin_api.ask": {"text": "Why?"},
    "margin_api.keep_note": {"text": "Mine"},
    "margin_api.answer": {"answer": "Because."},
    "margin_api.publish": {"shown": "Why?"},
    "gain_api.change_purpose": {"purpose": "after"},
    "glossary_api.switch_links": {"link_terms": True},
    "certificates_api.change_award": {"details_hidden": True},
    "imports_api.act": {"act": "undo"},
    "question_drafts_api.decide": {"act": "dismiss"},
    "styles_api.read_again": {"styles": []},
    "imports_api.describe_picture": {"alt": "A drum"},
    "suggestion_requests_api.ask": {
        "kind": "summary",
        "blocks": ["b-000000000000"],
        "revision": 1,
        "consent_version": 1,
    },
    "suggestion_requests_api.decide": {"act": "dismiss"},
    "cohorts_api.make": {"name": "Spring"},
    "cohorts_api.change": {"name": "Spring"},
    "cohorts_api.add_people": {"addresses": ["guest@example.org"]},
    "entry_api.set_terms": {"door": "open"},
    "entry_api.use_code": {"code": "ABCD-EFGH"},
    "entry_api.ask": {"why": "I inspect waste."},
    "entry_api.answer": {"act": "approve"},
    "entry_api.invite": {"addresses": ["guest@example.org"]},
    "entry_api.change_invitation": {"act": "resend"},
    "surveys_api.save_fields": {"fields": []},
    "surveys_api.answer_follow_up": {"answers": {"used": "yes"}},
    "course_forms_api.answer": {"answers": {"overall": 5}},
    "roster_api.enrol": {"email": "nobody@example.org"},
    "roster_api.set_risk_rule": {"away_days": 7, "due_days": 7, "count_not_started": False},
    "roster_api.send_nudge": {"message": "Hello", "filter": {}, "dry_run": True},
    "roster_api.extend": {"learners": ["0123456789ab"], "days": 7, "reason": "Ill"},
    "roster_api.override": {"step": None, "kind": "open", "reason": "Ill"},
    "sessions_api.make": {"title": "Sorting"},
    "sessions_api.change": {"title": "Sorting"},
    "sessions_api.cancel": {"cancelled": True},
    "sessions_api.record": {"people": []},
    "sessions_api.read_report": {"text": "Email,Minutes\nlina@example.org,45\n"},
    "webinar_attendance_api.tick": {"people": []},
    "webinar_attendance_api.read_report": {"text": "Name,Minutes\nLina Haddad,45\n"},
    "webinar_attendance_api.assign": {"lines": []},
    "webinar_own_feedback_api.answer": {"answers": {"overall": 4}},
    "webinar_feedback_api.choose": {"form": None},
    "webinar_joining_api.give_code_word": {"word": "Bonn"},
    "run_records_api.count_group": GROUP,
    "run_records_api.correct_group": GROUP,
    "run_records_api.set_learned_in": {"trainer": "nobody", "learned_in": None},
    "run_records_api.decide": {"accept": True},
    "run_records_api.add_trainer": {"email": "nobody@example.org"},
    "registrations_api.sign_up": REGISTERING,
    "registrations_api.ask": REGISTERING | {"email": "guest@example.org"},
    "registrations_api.confirm": {"value": "not-a-link"},
    "registrations_api.accept_invitation": REGISTERING | {"value": "not-a-link"},
    "registrations_api.change": {"details": REGISTERING["details"]},
    "registrations_api.act": {"act": "cancel"},
    "registrations_api.register_members": {
        "name": "Ministry",
        "members": [{"name": "Badia"}],
        "consent": True,
    },
    "sign_up_desk_api.answer": {"requests": ["0123456789ab"], "yes": True},
    "sign_up_desk_api.invite": {"addresses": ["guest@example.org"]},
    "sign_up_desk_api.change_invitation": {"act": "resend"},
    "sign_up_desk_api.choose_form": {"form": None},
    "webinars_api.create": {"text": {"title": "Tour"}},
    "webinars_api.change_settings": {},
    "webinars_api.put_state": {"state": "published"},
    "webinars_api.copy": {},
    "webinars_api.put_text": {"title": "Tour"},
    "webinars_api.put_agenda": {"items": []},
    "webinars_api.put_partners": {"partners": []},
    "webinars_api.put_topics": {"tools": []},
    "webinars_api.add_speaker": {"name": "A speaker"},
    "webinars_api.change_speaker": {"name": "A speaker"},
    "webinars_api.move_speaker": {"by": 1},
    "webinar_seats_api.put_seats": {"seats": {"": 12}},
    "webinar_seats_api.cancel": {},
    "recordings_api.make": {"module": "unknown"},
    "webinar_questions_api.add": {"questions": ["Why?"]},
    "webinar_questions_api.answer": {"answer": "So."},
    "webinar_questions_api.put_state": {"state": "open"},
    "webinar_materials_api.add": MATERIAL,
    "webinar_materials_api.change": MATERIAL,
    "webinar_materials_api.put_chapters": {"chapters": []},
    "webinar_materials_api.put_transcript": {"transcript": ""},
    "webinar_materials_api.put_state": {"published": True},
    "webinar_materials_api.move": {"by": 1},
    "webinar_messages_api.send": {"states": ["in"], "subject": "Hello", "text": "See you."},
    "webinar_sessions_api.add": WEBINAR_SESSION,
    "webinar_sessions_api.change": WEBINAR_SESSION,
    "webinar_sessions_api.put_state": {"state": "open"},
    "webinar_sessions_api.move": {"day": "2027-03-31", "hour": "10:00"},
}


def doors(app: Flask) -> list[tuple[Rule, str]]:
    found = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    ]
    return sorted(
        found,
        key=lambda one: (
            one[1] != "GET",
            one[1] == "DELETE" or bool(ENDINGS.search(one[0].endpoint)),
            # Signing out everywhere ends what all the others stand on.
            "everywhere" in one[0].endpoint,
            one[0].endpoint,
        ),
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
    """Return the same for reminders and calendars of a webinar."""
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
    *("webinar_board", "webinar_board_api", "webinar_messages", "webinar_messages_api"),
    *("webinar_figures", "webinar_figures_api"),
    *("webinar_sign_up", "webinar_sign_ups", "registrations_api", "sign_up_desk_api"),
    *("webinar_materials", "webinar_materials_desk", "webinar_materials_api"),
    "webinar_questions_api",
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


def outcome(response: Any) -> str:
    """Return `in`, `sign-in` or the status of a refusal; what a form answers is behind the door."""
    status = response.status_code
    if status in (301, 302, 303, 308):
        return "sign-in" if re.match(r"/sign-in(\?|$)", response.headers["Location"]) else "in"
    assert status < 500
    return "in" if status < 400 or status in (400, 409, 413, 415, 422) else str(status)


def walk(house: Any, persona: str) -> dict[str, str]:
    """Knock at every door as the persona and return what happened."""
    app, found = house.app, {}
    house.token(house.cast.learner)
    house.token(house.cast.learner)
    open_sign_in(app, house.cast.learner)
    known = values(house)
    member = getattr(house.cast, "learner" if persona == "suspended" else persona, None)
    for rule, method in doors(app):
        pages = Pages(app)
        if member is not None:
            if persona == "suspended":
                suspend(app, member.id, False)
            pages.sign_in(member)
            if persona == "suspended":
                suspend(app, member.id, True)
        path = address(app, rule, known)
        if method == "GET":
            response = pages.client.get(path)
        elif path.startswith("/api/"):
            response = pages.client.open(
                path,
                method=method,
                json=SENT.get(rule.endpoint, {}),
                headers={"X-CSRFToken": pages.token()},
            )
        else:
            response = pages.client.open(path, method=method, data={"csrf_token": pages.token()})
        found[f"{method} {rule.endpoint}"] = outcome(response)
    return found


def suspend(app: Flask, person_id: int, yes: bool) -> None:
    with app.app_context(), write():
        moment = now() if yes else None
        db.session.execute(update(Person).where(Person.id == person_id).values(suspended_at=moment))


def expected(persona: str) -> dict[str, str]:
    """Return the column of the table for one persona."""
    column = {}
    for name, group in TABLE.items():
        rule = group["who"]
        assert set(rule) <= {*PERSONAS, "others"}, name
        for door in group["doors"]:
            assert door not in column, f"{door} stands twice"
            column[door] = rule.get(persona, rule["others"])
    return column


def test_every_door_stands_in_the_table(whole_app: Flask):
    named = {f"{method} {rule.endpoint}" for rule, method in doors(whole_app)}
    assert named == set(expected("visitor"))


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_door_opens_to_those_the_table_names_and_nobody_else(house: Any, persona: str):
    found, table = walk(house, persona), expected(persona)
    wrong = {
        door: f"{found[door]}, not {table[door]}" for door in found if found[door] != table[door]
    }
    assert not wrong
