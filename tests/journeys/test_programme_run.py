"""A manager makes a training of a programme and sees it through, by keys alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.keys import choose, everywhere, go, pick, skip, write
from tests.journeys.scene import TRAINER, Scene, today

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADMIN = "admin@example.org"


@everywhere
def test_a_manager_makes_a_training_of_a_programme_and_closes_it(
    scene: Scene,
    seat: Callable[..., Page],
    look: Callable[[Page], None],
    size: dict[str, int],
    script: bool,
) -> None:
    programme = scene.programme()
    people = [scene.person("Amara Diallo"), scene.person("Ivo Petrov")]
    page = seat(TRAINER, size=size, script=script)
    page.goto("/desk/programmes/")
    skip(page)
    go(page, programme)
    look(page)
    skip(page)
    go(page, "Make a training of it")
    look(page)
    title = programme.replace("Programme", "Training")
    propose(page, title)
    expect(acts.heading(page)).to_have_text(title)
    look(page)
    here = page.url.partition("#")[0]
    approve(seat(ADMIN, size=size, script=script), here)
    page.goto(here)
    skip(page)
    go(page, "Start")
    expect(page.get_by_text("The training is running.")).to_be_visible()
    add(page, people, look)
    measure_and_close(page, title, look)


def propose(page: Page, title: str) -> None:
    """Fill in the form of a new training: when, where, for how many, by which code."""
    first, last = today(), today() + timedelta(days=20)
    skip(page)
    write(page, "Title", title)
    write(page, "First day", f"{first:%m%d%Y}")
    write(page, "Last day", f"{last:%m%d%Y}")
    choose(page, "Country or territory", "Kenya")
    write(page, "Venue (optional)", "Hall of the centre")
    write(page, "Places", "2")
    pick(page, "Anybody: whoever asks gets a place, or a number on the waiting list", 1)
    write(page, "Code (optional)", title.split()[1])
    write(page, "Learners", "2")
    go(page, "Propose the training")


def approve(page: Page, address: str) -> None:
    """Approve the training, as an administrator."""
    page.goto(address)
    skip(page)
    go(page, "Approve")
    expect(page.get_by_text("The training is approved.")).to_be_visible()


def add(page: Page, people: list[str], look: Callable[[Page], None]) -> None:
    """Add people by their addresses, one of which has no account."""
    skip(page)
    go(page, "Places")
    look(page)
    skip(page)
    write(page, "E-mail addresses", "\n".join([*people, "nobody@example.org"]))
    go(page, "Add these people")
    look(page)
    results = page.locator("main tbody td")
    expect(results).to_have_text(["Has a place", "Has a place", "Has no account: nothing was done"])
    skip(page)
    go(page, "See all places")
    expect(page.locator("main tbody th")).to_have_text(["Amara Diallo", "Ivo Petrov"])


def measure_and_close(page: Page, title: str, look: Callable[[Page], None]) -> None:
    """See what was planned and what happened; close the training before its last day."""
    skip(page)
    go(page, title)
    skip(page)
    go(page, "Planned and actual")
    look(page)
    learners = page.locator("main tbody tr", has_text="Learners").first
    expect(learners.locator("td")).to_have_text(["2", "2"])
    skip(page)
    go(page, title)
    skip(page)
    go(page, "Close the training")
    look(page)
    go(page, "Close the training")
    expect(page.get_by_text("The training is closed.")).to_be_visible()
    expect(page.locator("main .state").first).to_have_text("Closed")
