"""The table of rooms: which doors they have, and what stands in the menus."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import lazy_gettext as _l

from certificates import api as certificates_api
from certificates import tasks as certificates_tasks
from certificates.views import desk as certificates_desk
from certificates.views import learner as certificates_learner
from certificates.views import verification as certificates_verification
from courses import api as courses_api
from courses import (
    checks_api,
    completed,
    forms_api,
    glossary_api,
    import_api,
    learning,
    module_api,
    publishing,
    suggestion_api,
    update_api,
)
from courses import tasks as courses_tasks
from courses.entry import api as entry_api
from courses.entry import codes as entry_codes
from courses.entry import list_api
from courses.entry import tasks as entry_tasks
from courses.entry.views import cohort_desk, course_lists
from courses.entry.views import desk as entry_desk
from courses.entry.views import learner as entry_learner
from courses.margin import api as margin_api
from courses.margin import desk as margin_desk
from courses.margin import views as margin_views
from courses.roster import api as roster_api
from courses.roster import quiz_facts
from courses.rules import api as rules_api
from courses.rules import checks as rules_checks
from courses.rules import facts
from courses.rules import views as rules_views
from courses.views import changes as course_changes
from courses.views import (
    edition_updates,
    exports,
    following,
    form_results,
    forms_to_fill,
    glossary_desk,
    handouts,
    learners,
    lesson_editor,
    nudges,
    parts,
    picture_words,
    pictures,
    releasing,
    review,
    roster,
    suggesting,
    suggestion_log,
    trainer,
)
from courses.views import glossary as course_glossary
from courses.views import learner as courses_learner
from elearn.accounts import api as accounts_api
from elearn.accounts import letters_api
from elearn.accounts import tasks as accounts_tasks
from elearn.accounts import views as accounts_views
from elearn.app import dev_mail, health, home, jobs, openapi, privacy
from elearn.core import mail, web
from elearn.core.api import ApiBlueprint, create_api
from elearn.core.web import csrf
from elearn.library import api as library_api
from elearn.library import styles_api
from elearn.library import tasks as library_tasks
from elearn.library.views import desk as library_desk
from elearn.library.views import edition_changes as library_changes
from elearn.library.views import styles as library_styles
from elearn.library.views import toolkit as library_toolkit
from elearn.programmes import api as programmes_api
from elearn.programmes import codes as programmes_codes
from elearn.programmes import completions as programmes_completions
from elearn.programmes import operations as programmes
from elearn.programmes import queries as programmes_queries
from elearn.programmes import run_api, run_records_api, sessions_api
from elearn.programmes import tasks as programmes_tasks
from elearn.programmes import views as programmes_views
from elearn.programmes import webinar_sessions as programmes_webinars
from elearn.programmes.views import trainings
from elearn.suggestions import api as suggestions_api
from elearn.suggestions import views as suggestions_views
from elearn.surveys import api as surveys_api
from elearn.surveys import following_up
from elearn.surveys import tasks as surveys_tasks
from elearn.surveys.views import actions as surveys_actions
from elearn.surveys.views import desk as surveys_desk
from elearn.surveys.views import follow_ups as surveys_follow_ups
from elearn.webinars import api as webinars_api
from elearn.webinars import scheduling as webinars_scheduling
from elearn.webinars import session_api as webinar_sessions_api
from elearn.webinars import times as webinar_times
from elearn.webinars import views as webinars_views
from elearn.webinars.attendance import attendance_api as webinar_attendance_api
from elearn.webinars.attendance import attendance_tasks as webinar_attendance_tasks
from elearn.webinars.attendance import feedback_api as webinar_feedback_api
from elearn.webinars.attendance import poll_api as webinar_poll_api
from elearn.webinars.attendance import provider_api as webinar_provider_api
from elearn.webinars.attendance import settling as webinars_settling
from elearn.webinars.board import board_api as webinar_board_api
from elearn.webinars.board import figures_api as webinar_figures_api
from elearn.webinars.board import messages_api as webinar_messages_api
from elearn.webinars.calendar import calendar_api as webinar_calendar_api
from elearn.webinars.calendar import letter_tasks as webinar_letter_tasks
from elearn.webinars.calendar import reminder_api as webinar_reminder_api
from elearn.webinars.kept import material_api as webinar_materials_api
from elearn.webinars.kept import question_api as webinar_questions_api
from elearn.webinars.kept import recording_api as webinar_recordings_api
from elearn.webinars.registration import registrations_api, sign_up_desk_api, sign_up_tasks
from elearn.webinars.seats import seat_api as webinar_seats_api
from elearn.webinars.seats import tasks as webinars_tasks
from elearn.webinars.views import learning as webinars_learning
from elearn.webinars.views import registration_doors
from quizzes import api as quizzes_api
from quizzes import check_api as quizzes_check_api
from quizzes import draft_api as quizzes_draft_api
from quizzes import gain_api as quizzes_gain_api
from quizzes import outdated, pairing, printed
from quizzes import tasks as quizzes_tasks
from quizzes.views import drafts as quizzes_drafts
from quizzes.views import gain as quizzes_gain
from quizzes.views import learner as quizzes_learner
from quizzes.views import questions as quizzes_desk

API_PREFIX = "/api/v1"

PAGES = (
    home.blueprint,
    health.blueprint,
    jobs.blueprint,
    openapi.blueprint,
    *accounts_views.BLUEPRINTS,
    *programmes_views.BLUEPRINTS,
    *webinars_views.BLUEPRINTS,
    *registration_doors.BLUEPRINTS,
    library_toolkit.blueprint,
    library_changes.blueprint,
    library_desk.blueprint,
    library_styles.blueprint,
    courses_learner.blueprint,
    course_changes.blueprint,
    entry_learner.blueprint,
    entry_desk.blueprint,
    course_lists.blueprint,
    cohort_desk.blueprint,
    course_glossary.blueprint,
    forms_to_fill.blueprint,
    form_results.blueprint,
    margin_views.blueprint,
    margin_desk.blueprint,
    trainer.blueprint,
    parts.blueprint,
    lesson_editor.blueprint,
    suggesting.blueprint,
    suggestion_log.blueprint,
    releasing.blueprint,
    glossary_desk.blueprint,
    rules_views.blueprint,
    rules_views.learner_blueprint,
    edition_updates.blueprint,
    following.blueprint,
    review.blueprint,
    pictures.blueprint,
    picture_words.blueprint,
    roster.blueprint,
    nudges.blueprint,
    exports.blueprint,
    learners.blueprint,
    handouts.blueprint,
    suggestions_views.blueprint,
    surveys_desk.blueprint,
    surveys_actions.blueprint,
    surveys_follow_ups.blueprint,
    quizzes_learner.blueprint,
    quizzes_desk.blueprint,
    quizzes_drafts.blueprint,
    quizzes_gain.blueprint,
    certificates_verification.blueprint,
    certificates_learner.blueprint,
    certificates_desk.blueprint,
)
APIS: tuple[ApiBlueprint, ...] = (
    accounts_api.blueprint,
    letters_api.blueprint,
    certificates_api.blueprint,
    courses_api.blueprint,
    import_api.blueprint,
    entry_api.blueprint,
    list_api.blueprint,
    update_api.blueprint,
    glossary_api.blueprint,
    rules_api.blueprint,
    margin_api.blueprint,
    module_api.blueprint,
    checks_api.blueprint,
    forms_api.blueprint,
    suggestion_api.blueprint,
    roster_api.blueprint,
    quizzes_api.blueprint,
    quizzes_check_api.blueprint,
    quizzes_draft_api.blueprint,
    quizzes_gain_api.blueprint,
    programmes_api.blueprint,
    run_api.blueprint,
    library_api.blueprint,
    styles_api.blueprint,
    suggestions_api.blueprint,
    surveys_api.blueprint,
    sessions_api.blueprint,
    run_records_api.blueprint,
    webinars_api.blueprint,
    webinar_seats_api.blueprint,
    webinar_sessions_api.blueprint,
    webinar_calendar_api.blueprint,
    webinar_reminder_api.blueprint,
    webinar_materials_api.blueprint,
    webinar_recordings_api.blueprint,
    webinar_questions_api.blueprint,
    webinar_attendance_api.blueprint,
    webinar_attendance_api.joining_blueprint,
    webinar_feedback_api.blueprint,
    webinar_provider_api.blueprint,
    webinar_poll_api.blueprint,
    webinar_poll_api.own_blueprint,
    webinar_feedback_api.own_blueprint,
    registrations_api.blueprint,
    sign_up_desk_api.blueprint,
    webinar_board_api.blueprint,
    webinar_messages_api.blueprint,
    webinar_figures_api.blueprint,
)
# Modules that register tasks when they are imported.
TASKS = (
    mail,
    accounts_tasks,
    quizzes_tasks,
    certificates_tasks,
    courses_tasks,
    entry_tasks,
    library_tasks,
    surveys_tasks,
    programmes_tasks,
    webinars_tasks,
    webinar_letter_tasks,
    webinar_attendance_tasks,
    sign_up_tasks,
)


@dataclass(frozen=True)
class Entry:
    """A menu entry. `roles` None shows it to everybody; `family` marks it current by prefixes."""

    # A lazy text: `lazy_gettext("Courses")`.
    label: object
    endpoint: str
    family: str | tuple[str, ...]
    roles: tuple[str, ...] | None = None


# What belongs to courses and to imports at the desk, by the start of endpoint names.
PEOPLE_DESK = ("courses_roster.", "courses_nudges.", "courses_learners.", "courses_handouts.")
COURSE_DESK = ("courses_desk", "courses_pictures", "quizzes_desk", *PEOPLE_DESK)
IMPORT_DESK = ("imports.", "courses_review.", "courses_following.", "courses_report.", "styles.")
PROGRAMME_DESK = (
    *("programmes_desk.", "run_details.new", "run_details.create"),
    "run_lineage.of_programme",
)
RUN_DESK = (
    *("runs_desk.", "run_details.details", "places_desk.", "run_figures.", "run_sessions."),
    *("run_attendance", "run_groups.", "run_lineage.of_run", "run_reports."),
)
WEBINAR_DESK = (
    *("webinars_desk.", "webinar_parts.", "webinar_sessions.", "webinar_sign_ups."),
    *("webinar_seats.", "webinar_reminders.", "webinar_attendance.", "webinar_reports."),
    *("webinar_materials_desk.", "webinar_questions."),
    *("webinar_board.", "webinar_messages.", "webinar_figures.", "webinar_embeds."),
    *("webinar_feedback_desk.", "webinar_polls."),
    *("webinar_feedback_desk.", "webinar_polls.", "webinar_provider."),
)
OTHER_DESK = ("cohorts.", "forms_desk.", "recordings.")
ADMIN_DESK = (
    *("certificates_desk.", "people.", "organisations.", "suggestions.", "suggestions_log."),
    *("audit.", "letter_log.", "jobs."),
)
MY_TRAININGS = ("trainings.mine", "trainings.confirm_leave", "my_webinars.")
WEBINARS = ("webinars.", "webinar_materials.", "webinar_sign_up.", "webinar_calendar.")
# The main menu of every page.
MENU: tuple[Entry, ...] = (
    Entry(
        _l("Courses"),
        "courses.catalogue",
        ("courses.s", "course_forms.", "course_glossary.", "entry.", "quizzes."),
    ),
    Entry(
        _l("Programmes"), "programmes.index", ("programmes.", "trainings.show", "trainings.figures")
    ),
    Entry(_l("Webinars"), "webinars.index", (*WEBINARS, "registrations.")),
    Entry(_l("Toolkit"), "library.toolkit", "library."),
    Entry(
        _l("My learning"),
        "courses.learn",
        ("courses.learn", "course_changes.", "course_why.", "margin.", "actions.", *MY_TRAININGS),
        roles=("learner",),
    ),
    Entry(_l("Verify"), "verification.form", "verification."),
    Entry(
        _l("Desk"),
        "courses_desk.index",
        COURSE_DESK
        + IMPORT_DESK
        + PROGRAMME_DESK
        + RUN_DESK
        + WEBINAR_DESK
        + OTHER_DESK
        + ADMIN_DESK,
        roles=("trainer", "admin"),
    ),
    # One entry, or the menu of a partner with a long name would not fit beside it.
    Entry(_l("Our desk"), "webinars_desk.index", WEBINAR_DESK + RUN_DESK, roles=("partner",)),
)
# The menu behind the person's name, and what visitors see in its place.
ACCOUNT_MENU: tuple[Entry, ...] = (
    Entry(_l("My certificates"), "certificates.index", "certificates.", roles=("learner",)),
    Entry(_l("My account"), "accounts.profile", "accounts.profile", roles=("learner",)),
    Entry(_l("Administration"), "people.index", "people.", roles=("admin",)),
)
VISITOR_MENU: tuple[Entry, ...] = (
    Entry(_l("Sign in"), "accounts.sign_in", "accounts.sign_in"),
    Entry(_l("Create an account"), "accounts.register", "accounts.register"),
)
# The side menu of the desk of trainers and admins.
DESK_MENU: tuple[Entry, ...] = (
    Entry(_l("Courses"), "courses_desk.index", COURSE_DESK, roles=("trainer", "admin")),
    Entry(_l("Imports"), "imports.index", IMPORT_DESK, roles=("trainer", "admin")),
    Entry(_l("Cohorts"), "cohorts.index", "cohorts.", roles=("trainer", "admin")),
    Entry(_l("Surveys"), "forms_desk.index", "forms_desk.", roles=("trainer", "admin")),
    Entry(_l("Programmes"), "programmes_desk.index", PROGRAMME_DESK, roles=("trainer", "admin")),
    Entry(_l("Trainings"), "runs_desk.index", RUN_DESK, roles=("trainer", "partner", "admin")),
    Entry(_l("Webinars"), "webinars_desk.index", WEBINAR_DESK, roles=("partner", "admin")),
    Entry(_l("Recordings"), "recordings.index", "recordings.", roles=("trainer", "admin")),
    Entry(_l("Certificates"), "certificates_desk.index", "certificates_desk.", roles=("admin",)),
    Entry(_l("People"), "people.index", "people.", roles=("admin",)),
    Entry(_l("Organisations"), "organisations.index", "organisations.", roles=("admin",)),
    Entry(_l("Suggestions"), "suggestions.edit", ("suggestions.", "suggestions_log."), ("admin",)),
    Entry(_l("Audit log"), "audit.index", "audit.", roles=("admin",)),
    Entry(_l("Letters"), "letter_log.index", "letter_log.", roles=("admin",)),
    Entry(_l("Jobs"), "jobs.index", "jobs.", roles=("admin",)),
)
FOOTER: tuple[Entry, ...] = (
    Entry(_l("About"), "accounts.about", "accounts.about"),
    Entry(_l("Privacy"), "accounts.privacy", "accounts.privacy"),
    Entry(_l("Accessibility"), "accounts.accessibility", "accounts.accessibility"),
    Entry(_l("Names of countries"), "accounts.designations", "accounts.designations"),
)


def register(app: Flask) -> None:
    """Open every door of every room."""
    publishing.check_also(outdated.findings)
    learning.also_when_completed(completed.tell_later)
    app.jinja_env.globals["follow_up_link"] = following_up.link_to
    publishing.check_also(pairing.findings)
    publishing.tell_purposes(pairing.purposes)
    publishing.check_also(rules_checks.findings)
    learning.also_when_completed(programmes.course_completed)
    webinars_scheduling.also_when_changed(programmes_webinars.keep_up)
    webinars_settling.also_when_settled(programmes_webinars.settled)
    facts.know_programmes(programmes_completions.programmes_completed, programmes_queries.titles)
    entry_codes.also_open(programmes_codes.opened)
    app.jinja_env.globals["session_clocks"] = webinar_times.both
    registration_doors.tell_templates(app)
    privacy.tell_accounts()
    web.fill(app, "learn.top", trainings.draw_mine)
    web.fill(app, "learn.top", webinars_learning.draw_next)
    quiz_facts.know_quizzes(printed.attempts_by_step, printed.questions_of)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    if dev_mail.is_open(app.extensions["settings"]):
        app.register_blueprint(dev_mail.blueprint)
    api = create_api(app, "ESM Learn", "1")
    for door in APIS:
        # Cookies are checked by the API blueprint itself; tokens need no CSRF token.
        csrf.exempt(door)
        api.register_blueprint(door)
    app.extensions["api"] = api
