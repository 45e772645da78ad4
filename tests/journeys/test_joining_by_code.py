"""Learners join a training by its code, by keys alone: one gets in, the next one waits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.keys import everywhere, go, skip, write
from tests.journeys.scene import COURSE_TITLE, Scene

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Look = Callable[[Page], None]


def join(page: Page, code: str, address: str, look: Look) -> None:
    """Type a code, sign in on the way, and use the code."""
    page.goto("/join")
    look(page)
    skip(page)
    write(page, "Code", code)
    go(page, "Go on")
    expect(page.get_by_text("The code is right")).to_be_visible()
    skip(page)
    go(page, "Sign in")
    write(page, "E-mail address", address)
    write(page, "Password", acts.PASSWORD)
    go(page, "Sign in")
    skip(page)
    go(page, "Go on")


@everywhere
def test_a_learner_joins_by_a_code_and_reads_the_first_lesson(
    scene: Scene, visit: Callable[..., Page], look: Look, size: dict[str, int], script: bool
) -> None:
    title, code = scene.training()
    page = visit(size=size, script=script)
    join(page, f"{code[:3].lower()} {code[3:]}", scene.person("Amara Diallo"), look)
    expect(acts.heading(page)).to_have_text(title)
    expect(page.locator("#place ~ p").first).to_have_text("You take part")
    look(page)
    skip(page)
    go(page, COURSE_TITLE)
    look(page)
    skip(page)
    go(page, "Start")
    look(page)
    first = acts.heading(page).inner_text()
    skip(page)
    go(page, "Mark as read and continue")
    expect(acts.heading(page)).not_to_have_text(first)
    page.goto("/learn/")
    look(page)
    expect(page.locator("main")).to_contain_text(title)


@everywhere
def test_who_comes_to_a_full_training_waits_and_reads_why(
    scene: Scene, visit: Callable[..., Page], look: Look, size: dict[str, int], script: bool
) -> None:
    title, code = scene.training(places=1)
    scene.take_place(title, scene.person("Amara Diallo"))
    page = visit(size=size, script=script)
    join(page, code, scene.person("Ivo Petrov"), look)
    expect(acts.heading(page)).to_have_text(title)
    expect(page.get_by_text("All places are held.").first).to_be_visible()
    expect(page.get_by_text("You are enrolled")).to_have_count(0)
    expect(page.locator("#place ~ p").first).to_have_text("You are number 1 on the waiting list")
    look(page)
    skip(page)
    go(page, "Stop waiting")
    look(page)
    expect(acts.heading(page)).to_have_text("Take the request back")
    skip(page)
    go(page, "Take the request back")
    expect(page.locator("main")).to_contain_text("You gave your place back")
