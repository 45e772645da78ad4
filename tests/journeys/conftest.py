"""A real server, a real worker, a real browser."""

import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from elearn.app.factory import create_app
from elearn.core.config import from_environment
from tests.journeys import acts
from tests.journeys.judging import Judge
from tests.journeys.scene import Scene
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 120
WAIT_MILLISECONDS = 30_000
LETTER_SECONDS = 60
CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM_PATH")
    return named or next((path for name in CANDIDATES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        reason = "Chromium is missing: install it or set CHROMIUM_PATH."
        if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    found = playwright_driver.chromium.launch(
        executable_path=path,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-quic",
            # Else requests that outlive their page pass by the lines these tests break.
            "--disable-features=KeepAliveInBrowserMigration",
        ],
    )
    yield found
    found.close()


class Site:
    """A running installation: its address, its data folder, and its commands."""

    def __init__(self, address: str, environment: dict[str, str]) -> None:
        self.address = address
        self.environment = environment

    def command(self, *words: str, stdin: str | None = None) -> str:
        """Run `elearn` with these words and return what it prints."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("elearn")), *words],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def letters(self) -> list[str]:
        """Return the letters written so far, as text, oldest first."""
        folder = Path(self.environment["ELEARN_DATA"]) / "mail"
        return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.eml"))]

    def wait_for_letter(self, words: str) -> str:
        """Return the newest letter that holds these words, once the worker has written it."""
        end = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < end:
            for letter in reversed(self.letters()):
                if words in letter:
                    return letter
            time.sleep(0.1)
        raise AssertionError(f"No letter with {words!r} in {len(self.letters())} letters")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An empty installation with its server and worker running."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "ELEARN_DATA": str(tmp_path_factory.mktemp("site")),
        "PORT": str(port),
        "SERVER_PROCESSES": "1",
        "LOG_LEVEL": "error",
        "LANGUAGES": "en,ar",
    }
    site = Site(address, environment)
    site.command("db", "upgrade")
    command = [str(Path(sys.executable).with_name("elearn")), "run"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        wait_until_ready(address, process)
        yield site
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def furnished(site: Site) -> Site:
    """The same installation with the demonstration loaded: courses, people, certificates."""
    site.command("demo")
    return site


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "The server ended before it answered."
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not answer.")


@pytest.fixture
def newcomer(furnished: Site) -> str:
    """The address of a learner nobody has met yet; acts.PASSWORD opens the account."""
    address = f"newcomer-{secrets.token_hex(4)}@example.org"
    words = ("--email", address, "--name", "Nadia Osei", "--password-stdin")
    furnished.command("user", "create", *words, stdin=acts.PASSWORD)
    return address


@pytest.fixture(scope="session")
def scene(furnished: Site) -> Scene:
    """The rooms on the data of the running site, to set out what a journey begins with."""
    return Scene(create_app(from_environment(furnished.environment)))


@pytest.fixture(scope="session")
def judge(scene: Scene) -> Judge:
    return Judge(scene.app)


@pytest.fixture
def look(judge: Judge) -> Callable[[Page], None]:
    """Return a function that fails for a page too wide for its window, or one that bars anybody."""
    return judge.look


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """What the browser of everybody who signed in once keeps."""
    return {}


@pytest.fixture
def seat(
    visit: Callable[..., Page], cookies: dict[str, Any], furnished: Site
) -> Callable[..., Page]:
    """Return a function that opens a page of somebody of the demonstration, signed in."""

    def open_seat(address: str, **more: object) -> Page:
        if address not in cookies:
            page = visit()
            acts.sign_in(page, address, acts.DEMO_PASSWORD)
            cookies[address] = page.context.storage_state()
        return visit(storage_state=cookies[address], **more)

    return open_seat


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of its own visitor.

    `script=False` turns JavaScript off; `size` is PHONE or DESKTOP. A page that logs an error,
    breaks the content security policy or asks another site for anything fails the test. `beyond`
    is the one address elsewhere that may be asked; what answers there is an empty page.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        *,
        script: bool = True,
        size: dict[str, int] = DESKTOP,
        beyond: str = "",
        **more: object,
    ) -> Page:
        context = browser.new_context(
            java_script_enabled=script, viewport=size, base_url=site.address, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MILLISECONDS)
        known = (site.address, "data:", "blob:") + ((beyond,) if beyond else ())
        if beyond:
            page.route(beyond, lambda route: route.fulfill(body="<h1>A meeting</h1>"))
        page.on(
            "console",
            lambda message: problems.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(known) else problems.append(f"asked {request.url}")
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    # Chromium logs every answer of 4xx and 5xx as an error; those a journey asks for are meant.
    unmeant = [text for text in problems if "Failed to load resource" not in text]
    assert not unmeant, unmeant
