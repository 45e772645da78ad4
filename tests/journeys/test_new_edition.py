"""A new edition of a manual flows to a learner who had finished half of the course."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.acts import press
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FLOOR = "Look at the floor, the roof and the drains of the store once a week, and write it down. "
DRIVER = "The driver carries the movement document, a telephone number and the sheet on spills. "
SPILL = "Stop a spill with sand, keep people away from it and tell the safety officer at once. "
CLOSED = "Keep every drum of waste closed, upright, labelled and out of the rain."
PERMIT = "Hand the load over only to a facility that has a permit for it."
FIRST = f"""---
title: TITLE
edition: First edition
language: en
---

# At the store

## Drums and rooms

1\\. {CLOSED}

2\\. {FLOOR * 10}

## When something leaks

3\\. {SPILL * 12}

# On the road

## The papers

4\\. {DRIVER * 12}

## The facility

5\\. {PERMIT}

6\\. {FLOOR.replace("store", "lorry") * 11}
"""
SECOND = (
    FIRST.replace("First edition", "Second edition")
    .replace("out of the rain", "out of the rain and the sun")
    .replace(PERMIT, "Hand the load over only to a facility that shall show you its permit.")
    .replace("6\\. ", "6\\. Weigh every load at the gate, and keep the ticket.\n\n7\\. ")
)
MINE = "Write the number of the safety officer on the wall."


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_new_edition_reaches_a_learner_who_had_finished_half(
    site: Site, visit: Callable[..., Page], tmp_path: Path, script: bool
) -> None:
    way = "with scripts" if script else "without scripts"
    title = f"Storing and moving waste {way}"
    who = "" if script else "-plain"
    trainer, learner = f"nora{who}@example.org", f"amina{who}@example.org"
    words = ("--email", trainer, "--name", "Nora Lind", "--role", "trainer", "--password-stdin")
    site.command("user", "create", *words, stdin=acts.PASSWORD)

    desk = visit(script=script)
    acts.sign_in(desk, trainer)
    course = publish_first_edition(desk, tmp_path / "first.md", title)

    seat = visit(script=script)
    acts.register(seat, "Amina Diop", learner)
    acts.confirm(seat, acts.link_in(site.wait_for_letter(f"To: {learner}")))
    finish_half(seat, title)

    write_something_of_ones_own(desk, course)
    bring_second_edition(desk, tmp_path / "second.md", title)
    decide_and_publish(desk, course)

    site.wait_for_letter("Please read what changed")
    read_what_changed(seat, title)


def publish_first_edition(page: Page, file: Path, title: str) -> str:
    """Make a course of the manual and publish it; return its address at the desk."""
    file.write_text(FIRST.replace("TITLE", title), encoding="utf-8")
    acts.upload(page, file)
    press(page, "The outline is right: go on")
    press(page, "Make the draft course")
    expect(acts.heading(page)).to_have_text(title, timeout=acts.JOB_MILLISECONDS)
    course = page.url
    press(page, "Check and publish")
    press(page, "Publish this release")
    expect(page.get_by_text("Release 1", exact=True)).to_be_visible()
    return course


def finish_half(page: Page, title: str) -> None:
    """Enrol, and read one of the two lessons."""
    page.goto("/courses/")
    page.get_by_role("link", name=title).first.click()
    press(page, "Enrol and start")
    press(page, "Mark as read and continue")
    expect(page.get_by_text("1 of 2 required parts done").first).to_be_attached()


def write_something_of_ones_own(page: Page, course: str) -> None:
    """Add a sentence to the paragraph that the new edition changes."""
    page.goto(course)
    page.get_by_role("link", name="On the road").first.click()
    text = page.locator("[name=html]")
    text.fill(text.input_value().replace(PERMIT, f"{PERMIT} {MINE}"))
    press(page, "Save")
    expect(page.get_by_text("The lesson is saved.")).to_be_visible()


def bring_second_edition(page: Page, file: Path, title: str) -> None:
    """Upload the second edition and have it compared with the courses."""
    file.write_text(SECOND.replace("TITLE", title), encoding="utf-8")
    page.goto("/desk/imports/new")
    page.locator("[name=file]").set_input_files(file)
    page.locator("[name=edition_of]").select_option(label=title)
    press(page, "Upload and read")
    check = page.get_by_role("link", name="Check the outline", exact=True)
    expect(check).to_be_visible(timeout=acts.JOB_MILLISECONDS)
    check.click()
    press(page, "The outline is right: go on")
    press(page, "Compare it with the courses")
    link = page.get_by_role("link", name=title)
    expect(link).to_be_visible(timeout=acts.JOB_MILLISECONDS)
    expect(page.locator("main")).to_contain_text("4 proposals")


def decide_and_publish(page: Page, course: str) -> None:
    """Accept what nobody edited, keep one's own sentence in a text of one's own, publish."""
    page.goto(course)
    expect(page.locator("main")).to_contain_text("New edition: 4 proposals")
    press(page, "See what changed in the manual")
    press(page, "Accept all 3 that nobody edited")
    expect(page.locator("main")).to_contain_text("3 of 4 decided")
    expect(page.locator("main")).to_contain_text(MINE)
    press(page, "Compare and write")
    text = page.locator("[name=html]")
    text.fill(text.input_value().replace("that has a permit", "that shall show you its permit"))
    press(page, "Use this text")
    press(page, "Finish the update")
    expect(page.get_by_text("The course follows the new edition.")).to_be_visible()
    press(page, "Check and publish")
    expect(page.locator("[name=note]")).to_contain_text("Second edition")
    page.get_by_label("Ask learners to read the material changes").check()
    press(page, "Publish this release")
    expect(page.get_by_text("Release 2", exact=True)).to_be_visible()


def read_what_changed(page: Page, title: str) -> None:
    """See that nothing is lost and what is new, say that one has read it, and go on."""
    page.goto("/learn/")
    card = page.locator("article", has=page.get_by_role("link", name=title, exact=True))
    expect(card).to_contain_text("1 of 2 required parts done")
    card.get_by_role("link", name="Please read what changed").click()
    expect(acts.heading(page)).to_have_text("What changed since you read this")
    expect(page.locator("main ins").first).to_contain_text("the sun")
    expect(page.locator("main")).not_to_contain_text("Weigh every load")
    press(page, "I have read these changes")
    page.goto("/learn/")
    expect(page.locator("main")).not_to_contain_text("Please read what changed")
    page.get_by_role("link", name="Continue").first.click()
    expect(page.locator("article.prose")).to_contain_text(MINE)
    expect(page.locator("article.prose")).to_contain_text("Weigh every load")
    press(page, "Mark as read and finish")
    expect(page.get_by_text("You have completed this course.")).to_be_visible()
