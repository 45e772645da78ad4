"""One page of each kind, on a phone and on a desk, from left to right and from right to left."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from elearn.app.factory import create_app
from elearn.core.config import Settings
from tests.journeys import acts
from tests.journeys.conftest import DESKTOP, PHONE, Site
from tests.journeys.judging import AXE, FAULTS, WIDTH
from tests.journeys.rounds import go_round

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MANUAL = (
    "# Tanks\n\nKeep tanks closed and labelled.\n\n## Filling\n\nNever fill a tank to the brim.\n"
)


@dataclass(frozen=True)
class Round:
    """Who goes round, from where on, under which paths, and what must be on the way."""

    who: str
    starts: tuple[str, ...]
    within: tuple[str, ...]
    passed: frozenset[str]


PUBLIC = Round(
    "",
    ("/",),
    ("/",),
    frozenset(
        {"home.show", "courses.catalogue", "courses.show", "courses.step"}
        | {"library.toolkit", "library.edition", "library.section", "verification.form"}
        | {"accounts.register", "accounts.sign_in", "accounts.reset", "accounts.privacy"}
        | {"webinars.index", "webinars.past", "webinars.show", "webinar_sign_up.form"}
        | {"webinar_calendar.show"}
    ),
)
LEARNER = Round(
    "learner@example.org",
    ("/learn/", "/account/", "/certificates/", "/learn/webinars/"),
    ("/learn/", "/courses/", "/attempts/", "/certificates/", "/account/", "/v/"),
    frozenset(
        {"courses.learn", "courses.show", "courses.step", "quizzes.show", "quizzes.attempt"}
        | {"quizzes.review_attempt", "certificates.show", "accounts.profile", "accounts.tokens"}
        | {"verification.show", "margin.show", "margin.ask", "margin.notes", "margin.questions"}
        | {"my_webinars.index"}
    ),
)
TRAINER = Round(
    "trainer@example.org",
    ("/desk/courses/introduction-to-esm/editions/", "/desk/courses/", "/desk/imports/"),
    ("/desk/",),
    frozenset(
        {"courses_desk.index", "courses_desk.show", "courses_desk_lessons.edit"}
        | {"courses_desk_releases.check", "courses_desk_releases.preview", "imports.new"}
        | {"courses_review.show", "courses_review.section", "courses_review.details"}
        | {"quizzes_desk.index", "quizzes_desk.new_questionsingle", "quizzes_desk.question"}
        | {"quizzes_desk.settings", "quizzes_desk.attempts", "quizzes_desk.preview"}
        | {"courses_desk_updates.show", "courses_desk_updates.proposal"}
        | {"quizzes_desk_gain.show", "quizzes_desk.purpose", "courses_desk_asked.show"}
    ),
)
PARTNER = Round(
    "partner@example.org",
    ("/desk/webinars/tour-of-the-esm-toolkit/", "/desk/webinars/"),
    ("/desk/webinars/",),
    frozenset(
        {"webinars_desk.index", "webinars_desk.new", "webinars_desk.show", "webinars_desk.settings"}
        | {"webinars_desk.copy", "webinar_parts.text", "webinar_parts.new_text"}
        | {"webinar_parts.edit_agenda", "webinar_parts.speaker", "webinar_parts.partners"}
        | {"webinar_sessions.new", "webinar_sessions.edit", "webinar_sessions.move"}
        | {"webinar_seats.index", "webinar_attendance.show", "webinar_reports.index"}
        | {"webinar_reminders.show", "webinar_sign_ups.forms", "webinar_sign_ups.list_requests"}
        | {"webinar_sign_ups.list_invitations", "webinar_board.show", "webinar_messages.show"}
        | {"webinar_figures.of_organiser", "webinar_figures.of_webinar", "webinar_embeds.show"}
        | {"webinar_materials_desk.index", "webinar_feedback_desk.index"}
    ),
)
ADMIN = Round(
    "admin@example.org",
    ("/admin/people/", "/desk/certificates/"),
    ("/admin/", "/desk/certificates/", "/desk/editions/", "/certificates/"),
    frozenset(
        {"people.index", "people.show", "people.ask_suspend", "organisations.edit", "audit.index"}
        | {"jobs.index", "certificates_desk.index", "certificates_desk.revoke"}
    ),
)


@pytest.fixture(scope="session")
def map_of_site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, to know the kinds of its pages; it is not run."""
    folder = str(tmp_path_factory.mktemp("map"))
    return create_app(Settings(env="testing", data=folder, secret_key="for reading the map only"))


