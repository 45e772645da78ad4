"""Every door says who may enter, has a place, resolves, and is documented."""

import re
from pathlib import Path

import pytest
from flask import Flask, url_for
from jinja2 import TemplateNotFound, meta
from werkzeug.routing import BuildError

from elearn.app.cli import main
from elearn.core.access import anyone
from elearn.core.config import Settings
from elearn.core.web import Blueprint

ROOT = Path(__file__).parents[2]
# Doors reached by no link of a template, each with its reason.
UNLINKED = {
    "static": "files of the pages",
    "health.live": "asked by the operator's monitor",
    "health.ready": "asked by the operator's monitor",
    "verification.short": "printed on every certificate",
    "library.section": "linked by a prefix: lists of sections ask for no address row by row",
    "library.glossary": "linked by a prefix, as the sections are",
    "courses_desk_updates.proposal": "linked by a prefix: its list asks for no address row by row",
    "courses_desk_glossary.term": "linked by a prefix, as proposals are",
    "courses_desk_suggestions.show": "linked by a prefix, as proposals are",
    "places_desk.show": "linked by a prefix, as proposals are",
    "courses_learners.decide": "linked by a prefix: its list asks for no address row by row",
    "quizzes_desk_drafts.edit": "the button “Edit first” of a draft leads there",
    "margin.show": "linked by the address of the lesson, in whose bar and paragraphs it stands",
    "margin.ask": "linked by the address of the lesson, as notes are",
    "courses_desk_asked.show": "linked by a prefix, as proposals are",
    "run_sessions.edit": "linked by a prefix: the list of sessions asks for no address row by row",
    "webinar_parts.text": "linked by a prefix: its list asks for no address row by row",
    "webinar_parts.speaker": "linked by a prefix, as texts are",
    "webinar_parts.edit_agenda": "linked by a prefix, as texts are",
    "webinar_polls.index": "linked by a prefix, as texts are",
    "webinar_seats.index": "linked by a prefix, as texts are",
    "webinar_seats.show": "linked by a prefix, as texts are",
    "webinar_sessions.edit": "linked by a prefix, as texts are",
    "webinar_sessions.confirm_cancel": "linked by a prefix, as texts are",
    "webinar_sessions.confirm_remove": "linked by a prefix, as texts are",
    "run_attendance_reports.look": "sending an attendance report leads there",
    "courses_review.move": "the button “Move…” of the outline leads there",
    "courses_desk_lists.report": "linked by a prefix, the same for courses and cohorts",
    "courses_desk_lists.show": "linked by a prefix, as reports are",
    "cohorts.report": "linked by a prefix, as reports are",
    "cohorts.show_list": "linked by a prefix, as reports are",
    "library.media": "linked from the pictures of lessons",
    "unsubscribe.show": "stands in letters, whole",
    "webinar_sign_up.look_at_mail": "registering by an address leads there",
    "webinar_materials.transcript": "linked by a prefix, not row by row",
    "webinar_materials.file": "linked by a prefix, not row by row",
    "webinar_materials_desk.new": "linked by a prefix, as texts are",
    "webinar_materials_desk.edit": "linked by a prefix, as texts are",
    "webinar_materials_desk.confirm_remove": "linked by a prefix, as texts are",
    "webinar_questions.show": "linked by a prefix, not row by row",
    "recordings.choose": "linked by a prefix, not row by row",
    "recordings.place": "the answer to choosing a course",
    "webinar_calendar.session_file": "linked by a prefix, not row by row",
    "library.paragraph": "the lasting address of a paragraph, for letters and reports",
}
# Doors everybody may enter and write through, each with its reason.
OPEN_WRITES: dict[str, str] = {
    "accounts.send_registration": "a visitor registers",
    "accounts.send_again": "a visitor asks for the confirmation again",
    "accounts.confirm_address": "the link is the proof",
    "accounts.begin_sign_in": "a visitor signs in",
    "accounts.send_reset": "a visitor forgot the password",
    "accounts.save_new_password": "the link is the proof",
    "accounts.switch_language": "a visitor chooses a language",
    "unsubscribe.stop": "the signed address is the proof",
    "courses.read_here": "a visitor's own device keeps what was read; nothing else is written",
    "courses.forget_here": "a visitor's own device forgets it",
    "accounts.sign_out": "signing out twice is no error",
    "entry.open_door": "a visitor types a code and is told what it opens",
    "webinar_questions_asked.send": "the link of the letter is the proof",
    "webinar_feedback.send": "the link of the letter is the proof",
    "webinar_feedback.withdraw": "the link of the letter is the proof",
    "webinar_join_link.go": "the link of the letter is the proof",
    "webinar_join_link.word": "the link of the letter is the proof",
    "follow_ups.send": "the link of the letter is the proof",
    "follow_ups.withdraw": "the link of the letter is the proof",
    "follow_ups.stop": "the link of the letter is the proof",
    "webinar_sign_up.send": "a visitor registers; a letter's link confirms it",
    "webinar_sign_up.accept": "the link of the invitation is the proof",
    "registrations.confirm_address": "the link of the letter is the proof",
    "registrations.act": "the link of the letter is the proof",
    "registrations.add_sessions": "the link of the letter is the proof",
    "registrations.change_details": "the link of the letter is the proof",
    "registrations.renew": "the link of the letter is the proof",
    "registrations.forget": "the link of the letter is the proof",
    "delegations.register": "the link of the letter is the proof",
    "delegations.cancel": "the link of the letter is the proof",
    "registrations_api.ask": "a visitor registers; a letter's link confirms it",
    "registrations_api.confirm": "the secret of the letter is the proof",
    "registrations_api.accept_invitation": "the secret of the invitation is the proof",
    "registrations_api.change": "the link of the letter is the proof",
    "registrations_api.forget": "the link of the letter is the proof",
    "registrations_api.add_sessions": "the link of the letter is the proof",
    "registrations_api.act": "the link of the letter is the proof",
    "registrations_api.renew": "the link of the letter is the proof",
    "registrations_api.register_members": "the link of the letter is the proof",
    "registrations_api.cancel_member": "the link of the letter is the proof",
}
CALLS = re.compile(r"url_for\(\s*[\"']([\w.]+)[\"']")


