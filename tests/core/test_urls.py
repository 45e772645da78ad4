"""R-19: after signing in people go on within this site, whatever the address asks for."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.core.urls import absolute, safe_path

HERE = "https://learn.example.org/sign-in"
SAFE = [
    "/",
    "/courses/",
    "/courses/waste-oil/?page=2",
    "/courses/waste-oil/#step",
    "/search?q=a%20b&next=%2F%2Fevil.example",
    "/a//b",
    "/:80/",
    "/%09/evil.example",
    "/courses/été/",
    "/@evil.example",
    "/.evil.example",
    "/;//evil.example",
    "/?next=https://evil.example",
]
UNSAFE = [
    None,
    "",
    " ",
    "courses/",
    "./courses/",
    "../",
    "?page=2",
    "#top",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/%2e%2e",
    "//",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/courses\\..\\evil",
    "//\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    "\n/courses/",
    " //evil.example",
    " /courses/",
    "/courses/ next",
    "/courses/\x00",
    "/courses/\x7f",
    "\x01/courses/",
    "/\x0b/evil.example",
    "http://evil.example/",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "mailto:a@example.org",
    "tel:1",
    "ftp://evil.example/",
    "//user@evil.example",
    "//evil.example:80",
    "//[::1]/",
    "//evil。example",
    "https://learn.example.org@evil.example/",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "%2f%2fevil.example",
    "/\r\nLocation: https://evil.example",
    "/\r\n\r\n<script>",
]


@pytest.mark.parametrize("target", SAFE)
def test_a_path_on_this_site_is_kept(target):
    assert safe_path(target) == target


@pytest.mark.parametrize("target", UNSAFE)
def test_anything_else_is_refused(target):
    assert safe_path(target) is None


PIECES = ["/", "\\", "//", "\t", "\n", "@", ":", "evil.example", "http:", "?", "#", ";", ".", " "]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join))
def test_what_is_kept_never_leaves_the_site(target):
    kept = safe_path(target)
    if kept is None:
        return
    # Browsers drop tabs and line ends and take a backslash for a slash.
    as_browsers_do = "".join(c for c in kept if c not in "\t\r\n").replace("\\", "/")
    assert urlsplit(urljoin(HERE, as_browsers_do)).netloc == "learn.example.org"
    assert "\r" not in kept
    assert "\n" not in kept


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_and_switching_language_never_lead_elsewhere(visitor, target):
    page = visitor.get(f"/sign-in?next={quote(target, safe='')}")
    assert "evil.example" not in "".join(page.all("//a/@href | //form/@action"))
    back = visitor.post("/language", {"to": "fr", "next": target})
    assert back.location == "/"


def test_full_addresses_use_the_configured_origin_whatever_host_was_asked_for(app):
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert absolute("accounts.sign_in") == "http://127.0.0.1:8000/sign-in"
    with app.app_context():
        assert absolute("verification.show", code="abc") == "http://127.0.0.1:8000/v/abc"
