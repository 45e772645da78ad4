"""Organisers decide who comes: they answer requests, and invite to what is private, by keys."""

import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import DESKTOP, PHONE, Site
from tests.journeys.keys import choose, go, skip, tick, write
from tests.journeys.scene import Scene
from tests.journeys.webinars import (
    PARTNER,
    letter,
    link_in,
    page_of,
    planned_webinar,
    register,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
sizes = pytest.mark.parametrize(
    ("size", "script"),
    [pytest.param(PHONE, True, id="360-script"), pytest.param(DESKTOP, False, id="1280-no-script")],
)


@sizes
def test_organisers_answer_requests(
    scene: Scene,
    seat: Callable[..., Page],
    furnished: Site,
    look: Callable[[Page], None],
    size: dict[str, int],
    script: bool,
) -> None:
    title = planned_webinar(scene, door="approval")
    amara, ivo = scene.person("Amara Diallo"), scene.person("Ivo Petrov")
    register(scene, title, amara, "Amara Diallo")
    register(scene, title, ivo, "Ivo Petrov")
    page = seat(PARTNER, size=size, script=script)
    page.goto(f"/desk{page_of(scene, title)}")
    skip(page)
    go(page, "Requests to answer")
    look(page)
    skip(page)
    tick(page, "Amara Diallo")
    go(page, "Yes to the chosen")
    expect(page.get_by_text("1 request is answered.")).to_be_visible()
    skip(page)
    tick(page, "Ivo Petrov")
    go(page, "No to the chosen")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Ivo Petrov")).to_be_checked()
    write(page, "Reason, when you turn people down (optional)", "It is for inspectors.")
    go(page, "No to the chosen")
    expect(page.get_by_text("No request waits for an answer")).to_be_visible()
    letter(furnished, amara, "You are registered")
    assert "It is for inspectors." in letter(furnished, ivo, "not accepted")


@sizes
def test_organisers_invite_to_what_is_private(
    scene: Scene,
    seat: Callable[..., Page],
    visit: Callable[..., Page],
    furnished: Site,
    look: Callable[[Page], None],
    size: dict[str, int],
    script: bool,
) -> None:
    title, guest = planned_webinar(scene, door="invitation"), f"{secrets.token_hex(4)}@example.org"
    page, visitor = seat(PARTNER, size=size, script=script), visit(size=size, script=script)
    visitor.goto(f"{page_of(scene, title)}register")
    expect(visitor.get_by_text("This webinar is by invitation")).to_be_visible()
    page.goto(f"/desk{page_of(scene, title)}")
    skip(page)
    go(page, "Invitations")
    look(page)
    skip(page)
    write(page, "E-mail addresses", guest)
    go(page, "Send the invitations")
    look(page)
    expect(page.get_by_text("1 invitation is on its way")).to_be_visible()
    visitor.goto(link_in(letter(furnished, guest, title), "/webinars/invitations/"))
    look(visitor)
    skip(visitor)
    write(visitor, "Your name", "Chipo Moyo")
    choose(visitor, "Country or territory", "Kenya")
    choose(visitor, "What describes you best?", "University")
    tick(visitor, "I have read the privacy notice and agree to it")
    go(visitor, "Register")
    expect(acts.heading(visitor)).to_have_text("Your registration")
    expect(visitor.get_by_text("You are in")).to_be_visible()
    page.reload()
    expect(page.locator("main tbody .state")).to_have_text("Registered")
