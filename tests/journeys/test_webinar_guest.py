"""A guest without an account comes to a webinar on a phone in Arabic, without JavaScript."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import PHONE, Site
from tests.journeys.scene import Scene
from tests.journeys.webinars import MEETING, letter, link_in, page_of, planned_webinar

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_guest_registers_on_a_phone_in_arabic_and_cancels(
    scene: Scene,
    visit: Callable[..., Page],
    furnished: Site,
    look: Callable[[Page], None],
    scheme: str,
) -> None:
    title, guest = planned_webinar(scene, texts=("ar",)), f"{secrets.token_hex(4)}@example.org"
    more = {"locale": "ar", "timezone_id": "Africa/Cairo", "color_scheme": scheme}
    page = visit(size=PHONE, script=False, **more)
    page.goto("/webinars/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    look(page)
    page.get_by_role("link", name=title).click()
    look(page)
    with page.expect_download() as download:
        page.locator("main a[href$='.ics']").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8")
    assert title in kept
    page.locator("main a[href*='/register?session=']").click()
    look(page)
    fill_in(page, guest)
    look(page)
    page.goto(link_in(letter(furnished, guest, title), "/registrations/confirm/"))
    look(page)
    page.locator("main form[action*='/confirm/'] button").click()
    expect(page.locator("main .state.is-done")).to_have_count(1)
    look(page)
    leave(page, look)
    assert MEETING not in kept
    page.goto(page_of(scene, title))
    expect(page.locator("main a[href*='/register?session=']")).to_have_count(1)


def fill_in(page: Page, guest: str) -> None:
    """Fill in the form and send it: first without the consent, which loses nothing."""
    acts.fill(page, email=guest, name="منى الأحمد")
    page.locator("[name=country]").select_option("EG")
    page.locator("[name=stakeholder]").select_option("ngo")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("منى الأحمد")
    expect(page.locator("[name=country]")).to_have_value("EG")
    page.locator("[name=consent]").check()
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/register/mail")


def leave(page: Page, look: Callable[[Page], None]) -> None:
    """Cancel the registration; the page asks first."""
    page.locator("main a[href*='/cancel/']").click()
    look(page)
    page.locator("main form button.btn-danger").click()
    expect(page.locator("main .state.is-done")).to_have_count(0)
    expect(page.locator("main a[href*='/cancel/']")).to_have_count(0)
