"""A quiz on a line that breaks: what the page says of saving is true, and no answer is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys import acts
from tests.journeys.acts import question

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COURSE = "Handling waste lead-acid batteries"
QUIZ = "Check yourself: know the battery"
WEIGHT = (
    "A pallet holds 50 batteries of 12 kg each. If lead makes up 70 per cent of the weight, how"
    " much lead is on the pallet, in kilograms?"
)
HABITS = "Which habits keep lead dust from reaching your family? Choose two."
WASHING = "Washing hands and face before eating"
CHANGING = "Changing clothes at work"
SAVING_MILLISECONDS = 45_000


@pytest.fixture
def attempt(newcomer: str, visit: Callable[..., Page]) -> Page:
    """The page of an attempt that has just been started."""
    page = visit()
    # Leaving with unsaved answers asks first; these learners leave all the same.
    page.on("dialog", lambda dialog: dialog.accept())
    acts.sign_in(page, newcomer)
    acts.begin(page, COURSE)
    acts.back(page)
    acts.start_quiz(page, QUIZ)
    # What is answered before the script is there is sent with the page, not at once.
    expect(state(page)).to_have_text("Answers are saved as you give them.")
    return page


def state(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def answer_all(page: Page) -> None:
    question(page, WEIGHT).get_by_role("textbox").fill("420")
    question(page, HABITS).get_by_label(WASHING).check()
    question(page, HABITS).get_by_label(CHANGING).check()


def expect_answers(page: Page) -> None:
    expect(question(page, WEIGHT).get_by_role("textbox")).to_have_value("420")
    expect(question(page, HABITS).get_by_label(WASHING)).to_be_checked()
    expect(question(page, HABITS).get_by_label(CHANGING)).to_be_checked()


def test_answers_given_without_a_line_are_saved_when_it_is_back(attempt: Page) -> None:
    page = attempt
    expect(state(page)).to_have_text("Answers are saved as you give them.")
    page.context.set_offline(True)
    answer_all(page)
    expect(state(page)).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved", timeout=SAVING_MILLISECONDS)
    page.reload()
    expect_answers(page)
    expect(state(page)).to_have_text("Answers are saved as you give them.")


def test_answers_the_server_never_got_come_back_with_the_page_and_are_sent_then(
    attempt: Page,
) -> None:
    page = attempt

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.route("**/answers", refuse)
    answer_all(page)
    expect(state(page)).to_contain_text("Not saved yet")
    page.reload()
    expect_answers(page)
    expect(state(page)).to_contain_text("Not saved yet")
    page.unroute("**/answers")
    expect(state(page)).to_have_text("Saved", timeout=SAVING_MILLISECONDS)


def test_an_answer_the_server_took_but_could_not_confirm_counts_once(attempt: Page) -> None:
    page = attempt
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.post_data or "")
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/answers", lose_the_first_answer)
    question(page, HABITS).get_by_label(WASHING).check()
    expect(state(page)).to_have_text("Saved", timeout=SAVING_MILLISECONDS)
    assert len(lost) == 1
    expect(question(page, HABITS).locator("[data-elsewhere-note]")).to_have_count(0)
    page.reload()
    expect(question(page, HABITS).get_by_label(WASHING)).to_be_checked()


def test_somebody_signed_out_elsewhere_is_told_and_loses_nothing(attempt: Page) -> None:
    page = attempt
    page.context.clear_cookies()
    question(page, HABITS).get_by_label(WASHING).check()
    expect(state(page)).to_contain_text("you were signed out")
    expect(question(page, HABITS).get_by_label(WASHING)).to_be_checked()
