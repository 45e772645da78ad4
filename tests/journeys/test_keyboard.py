"""A learner without a mouse: every step by Tab, Space, arrows and Enter, with focus in sight."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FARTHEST = 90
# What has focus: its words, whether a ring is drawn around it, whether it is in the window.
FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const label = one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.textContent;
  return {
    name: label.replace(/\\s+/g, " ").trim(),
    tag: one.tagName,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with this name has focus; all passed on the way show focus."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            continue
        assert focus["ring"], f"No focus ring on {focus}"
        assert focus["inside"], f"Focus out of sight on {focus}"
        if focus["name"] == name:
            return
    raise AssertionError(f"Tab never came to {name!r} on {page.url}")


def go(page: Page, name: str) -> None:
    """Come to a link or button and press Enter; wait for the page that follows."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def tick(page: Page, choice: str) -> None:
    tab_to(page, choice)
    page.keyboard.press("Space")


def pick(page: Page, first: str, steps: int) -> None:
    """Come to a group of radios, whose first has focus, and move by arrows."""
    tab_to(page, first)
    page.keyboard.press("Space")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")


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
