"""A partner runs a series in two languages, from the draft to certificates, by keys alone."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import DESKTOP, PHONE, Site
from tests.journeys.keys import choose, go, pick, skip, tick, write
from tests.journeys.scene import Scene, today
from tests.journeys.webinars import (
    MEETING,
    MINUTES,
    PARTNER,
    certificate_codes,
    full_name,
    letter,
    own_page,
    page_of,
    register,
    start_first,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Look = Callable[[Page], None]


@pytest.mark.parametrize(
    ("size", "script"),
    [pytest.param(PHONE, False, id="360-no-script"), pytest.param(DESKTOP, True, id="1280-script")],
)
def test_a_series_fills_and_is_held_and_certified(
    scene: Scene,
    seat: Callable[..., Page],
    visit: Callable[..., Page],
    furnished: Site,
    look: Look,
    size: dict[str, int],
    script: bool,
) -> None:
    title = f"Series {secrets.token_hex(3)}"
    desk = seat(PARTNER, size=size, script=script)
    plan(desk, title, look)
    amara, ivo, chipo = (
        scene.person(name) for name in ("Amara Diallo", "Ivo Petrov", "Chipo Moyo")
    )
    register(scene, title, amara, "Amara Diallo")
    register(scene, title, ivo, "Ivo Petrov")
    person = visit(size=size, script=script, beyond=MEETING)
    wait_in_line(person, chipo, page_of(scene, title), look)
    cancel(visit(size=size, script=script), letter(furnished, amara, "You are registered"), look)
    person.goto("/webinars/")
    person.goto(own_page(letter(furnished, chipo, "A seat is free for you")))
    skip(person)
    go(person, "Take the seat")
    expect(person.get_by_text("The seat is yours.")).to_be_visible()
    # The day comes.
    start_first(scene, title, minutes=5)
    join(person, look)
    other = visit(size=size, script=script, beyond=MEETING)
    other.goto(own_page(letter(furnished, ivo, "You are registered")))
    join(other, look)
    start_first(scene, title, minutes=-MINUTES - 1)
    settle(desk, ivo, look)
    for address in (ivo, chipo):
        letter(furnished, address, "Your certificate")
        person.goto(f"/v/{certificate_codes(scene, address)[0]}")
        expect(acts.heading(person)).to_have_text("This certificate is valid")
        expect(person.locator("main")).to_contain_text(title)
    assert certificate_codes(scene, amara) == []
    assert not any(MEETING in one for one in furnished.letters())


def plan(page: Page, title: str, look: Look) -> None:
    """Plan a series of two sessions with one seat for each of two people; publish it."""
    page.goto("/desk/webinars/")
    look(page)
    skip(page)
    go(page, "Plan a webinar")
    look(page)
    skip(page)
    write(page, "Title", title)
    write(page, "Summary (optional)", "How to pack a used battery.")
    go(page, "Make the draft")
    expect(page.get_by_text("The draft is there.")).to_be_visible()
    skip(page)
    go(page, "Settings")
    look(page)
    skip(page)
    pick(page, "Session by session: people choose the ones they come to", 1)
    go(page, "Save")
    skip(page)
    go(page, "Add a text in another language")
    look(page)
    skip(page)
    choose(page, "Language", "fran")
    write(page, "Title", f"{title} en français")
    write(page, "Summary (optional)", "Comment emballer une batterie usagée.")
    go(page, "Save")
    add_session(page, days=7, language="English", look=look)
    add_session(page, days=14, language="français", look=look)
    for _ in range(2):
        skip(page)
        go(page, "Open registration")
    skip(page)
    go(page, "Publish")
    expect(page.get_by_text("The webinar is published.")).to_be_visible()
    look(page)


def add_session(page: Page, *, days: int, language: str, look: Look) -> None:
    skip(page)
    go(page, "Plan a session")
    look(page)
    skip(page)
    choose(page, "Language spoken", language[:4])
    write(page, "Day", f"{today() + timedelta(days=days):%m%d%Y}")
    write(page, "Starts at", "1000AM")
    write(page, "Minutes", str(MINUTES))
    write(page, "Seats for everybody", "2")
    write(page, "Address of the meeting (optional)", MEETING)
    go(page, "Save")
    expect(page.get_by_text("The session is planned as a draft.")).to_be_visible()


def wait_in_line(page: Page, address: str, webinar: str, look: Look) -> None:
    """Register for what is full, as somebody with an account."""
    acts.sign_in(page, address)
    page.goto(webinar)
    look(page)
    assert MEETING not in page.content()
    skip(page)
    go(page, "Wait for a seat")
    look(page)
    skip(page)
    choose(page, "Country or territory", "Kenya")
    choose(page, "What describes you best?", "University")
    tick(page, "I have read the privacy notice and agree to it")
    go(page, "Register")
    expect(page.get_by_text("You are number 1 in the line")).to_have_count(2)
    look(page)
    assert MEETING not in page.content()


def cancel(page: Page, text: str, look: Look) -> None:
    """Cancel the first session by the link of a letter, without signing in."""
    assert MEETING not in text
    page.goto(own_page(text))
    look(page)
    skip(page)
    go(page, "Cancel this registration")
    look(page)
    skip(page)
    go(page, "Cancel the registration")
    expect(page.get_by_text("Your registration is cancelled.")).to_be_visible()


def join(page: Page, look: Look) -> None:
    """Go into the first session by one's own page, which is open."""
    page.reload()
    skip(page)
    go(page, "Join the session")
    look(page)
    assert MEETING not in page.content()
    skip(page)
    go(page, "Join now")
    page.wait_for_url(MEETING)


def settle(page: Page, ivo: str, look: Look) -> None:
    """Say who was there: one by a report file, one by the host's list; certificates go out."""
    page.reload()
    skip(page)
    go(page, full_name(page, "Attendance"))
    look(page)
    here = page.url
    skip(page)
    go(page, "Report files")
    look(page)
    report = f"Name,Email,Minutes\nIvo P.,{ivo},55\nNotetaker,,60\n"
    file = {"name": "report.csv", "mimeType": "text/csv", "buffer": report.encode()}
    page.get_by_label("Attendance report").set_input_files(file)
    skip(page)
    go(page, "Read the report")
    look(page)
    skip(page)
    go(page, "Count the report")
    page.goto(here)
    skip(page)
    pick(page, "No tick", 1)
    go(page, "Keep the list")
    skip(page)
    go(page, "Attendance is complete")
    expect(page.get_by_text("The attendance is complete.")).to_be_visible()
    expect(page.locator("main tbody")).to_contain_text("Report file")
    expect(page.locator("main tbody")).to_contain_text("Host’s list")
