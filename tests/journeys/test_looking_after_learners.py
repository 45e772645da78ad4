"""A trainer finds who is at risk, writes to them, opens a step, moves a date: by keys alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import Site
from tests.journeys.keys import choose, everywhere, go, pick, skip, tab_to, tick, write
from tests.journeys.scene import COURSE, TRAINER, Scene

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Look = Callable[[Page], None]
REASON = "The workshop is closed this week."


@everywhere
def test_a_trainer_looks_after_a_learner_at_risk(
    scene: Scene,
    seat: Callable[..., Page],
    furnished: Site,
    look: Look,
    size: dict[str, int],
    script: bool,
) -> None:
    address = scene.person("Amara Diallo")
    scene.due_soon(address)
    page = seat(TRAINER, size=size, script=script)
    page.goto(f"/desk/courses/{COURSE}/learners/")
    find_at_risk(page, address)
    look(page)
    write_to_them(page, look)
    assert "Half an hour is enough." in furnished.wait_for_letter(f"To: {address}")
    skip(page)
    go(page, "Amara Diallo")
    look(page)
    expect(page.get_by_text("At risk: due soon or overdue")).to_be_visible()
    open_a_step(page, look)
    move_the_date(page)


def find_at_risk(page: Page, address: str) -> None:
    """Filter the roster down to one learner at risk."""
    skip(page)
    write(page, "Name or e-mail address", address)
    choose(page, "State", "At risk")
    go(page, "Show")
    expect(page.locator("main tbody th")).to_have_text(["Amara Diallo"])


def write_to_them(page: Page, look: Look) -> None:
    """See whom a letter would touch and how it reads, and send it."""
    skip(page)
    tick(page, "Choose: Amara Diallo")
    go(page, "Write to those ticked")
    look(page)
    expect(acts.heading(page)).to_have_text("Write to learners")
    skip(page)
    tab_to(page, "Your message")
    page.keyboard.press("Control+A")
    page.keyboard.type("Half an hour is enough.")
    go(page, "See the letter")
    expect(page.locator("section", has=page.locator("#letter"))).to_contain_text("Half an hour")
    look(page)
    skip(page)
    go(page, "Send 1 letter")
    expect(page.get_by_text("1 letter is on its way.")).to_be_visible()


def open_a_step(page: Page, look: Look) -> None:
    """Open the last step, which is locked, with the reason."""
    skip(page)
    step = page.locator("main tbody tr").last.locator("th bdi").inner_text()
    go(page, f"Decide: {step}")
    look(page)
    skip(page)
    pick(page, "The step counts as completed", 1)
    write(page, "Reason", REASON)
    go(page, "Decide")
    expect(page.get_by_text("Your decision counts from now on.")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()


def move_the_date(page: Page) -> None:
    """Give a fortnight more."""
    skip(page)
    write(page, "Days more", "14")
    write(page, "Reason", REASON)
    go(page, "Move the date")
    expect(page.get_by_text("The date is moved, and the learner is told.")).to_be_visible()
    expect(page.get_by_text("At risk: due soon or overdue")).to_have_count(0)
