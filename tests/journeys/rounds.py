"""Going round the site: from page to page by their own links, one page of each kind."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

# Files, and what shows the same page again.
SKIPPED = (
    "static",
    "accounts.copy_data",
    "library.media",
    "certificates.download",
    "courses_report.as_json",
    "courses_report.as_csv",
    "margin.as_file",
    "quizzes_desk_gain.as_csv",
    "courses_desk_forms.as_csv",
    "dev_mail.show_html",
    "webinar_calendar.public",
    "webinar_materials.file",
    "webinar_calendar.session_file",
    "webinar_embeds.feed",
)
FILES = (".json", ".csv")
LINKS = "() => [...document.querySelectorAll('a[href]')].map((one) => one.href)"


def kind_of(app: Flask, address: str) -> str | None:
    """Return what kind of page an address leads to, or None when it is no page of the site."""
    parts = urlsplit(address)
    try:
        endpoint, _ = app.url_map.bind(parts.netloc).match(parts.path)
    except HTTPException:
        return None
    if endpoint in SKIPPED or endpoint.startswith("health") or parts.path.endswith(FILES):
        return None
    return str(endpoint) + "".join(parse_qs(parts.query).get("kind", []))


def go_round(
    page: Page, app: Flask, starts: tuple[str, ...], within: tuple[str, ...]
) -> Iterator[str]:
    """Open one page of each kind, from these addresses on, under these paths; yield its kind.

    The caller looks at the page between two steps, and must leave it open.
    """
    waiting = list(starts)
    seen: set[str] = set()
    while waiting:
        address = urljoin(page.url, waiting.pop(0))
        kind = kind_of(app, address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        page.goto(address)
        landed = kind_of(app, page.url)
        if landed != kind and landed in seen:
            continue
        seen.add(landed or kind)
        yield landed or kind
        waiting += [one for one in page.evaluate(LINKS) if is_within(one, page.url, within)]


def is_within(address: str, here: str, within: tuple[str, ...]) -> bool:
    """Tell whether an address is of this site and under one of these paths."""
    parts = urlsplit(address)
    same = parts.netloc == urlsplit(here).netloc
    return same and any(parts.path.startswith(path) for path in within)
