"""A person without a mouse: Tab, Enter, Space, arrows and typing, with focus always in sight."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE

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
# Every journey is made on a phone and at a desk, with JavaScript and without.
everywhere = pytest.mark.parametrize(
    ("size", "script"),
    [
        pytest.param(size, script, id=f"{size['width']}-{'script' if script else 'no-script'}")
        for size in (PHONE, DESKTOP)
        for script in (True, False)
    ],
)


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


def skip(page: Page) -> None:
    """Go past the menus to the main part, as the first link of every page offers."""
    tab_to(page, "Skip to the main part")
    page.keyboard.press("Enter")


def go(page: Page, name: str) -> None:
    """Come to a link or button and press Enter; wait for the page that follows."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Come to a field and type."""
    tab_to(page, label)
    page.keyboard.type(text)


def choose(page: Page, label: str, option: str) -> None:
    """Come to a list of options and type the first letters of one."""
    write(page, label, option)


def tick(page: Page, choice: str) -> None:
    """Come to a box and press Space."""
    tab_to(page, choice)
    page.keyboard.press("Space")


def pick(page: Page, first: str, steps: int) -> None:
    """Come to a group of radios, whose first has focus, and move by arrows."""
    tab_to(page, first)
    page.keyboard.press("Space")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
