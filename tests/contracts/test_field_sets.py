"""What each answer of the API holds for each role, field by field (R-07).

`field_sets.json` is the golden set. A field that is new, or gone, fails until it is written there:
python -m pytest tests/contracts/test_field_sets.py with FIELD_SETS_WRITE=1 writes it anew.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cast import open_sign_in

GOLDEN = Path(__file__).parent / "field_sets.json"
ROLES = ("visitor", "learner", "second_learner", "trainer", "admin")
# Names that may stand in no answer to anybody, before the attempt is submitted or ever.
NEVER = {"password", "password_hash", "token_hash", "answer_key", "secret", "person_id", "seed"}
KEYS = {"correct", "right", "feedback", "tolerance", "value", "earned"}


def reads(house: Any) -> dict[str, str]:
    """Return every GET of the API by name, aimed at what stands in the house."""
    course = f"/api/v1/courses/{house.course.slug}"
    return (
        own_reads(house)
        | course_reads(house, course)
        | library_reads(house)
        | reads_of_terms(house)
        | suggestion_reads(house)
        | trainers_reads(house, course)
        | reads_of_ways_in(house, course)
        | survey_reads(house, course)
        | gain_reads(house, course)
        | margin_reads(house, course)
        | programme_reads(house)
        | session_reads(house)
        | webinar_reads(house)
        | attendance_reads(house)
    )


def webinar_reads(house: Any) -> dict[str, str]:
    """Return what is read of webinars: by everybody, and by those who organise them."""
    webinar = f"/api/v1/webinars/{house.webinar}"
    return {
        "webinars": "/api/v1/webinars",
        "own questions": f"/api/v1/webinar-registrations/{house.webinar_registration}/questions",
        "webinar recordings": f"{webinar}/sessions/{house.webinar_session}/recordings",
        "registration form": f"{webinar}/registration-form",
        "registration forms": f"{webinar}/registration-forms",
        "own registration": f"{webinar}/registration",
        "own registrations": "/api/v1/me/webinars",
        "registration by its link": f"/api/v1/registrations/{house.webinar_link}",
        "delegation": f"/api/v1/registrations/{house.webinar_link}/delegation",
        "registration requests": f"{webinar}/requests",
        "webinar invitations": f"{webinar}/invitations",
        "own webinars": "/api/v1/webinars/organised",
        "webinar": webinar,
        "webinar materials": f"{webinar}/materials",
        "webinar recording": f"{webinar}/materials/{house.materials[0]}",
        "webinar questions": f"{webinar}/questions",
        "queue of questions": "/api/v1/webinar-questions",
        "recordings": "/api/v1/recordings",
        "webinar session": f"{webinar}/sessions/{house.webinar_session}",
        "webinar board": f"{webinar}/sessions/{house.webinar_session}/board",
        "webinar messages": f"{webinar}/sessions/{house.webinar_session}/messages",
        "webinar reach": f"{webinar}/sessions/{house.webinar_session}/messages/reach",
        "webinar figures": f"{webinar}/figures",
        "exact webinar figures": f"{webinar}/figures/exact",
        "figures of own webinars": "/api/v1/webinar-figures",
        "webinar seats": f"{webinar}/sessions/{house.webinar_session}/seats",
        "webinar registrations": f"{webinar}/sessions/{house.webinar_session}/registrations",
        "webinar reminders": f"{webinar}/sessions/{house.webinar_session}/reminders",
        "calendar feed": "/api/v1/me/calendar-feed",
    }


def own_reads(house: Any) -> dict[str, str]:
    """Return what belongs to a person, and to everybody."""
    return {
        "me": "/api/v1/me",
        "own data": "/api/v1/me/data",
        "tokens": "/api/v1/me/tokens",
        "wishes for letters": "/api/v1/me/letters",
        "letters": "/api/v1/letters",
        "countries": "/api/v1/countries",
        "awards": "/api/v1/awards",
        "award": f"/api/v1/awards/{house.award}",
        "verification": f"/api/v1/verifications/{house.code}",
        "award as pdf": f"/api/v1/awards/{house.award}/pdf",
        "enrolments": "/api/v1/enrolments",
    }


def course_reads(house: Any, course: str) -> dict[str, str]:
    """Return what a learner reads of a course."""
    quiz = f"{course}/steps/{house.course.quiz.public_id}"
    return {
        "catalogue": "/api/v1/courses",
        "course": course,
        "lesson": f"{course}/steps/{house.course.lesson('why').public_id}",
        "quiz": quiz,
        "attempts": f"{quiz}/attempts",
        "enrolment": f"{course}/enrolment",
        "open attempt": f"/api/v1/attempts/{house.open_attempt}",
        "closed attempt": f"/api/v1/attempts/{house.closed_attempt}",
        "result before submission": f"/api/v1/attempts/{house.open_attempt}/result",
        "result": f"/api/v1/attempts/{house.closed_attempt}/result",
        "changes": f"{course}/changes",
    }


def library_reads(house: Any) -> dict[str, str]:
    """Return what is read of the toolkit and of imports."""
    imported, edition = f"/api/v1/imports/{house.import_id}", f"/api/v1/editions/{house.edition}"
    return {
        "import": imported,
        "imports": "/api/v1/imports",
        "import outline": f"{imported}/outline",
        "import report": f"{imported}/report",
        "import courses": f"{imported}/courses",
        "import pictures": f"{imported}/pictures",
        "import styles": f"{imported}/styles",
        "styles": "/api/v1/styles",
        "tools": "/api/v1/tools",
        "tool": f"/api/v1/tools/{house.tool}",
        "sections": f"{edition}/sections",
        "section": f"{edition}/sections/0",
        "glossary": f"{edition}/glossary",
        "edition": edition,
        "edition changes": f"{edition}/changes",
        "paragraph": f"{edition}/paragraphs/{house.course.lesson('why').paragraph}",
    }


def margin_reads(house: Any, course: str) -> dict[str, str]:
    """Return what stands beside a lesson, and what its learners asked."""
    lesson = f"{course}/steps/{house.course.lesson('why').public_id}"
    return {
        "lesson notes": f"{lesson}/notes",
        "notes": "/api/v1/me/notes",
        "published questions": f"{lesson}/questions",
        "questions to trainers": "/api/v1/me/questions",
        "asked": f"{course}/asked",
        "asked one": f"{course}/asked/{house.asked}",
    }


def gain_reads(house: Any, course: str) -> dict[str, str]:
    """Return what trainers read of the tests before and after learning."""
    return {
        "purpose": f"{course}/quizzes/{house.course.quiz.public_id}/purpose",
        "gain": f"{course}/gain",
    }


def trainers_reads(house: Any, course: str) -> dict[str, str]:
    """Return what trainers read of a course they edit."""
    return {
        "edition updates": f"{course}/edition-updates",
        "edition update": f"{course}/edition-updates/{house.update}",
        "proposals": f"{course}/edition-updates/{house.update}/proposals",
        "outdated texts": f"{course}/edition-updates/outdated-texts",
        "outdated questions": f"{course}/outdated-questions",
        "rules": f"{course}/rules",
        "rule versions": f"{course}/rules/versions",
        "rules trial": f"{course}/rules/trial",
        "why": f"{course}/enrolment/why",
        "why a learner": f"{course}/learners/{house.enrolment}/why",
        "learners": f"{course}/learners",
        "learner": f"{course}/learners/{house.enrolment}",
        "steps of learners": f"{course}/learners/steps",
        "risk rule": f"{course}/learners/risk-rule",
        "question drafts": f"{course}/question-drafts",
        "question draft": f"{course}/question-drafts/{house.draft}",
    }


def reads_of_ways_in(house: Any, course: str) -> dict[str, str]:
    listed = f"entry-lists/{house.ways_in['list_id']}"
    cohort = f"/api/v1/cohorts/{house.ways_in['cohort_id']}"
    return {
        "cohorts": "/api/v1/cohorts",
        "cohort": cohort,
        "cohort members": f"{cohort}/members",
        "course cohorts": f"{course}/cohorts",
        "entry list": f"{course}/{listed}",
        "entry list rows": f"{course}/{listed}/rows",
        "cohort entry list": f"{cohort}/{listed}",
        "cohort entry list rows": f"{cohort}/{listed}/rows",
        "entry terms": f"{course}/entry-terms",
        "entry codes": f"{course}/entry-codes",
        "own entry request": f"{course}/entry-request",
        "entry requests": f"{course}/entry-requests",
        "invitations": f"{course}/invitations",
    }


def survey_reads(house: Any, course: str) -> dict[str, str]:
    form = f"{course}/forms/{house.survey}"
    return {
        "course forms": f"{course}/forms",
        "course form": form,
        "course form response": f"{form}/response",
        "course form figures": f"{form}/figures",
        "forms": "/api/v1/forms",
        "form": f"/api/v1/forms/{house.own_form}",
        "actions": "/api/v1/actions",
        "follow-ups": "/api/v1/follow-ups",
        "follow-up": f"/api/v1/follow-ups/{house.follow_up}",
    }


def session_reads(house: Any) -> dict[str, str]:
    """Return what is read of the sessions, groups, lines and report of a training."""
    run = f"/api/v1/runs/{house.run}"
    return {
        "run sessions": f"{run}/sessions",
        "run attendance": f"{run}/sessions/{house.session}/attendance",
        "run groups": f"{run}/groups",
        "run lineage": f"{run}/lineage",
        "run report": f"{run}/report",
        "programme lineage": f"/api/v1/programmes/{house.programme}/lineage",
    }


def attendance_reads(house: Any) -> dict[str, str]:
    """Return what is read of the attendance of a session of a webinar."""
    here = f"/api/v1/webinars/{house.hall.slug}/sessions/{house.hall.session}/attendance"
    own = f"/api/v1/webinar-registrations/{house.hall.registrations['lina']}/feedback"
    return {
        "own feedback": own,
        "own answers of feedback": f"{own}/response",
        "webinar attendance": here,
        "webinar polls": here.replace("attendance", "polls"),
        "webinar public polls": f"/api/v1/webinars/{house.hall.slug}/polls",
        "webinar feedback": here.replace("attendance", "feedback"),
        "webinar feedback forms": f"/api/v1/webinars/{house.hall.slug}/feedback-forms",
        "webinar means": f"/api/v1/webinars/{house.hall.slug}/feedback",
        "webinar reports": f"{here}/reports",
        "webinar report": f"{here}/reports/{house.hall_reports[0]}",
    }


def reads_of_terms(house: Any) -> dict[str, str]:
    course = f"/api/v1/courses/{house.course.slug}"
    return {
        "course glossary": f"{course}/glossary",
        "terms": f"{course}/terms",
        "term": f"{course}/terms/{house.term}",
        "findings": f"{course}/findings",
        "objectives": f"{course}/modules/{house.module}/objectives",
    }


def suggestion_reads(house: Any) -> dict[str, str]:
    lesson = house.course.lesson("why").public_id
    step = f"/api/v1/courses/{house.course.slug}/steps/{lesson}"
    return {
        "suggestion offer": f"{step}/suggestion-offer",
        "suggestion requests": f"{step}/suggestion-requests",
        "suggestion request": f"{step}/suggestion-requests/{house.suggestion_request}",
        "suggestions setting": "/api/v1/suggestions/setting",
        "suggestions log": "/api/v1/suggestions/requests",
    }


def programme_reads(house: Any) -> dict[str, str]:
    run = f"/api/v1/runs/{house.run}"
    return {
        "programmes": "/api/v1/programmes",
        "programme": f"/api/v1/programmes/{house.programme}",
        "runs": "/api/v1/runs",
        "run": run,
        "run details": f"{run}/details",
        "run figures": f"{run}/figures",
        "public run figures": f"{run}/figures/public",
        "places": f"{run}/places",
        "place": f"{run}/place",
        "trainings": "/api/v1/me/trainings",
    }


def fields_of(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        found = set()
        for name, part in value.items():
            found |= {f"{path}{name}"} | fields_of(part, f"{path}{name}.")
        return found
    if isinstance(value, list):
        return {field for part in value for field in fields_of(part, path)}
    return set()


def answers(house: Any, role: str) -> dict[str, Any]:
    headers = {}
    if role != "visitor":
        headers["Authorization"] = f"Bearer {house.token(getattr(house.cast, role))}"
    client = house.app.test_client()
    return {name: client.get(path, headers=headers) for name, path in reads(house).items()}


def described(answer: Any) -> list[str]:
    return [str(answer.status_code), *sorted(fields_of(answer.get_json()))]


def test_every_read_is_asked_for(house: Any):
    rules = [
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0].endswith("_api") and "GET" in (rule.methods or set())
    ]
    adapter = house.app.url_map.bind("localhost")
    asked = {adapter.match(path, return_rule=True)[0].rule for path in reads(house).values()}
    assert asked == set(rules)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_exactly_the_fields_meant_for_it(house: Any, role: str):
    told = {name: described(answer) for name, answer in answers(house, role).items()}
    golden = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    if os.environ.get("FIELD_SETS_WRITE"):
        text = json.dumps(golden | {role: told}, indent=1, sort_keys=True)
        GOLDEN.write_text(text + "\n", encoding="utf-8")
        golden[role] = told
    assert told == golden[role]


@pytest.mark.parametrize("role", ROLES)
def test_no_secret_and_no_address_of_others_is_told(house: Any, role: str):
    own = getattr(house.cast, role).email if role != "visitor" else ""
    hidden = {member.email for member in house.cast.everybody()} - {own}
    for name, answer in answers(house, role).items():
        text = answer.get_data(as_text=True)
        # Whoever manages a run or a webinar writes to its people.
        if name not in ("places", "webinar board", "webinar registrations"):
            assert not [address for address in hidden if address in text], name
        names = {field.rpartition(".")[2] for field in fields_of(answer.get_json())}
        assert not names & NEVER, name
        if name in (
            "open attempt",
            "closed attempt",
            "result before submission",
            "quiz",
            "attempts",
        ):
            assert not names & KEYS, name


def test_a_token_without_the_scope_to_write_only_reads(house: Any):
    client = house.app.test_client()
    headers = {"Authorization": f"Bearer {house.token(house.cast.learner, 'read')}"}
    path = f"/api/v1/courses/{house.course.slug}/enrolment"
    assert client.get(path, headers=headers).status_code == 200
    for method in ("PUT", "DELETE"):
        assert client.open(path, method=method, headers=headers).status_code == 403


def test_a_session_without_its_csrf_token_changes_nothing(house: Any):
    client = house.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = open_sign_in(house.app, house.cast.learner)
    path = f"/api/v1/courses/{house.course.slug}/enrolment"
    assert client.delete(path).status_code == 400
    assert client.get(path).get_json()["state"] == "active"


def test_a_token_signs_nobody_in_on_the_pages(house: Any):
    headers = {"Authorization": f"Bearer {house.token(house.cast.learner)}"}
    answer = house.app.test_client().get("/account/", headers=headers)
    assert answer.status_code == 302
