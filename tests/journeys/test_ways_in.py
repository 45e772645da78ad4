"""A learner with a code on a phone, with JavaScript and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
DESK = "/desk/courses/checking-waste-shipments-at-the-border/entry"


@pytest.mark.parametrize("script", [True, False])
def test_a_learner_joins_by_a_code_on_a_phone(
    newcomer: str, visit: Callable[..., Page], script: bool
) -> None:
    trainer = visit(script=script)
    acts.sign_in(trainer, "trainer@example.org", acts.DEMO_PASSWORD)
    trainer.goto(f"{DESK}/codes")
    code = trainer.locator("main th code").last.inner_text()
    page = visit(script=script, size=PHONE)
    page.goto("/courses/")
    acts.press(page, "I have a code")
    acts.fill(page, code=code.lower().replace("-", " "))
    acts.press(page, "Go on")
    expect(page.get_by_text("Checking waste shipments at the border")).to_be_visible()
    acts.press(page, "Sign in")
    acts.fill(page, email=newcomer, password=acts.PASSWORD)
    acts.press(page, "Sign in")
    acts.press(page, "Go on")
    expect(acts.heading(page)).to_have_text("Checking waste shipments at the border")
    acts.press(page, "Start")
    expect(acts.heading(page)).to_have_text("What to look at first")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