def sources() -> str:
    texts = []
    for folder in ("templates", "elearn", "courses", "quizzes", "certificates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".html", ".txt", ".py"):
                texts.append(path.read_text(encoding="utf-8"))
    return "\n".join(texts)


def test_every_door_says_who_may_enter(whole_app: Flask):
    silent = [
        rule.endpoint
        for rule in whole_app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not hasattr(whole_app.view_functions[rule.endpoint], "access")
    ]
    assert not silent


def test_no_door_is_left_open_for_writing_by_mistake(whole_app: Flask):
    open_doors = {
        rule.endpoint
        for rule in whole_app.url_map.iter_rules()
        if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
        and getattr(whole_app.view_functions[rule.endpoint], "access", None) is anyone
    }
    assert open_doors == set(OPEN_WRITES)


def test_every_page_can_be_reached_or_says_why_not(whole_app: Flask):
    text = sources()
    named = set(CALLS.findall(text)) | set(re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", text))
    lost = [
        rule.endpoint
        for rule in whole_app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.rule.startswith("/api/")
        and rule.endpoint not in named
        and rule.endpoint not in UNLINKED
    ]
    assert not lost


def test_every_endpoint_named_in_the_source_exists(whole_app: Flask):
    known = {rule.endpoint for rule in whole_app.url_map.iter_rules()}
    # A name that begins with a dot stands in the view of the same blueprint.
    known |= {"." + endpoint.rpartition(".")[2] for endpoint in known}
    unknown = sorted(set(CALLS.findall(sources())) - known)
    assert not unknown


def test_every_template_compiles_and_finds_what_it_includes(whole_app: Flask):
    environment = whole_app.jinja_env
    for template in environment.list_templates(extensions=["html", "txt"]):
        source, _, _ = environment.loader.get_source(environment, template)
        for needed in meta.find_referenced_templates(environment.parse(source)):
            if needed is not None:
                try:
                    environment.get_template(needed)
                except TemplateNotFound as error:
                    raise AssertionError(f"{template} needs {needed}") from error
        environment.get_template(template)


def test_every_form_that_posts_carries_its_token():
    bare = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.S):
            opening = form.split(">", 1)[0].lower()
            if 'method="post"' in opening and not re.search(r"csrf_token|token\(\)", form):
                bare.append(str(path.relative_to(ROOT)))
    assert not bare


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    missing = [
        item.metadata["env"]
        for item in Settings.__dataclass_fields__.values()
        if f"`{item.metadata['env']}`" not in text
    ]
    assert not missing


def test_every_command_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    foreign = {"db", "openapi"}
    missing = [
        name for name in main.commands if name not in foreign and f"elearn {name}" not in text
    ]
    assert not missing


def test_every_api_door_stands_in_the_document(whole_app: Flask):
    document = whole_app.extensions["api"].spec.to_dict()
    undocumented = []
    for rule in whole_app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1") and rule.endpoint not in {
            "openapi.document",
            "openapi.browse",
            "openapi.about",
        }:
            path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
            operations = document["paths"].get(path, {})
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                if method.lower() not in operations:
                    undocumented.append(f"{method} {path}")
    assert not undocumented


def test_a_route_that_says_nothing_does_not_start():
    blueprint = Blueprint("silent", __name__)
    with pytest.raises(TypeError, match="access"):

        @blueprint.get("/silent")
        def silent() -> str:
            return ""


def test_a_name_that_does_not_resolve_is_an_error(whole_app: Flask):
    with whole_app.test_request_context(), pytest.raises(BuildError):
        url_for("nobody.home")
