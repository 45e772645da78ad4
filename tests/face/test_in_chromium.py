"""The gallery in Chromium: nothing runs off a phone's screen, nothing breaks the policy."""

import importlib.util
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

CHROMIUM = os.environ.get("CHROMIUM_PATH") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.browser
if not CHROMIUM and not os.environ.get("REQUIRE_BROWSER"):
    pytest.skip("Chromium is missing: install it or set CHROMIUM_PATH.", allow_module_level=True)

sync_api = pytest.importorskip("playwright.sync_api")
_spec = importlib.util.spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["ltr", "rtl"])
def address(request) -> Iterator[str]:
    direction = request.param
    app = gallery.create_gallery("ar" if direction == "rtl" else "en", direction)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(browser) -> Iterator[object]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def test_no_page_runs_off_a_phone_and_none_breaks_the_policy(phone, address):
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    wide = []
    for name in [*gallery.names(), "form?wrong=1"]:
        if name == "letter":
            continue
        phone.goto(f"{address}/{name}")
        if phone.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert (wide, said) == ([], [])


def test_the_contents_open_as_a_drawer_and_close_with_escape(phone, address):
    phone.goto(f"{address}/lesson")
    contents = phone.locator("#contents")
    assert not contents.is_visible()
    phone.click(".drawer-button")
    assert contents.is_visible()
    phone.keyboard.press("Escape")
    assert not contents.is_visible()


def test_on_a_desktop_the_contents_stand_beside_the_text(phone, address):
    phone.set_viewport_size({"width": 1280, "height": 800})
    phone.goto(f"{address}/lesson")
    beside, text = phone.locator("#contents").bounding_box(), phone.locator("main").bounding_box()
    assert beside["y"] < text["y"] + 40
    assert beside["x"] + beside["width"] <= text["x"] or text["x"] + text["width"] <= beside["x"]
    assert not phone.locator(".drawer-button").is_visible()


def test_a_menu_closes_when_the_reader_looks_elsewhere(phone, address):
    phone.goto(f"{address}/home")
    phone.locator("details.menu > summary").last.click()
    assert phone.locator("details.menu[open]").count() == 1
    phone.locator("h1").click()
    assert phone.locator("details.menu[open]").count() == 0


def test_a_wrong_form_moves_the_reader_to_its_problems(phone, address):
    phone.goto(f"{address}/form?wrong=1")
    assert phone.evaluate("document.activeElement.className") == "problems"
    phone.click(".problems a >> nth=0")
    assert phone.evaluate("document.activeElement.id") == "name"


def test_targets_are_large_enough_to_touch(phone, address):
    phone.goto(f"{address}/lesson")
    heights = phone.eval_on_selector_all(
        ".btn, .top-nav a, .menu > summary",
        "all => all.filter(one => one.offsetHeight).map(one => one.offsetHeight)",
    )
    assert min(heights) >= 36