def prepare_desk(page: Page, furnished: Site, manual: Path) -> tuple[str, ...]:
    """Upload a document, so that there is an outline to check; find a quiz with questions."""
    manual.write_text(MANUAL, encoding="utf-8")
    acts.upload(page, manual, title="Tanks")
    outline = page.url
    page.goto("/desk/courses/introduction-to-esm/")
    quiz = page.get_by_role("link", name="Check yourself: why waste matters", exact=True)
    return (outline, page.evaluate("(link) => link.href", quiz.element_handle()))


def prepare_seat(page: Page, furnished: Site, manual: Path) -> tuple[str, ...]:
    """Start a quiz and leave it open."""
    page.goto("/courses/introduction-to-esm/")
    acts.start_quiz(page, "Check yourself: why waste matters")
    return (page.url,)


def prepare_nothing(page: Page, furnished: Site, manual: Path) -> tuple[str, ...]:
    return ()


ROUNDS = {
    "visitor": (PUBLIC, prepare_nothing),
    "learner": (LEARNER, prepare_seat),
    "trainer": (TRAINER, prepare_desk),
    "partner": (PARTNER, prepare_nothing),
    "admin": (ADMIN, prepare_nothing),
}


@pytest.fixture
def judged(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Return a function that opens a page which brings the judge along wherever it goes.

    Sending half a megabyte of script into every page took as long as judging it.
    """

    def open_page(**more: object) -> Page:
        page = visit(**more)
        page.add_init_script(AXE)
        return page

    return open_page


def faults(page: Page, kind: str) -> list[str]:
    """Return what is wrong with a page: wider than a phone, or hard for somebody to use."""
    page.set_viewport_size(PHONE)
    width, room = page.evaluate(WIDTH)
    wide = [f"{kind}: {width} px wide on a phone"] if width > room else []
    page.set_viewport_size(DESKTOP)
    return wide + [f"{kind}: {fault}" for fault in page.evaluate(FAULTS)]


@pytest.mark.parametrize("who", ROUNDS)
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_every_page_fits_a_phone_and_bars_nobody(
    furnished: Site,
    judged: Callable[..., Page],
    map_of_site: Flask,
    tmp_path: Path,
    who: str,
    language: str,
    scheme: str,
) -> None:
    tour, prepare = ROUNDS[who]
    page = judged(color_scheme=scheme)
    if tour.who:
        acts.sign_in(page, tour.who, acts.DEMO_PASSWORD)
    more = prepare(page, furnished, tmp_path / "tanks.md")
    acts.speak(page, language)
    found: list[str] = []
    passed: set[str] = set()
    for kind in go_round(page, map_of_site, more + tour.starts, tour.within):
        passed.add(kind)
        assert page.locator("html").get_attribute("lang") == language, page.url
        found += faults(page, kind)
    assert tour.passed <= passed, tour.passed - passed
    assert not found, "\n".join(found)


def test_what_went_wrong_can_be_read_by_everybody(
    furnished: Site, judged: Callable[..., Page]
) -> None:
    page = judged()
    page.goto("/nowhere")
    found = faults(page, "not found")
    page.goto("/register")
    acts.press(page, "Create account")
    page.get_by_role("alert").wait_for()
    found += faults(page, "form with problems")
    assert not found, "\n".join(found)
