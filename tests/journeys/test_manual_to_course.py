"""A fresh trainer turns a manual into a published course of three modules in forty clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from elearn.library.readers.child import READABLE
from tests.journeys import acts
from tests.journeys.acts import press
from tests.journeys.conftest import PHONE, Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_CLICKS = 40
# The manual, and how many of its chapters the course begins with.
MANUALS = [
    ("maint-guide-fr.pdf", "pdf", "fr"),
    ("asvs-5.0-en.docx", "docx", "en"),
]
MODULES = 3


class Clicks:
    """Counts what a person presses on a page, whatever it is; choosing a file counts too."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.expose_function("oneClick", self.add)
        page.add_init_script(
            "addEventListener('click', (e) => e.isTrusted && window.oneClick(), true);"
            "addEventListener('change', (e) => e.target.type === 'file' && window.oneClick(), true)"
        )

    def add(self) -> None:
        self.count += 1


@pytest.fixture
def trainer(site: Site) -> str:
    address = "first-day@example.org"
    words = ("--email", address, "--name", "Fatou Diallo", "--role", "trainer", "--password-stdin")
    site.command("user", "create", *words, stdin=acts.PASSWORD)
    return address


def test_a_fresh_trainer_makes_a_course_of_a_manual_in_forty_clicks(
    visit: Callable[..., Page], shared_manuals: Path, trainer: str
) -> None:
    name, _, language = next(one for one in MANUALS if one[1] in READABLE)
    page = visit()
    clicks = Clicks(page)
    acts.sign_in(page, trainer)
    page.locator("header").get_by_role("link", name="Desk", exact=True).click()
    page.get_by_role("link", name="Imports", exact=True).click()
    press(page, "Upload a document")
    page.locator("[name=file]").set_input_files(shared_manuals / name)
    press(page, "Upload and read")
    check = page.get_by_role("link", name="Check the outline", exact=True)
    expect(check).to_be_visible(timeout=acts.JOB_MILLISECONDS)
    check.click()
    keep_first_modules(page, MODULES)
    press(page, "The outline is right: go on")
    expect(page.locator("[name=language]")).to_have_value(language)
    press(page, "Make the draft course")
    publish = page.get_by_role("link", name="Check and publish", exact=True)
    expect(publish).to_be_visible(timeout=acts.JOB_MILLISECONDS)
    publish.click()
    press(page, "Publish this release")
    expect(page.get_by_text("Release 1", exact=True)).to_be_visible()
    page.wait_for_timeout(100)
    print(f"{name}: {clicks.count} clicks")
    assert 8 <= clicks.count <= MOST_CLICKS


def keep_first_modules(page: Page, number: int) -> None:
    """Leave out every module but the first ones, and whatever is taught beside them."""
    modules = page.locator("main ol.review-list > li.is-module")
    others = modules.count() - number
    assert others >= 0, "The document has too few chapters for this course"
    for at in range(number, number + others):
        modules.nth(at).locator("[name=h]").check()
    for annex in page.locator("main ol.review-list > li.l1", has_text="Annex").all():
        annex.locator("[name=h]").check()
    if others:
        press(page, "Leave out")
    expect(page.locator("#outline-count")).to_contain_text(f"in {number} modules")


def test_the_outline_is_put_right_by_keys_alone_and_on_a_phone(
    site: Site, visit: Callable[..., Page], shared_manuals: Path
) -> None:
    words = ("--email", "keys@example.org", "--name", "Kim", "--role", "trainer")
    site.command("user", "create", *words, "--password-stdin", stdin=acts.PASSWORD)
    page = visit(size=PHONE)
    acts.sign_in(page, "keys@example.org")
    acts.upload(page, shared_manuals / "un-sdg-15-3-1.docx", title="Land degradation")
    boxes = page.locator("main ol.review-list [name=h]")
    first, second = boxes.nth(1), boxes.nth(2)
    title = page.locator("main ol.review-list label").nth(1).inner_text()
    level = page.locator("main ol.review-list li").nth(1).get_attribute("class")
    first.focus()
    page.keyboard.press("ArrowRight")
    row = acts.row(page, title)
    expect(row).not_to_have_class(level)
    expect(row.locator("[name=h]")).to_be_focused()
    page.keyboard.press("u")
    expect(row).to_have_class(level)
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator("main ol.review-list li").nth(2)).to_contain_text("Left out")
    expect(page.locator("#outline-said")).to_contain_text("lesson")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
