"""A learner without a mouse: every step by Tab, Space, arrows and Enter, with focus in sight."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.keys import go, pick, tab_to, tick, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_lesson_and_a_quiz_need_no_mouse(newcomer: str, visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/sign-in")
    write(page, "E-mail address", newcomer)
    write(page, "Password", acts.PASSWORD)
    go(page, "Sign in")
    page.goto("/courses/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    go(page, "Handling waste lead-acid batteries")
    go(page, "Enrol and start")
    lessons = 0
    while not re.search(r"/quiz$", page.url):
        go(page, "Mark as read and continue")
        lessons += 1
    assert lessons > 1
    go(page, "Start the quiz")
    answer_by_keys(page)
    expect(page.locator("[data-save-state]")).to_have_text("Saved")
    go(page, "Submit and see the result")
    expect(acts.heading(page)).to_have_text(re.compile(r"passed", re.IGNORECASE))
    expect(page.get_by_text("Your answer, right").first).to_be_visible()


def answer_by_keys(page: Page) -> None:
    """Answer every question in the order they stand in."""
    for place in page.locator("section.question").all():
        controls = place.locator("input:not([type=hidden])")
        kind = controls.first.get_attribute("type")
        names = place.locator("label").all_inner_texts()
        if kind == "text":
            write(page, names[0], "420")
        elif kind == "radio":
            pick(page, names[0], 1)
            expect(controls.nth(1)).to_be_checked()
        else:
            tick(page, names[0])
            tick(page, names[1])
            expect(controls.nth(0)).to_be_checked()
            expect(controls.nth(1)).to_be_checked()


def test_menus_and_the_drawer_open_and_close_by_keys(
    newcomer: str, visit: Callable[..., Page]
) -> None:
    page = visit(size={"width": 360, "height": 740})
    acts.sign_in(page, newcomer)
    acts.begin(page, "Handling waste lead-acid batteries")
    tab_to(page, "Nadia Osei")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    tab_to(page, "Contents")
    page.keyboard.press("Enter")
    expect(page.locator("nav.contents")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("nav.contents")).to_be_hidden()
