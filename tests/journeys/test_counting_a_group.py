"""Thirty-four people of a sorting yard are counted by keys alone, and nobody's name is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.keys import everywhere, go, skip, tab_to, write
from tests.journeys.scene import TRAINER, Scene, today

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Look = Callable[[Page], None]
NAMES = "Zuleika Quist, Odalys Brandt, Tendai Xaba"
COUNTS = {
    "Female, 25 to 34": 9,
    "Female, 35 to 49": 8,
    "Female, 50 to 64": 3,
    "Male, 18 to 24": 5,
    "Male, 25 to 34": 6,
    "Not stated, Age not stated": 3,
}


@everywhere
def test_a_group_of_34_is_counted_and_no_name_is_stored(
    scene: Scene, seat: Callable[..., Page], look: Look, size: dict[str, int], script: bool
) -> None:
    title, _code = scene.training()
    people = scene.people()
    page = seat(TRAINER, size=size, script=script)
    page.goto("/desk/runs/")
    skip(page)
    go(page, title)
    look(page)
    skip(page)
    go(page, "Groups without accounts")
    look(page)
    skip(page)
    go(page, "Count a group")
    look(page)
    count(page)
    look(page)
    expect(page.get_by_role("alert")).to_contain_text("name")
    correct(page)
    expect(page.get_by_text("34 people are counted.")).to_be_visible()
    look(page)
    row = page.locator("main tbody tr").first.locator("td")
    expect(row).to_contain_text(["Sorting by hand", "Yard north", "60", "34", "20"])
    kept = list(scene.texts())
    assert ("group_session", "Yard north") in kept
    assert [text for _table, text in kept if named(text)] == []
    assert scene.people() == people


def named(text: str) -> bool:
    return any(word in text for word in NAMES.replace(",", "").split())


def count(page: Page) -> None:
    """Fill in the form as somebody would who writes down names, too."""
    skip(page)
    write(page, "Day", f"{today():%m%d%Y}")
    write(page, "What the session was about", "Sorting by hand")
    write(page, "Place (optional)", NAMES)
    for cell in ordered():
        write(page, cell, str(COUNTS[cell]))
    go(page, "Keep the numbers")


def ordered() -> list[str]:
    """Return the cells in the order of the form: from age to age, then by gender."""
    ages = ["18 to 24", "25 to 34", "35 to 49", "50 to 64", "Age not stated"]
    return sorted(COUNTS, key=lambda cell: (ages.index(cell.split(", ")[1]), cell))


def correct(page: Page) -> None:
    """Write the place alone; what else was typed is kept."""
    skip(page)
    tab_to(page, "Place (optional)")
    page.keyboard.press("Control+A")
    page.keyboard.type("Yard north")
    go(page, "Keep the numbers")
    assert acts.heading(page).inner_text() == "Groups without accounts"
