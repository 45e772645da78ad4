"""A client that reads pages as a browser would, and checks each one it is given."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.cast import Member, open_sign_in

HEAVIEST = 100_000
ROOM_OF_ERRORS = {"unexpected-end-tag-implies-table-voodoo"}


@dataclass
class Answer:
    """What came back. `page` is the parsed document of an HTML answer."""

    status: int
    text: str
    headers: Any
    response: TestResponse

    @property
    def json(self) -> Any:
        return self.response.get_json()

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.text)

    @property
    def heading(self) -> str:
        return words(self.page.find(".//h1"))

    @property
    def main(self) -> str:
        """The words of the main part of the page."""
        return words(self.page.find(".//main"))

    def all(self, xpath: str) -> list[Any]:
        return list(self.page.xpath(xpath))


def words(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())


class Pages:
    """One visitor with one cookie jar."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, member: Member) -> "Pages":
        """Sign the member in on this client, as the sign-in page would."""
        value = open_sign_in(self.app, member)
        with self.client.session_transaction() as session:
            session.clear()
            session["_user_id"] = value
            session["_fresh"] = True
        return self

    def get(self, path: str, status: int = 200, **options: Any) -> Answer:
        """Fetch a page, expect the status and check the page. Follows no redirect."""
        answer = self.answer(self.client.get(path, **options))
        assert answer.status == status, f"GET {path}: {answer.status} {answer.text[:600]}"
        if answer.headers.get("Content-Type", "").startswith("text/html") and status not in (
            204,
            302,
        ):
            check_page(self.app, path, answer.text)
        return answer

    def post(self, path: str, data: Any = None, status: int = 302, **options: Any) -> Answer:
        """Send a form with a valid CSRF token and expect the status."""
        sent = dict(data or {})
        sent.setdefault("csrf_token", self.token())
        answer = self.answer(self.client.post(path, data=sent, **options))
        assert answer.status == status, f"POST {path}: {answer.status} {answer.text[:600]}"
        if answer.headers.get("Content-Type", "").startswith("text/html") and status not in (
            204,
            302,
        ):
            check_page(self.app, path, answer.text)
        return answer

    def submit(self, answer: Answer, button: str, status: int = 302, **fields: Any) -> Answer:
        """Fill in the form that has this button (its words) and press it."""
        form, pressed = form_with_button(answer.page, button)
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        for name, value in fields.items():
            assert name in form.fields or form.xpath(f".//*[@name='{name}']"), f"No field {name}"
            data[name] = value
        here = answer.response.request.full_path.rstrip("?")
        path = pressed.get("formaction") or form.get("action") or here
        if (form.get("method") or "get").lower() == "get":
            return self.get(path.partition("?")[0], query_string=data, status=status)
        return self.post(path, data, status=status)

    def json(
        self, method: str, path: str, body: Any = None, status: int = 200, **options: Any
    ) -> Answer:
        """Call the API with JSON and expect the status."""
        headers = {"X-CSRFToken": self.token()} | options.pop("headers", {})
        response = self.client.open(path, method=method, json=body, headers=headers, **options)
        answer = self.answer(response)
        assert answer.status == status, f"{method} {path}: {answer.status} {answer.text[:600]}"
        return answer

    def follow(self, answer: Answer) -> Answer:
        """Go where a redirect points."""
        assert answer.status in (301, 302, 303, 308), answer.status
        return self.get(urlsplit(answer.location or "")._replace(scheme="", netloc="").geturl())

    def token(self) -> str:
        """Return a CSRF token that is valid for this client's session."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        serializer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        return serializer.dumps(raw)

    def answer(self, response: TestResponse) -> Answer:
        text = (
            response.get_data(as_text=True)
            if (response.mimetype or "").startswith(
                ("text/", "application/json", "application/problem")
            )
            else ""
        )
        return Answer(response.status_code, text, response.headers, response)


def form_with_button(page: html.HtmlElement, button: str) -> tuple[Any, Any]:
    found = [
        (next(element.iterancestors("form")), element)
        for element in page.xpath("//button | //input[@type='submit']")
        if button in (words(element), element.get("value"), element.get("aria-label"))
    ]
    assert found, f"No button “{button}” among {[words(b) for b in page.xpath('//button')]}"
    return found[0]


def check_page(app: Flask, path: str, text: str) -> None:
    """Fail unless the page is one we would show to anybody."""
    assert len(text.encode()) <= HEAVIEST, f"{path} weighs {len(text.encode())} bytes"
    check_markup(path, text)
    page = html.document_fromstring(text)
    headings = page.findall(".//h1")
    assert len(headings) == 1, f"{path} has {len(headings)} h1"
    title = " ".join((page.findtext(".//title") or "").split())
    assert title.startswith(words(headings[0])), (
        f"{path}: title {title!r}, h1 {words(headings[0])!r}"
    )
    root = page if page.tag == "html" else page.getroottree().getroot()
    assert root.get("lang"), f"{path} does not say its language"
    assert root.get("dir") in ("ltr", "rtl"), f"{path} does not say its direction"
    ids = page.xpath("//@id")
    twice = {one for one in ids if ids.count(one) > 1}
    assert not twice, f"{path}: ids used twice: {twice}"
    assert not page.xpath("//@style"), f"{path} has inline style"
    assert not page.xpath("//script[not(@src)][not(@type='application/json')]"), f"{path}: script"
    assert not [a for a in page.xpath("//@*") if a.attrname.startswith("on")], f"{path}: handler"
    check_labels(path, page)
    check_forms(path, page)
    check_links(app, path, page, set(ids))


def check_markup(path: str, text: str) -> None:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    parser.parse(text)
    errors = [(where, code) for where, code, _ in parser.errors if code not in ROOM_OF_ERRORS]
    assert not errors, f"{path}: invalid HTML {errors[:3]}"


def check_labels(path: str, page: html.HtmlElement) -> None:
    for field in page.xpath("//input | //select | //textarea"):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        labelled = field.get("aria-label") or field.get("aria-labelledby")
        labelled = labelled or field.xpath("ancestor::label")
        labelled = labelled or page.xpath("//label[@for=$id]", id=field.get("id") or "")
        assert labelled, f"{path}: field {field.get('name')} has no label"
    for image in page.xpath("//img"):
        assert image.get("alt") is not None, f"{path}: picture without alt"


def check_forms(path: str, page: html.HtmlElement) -> None:
    for form in page.xpath("//form[translate(@method,'POST','post')='post']"):
        assert form.xpath(".//input[@name='csrf_token']"), f"{path}: form without CSRF token"


def check_links(app: Flask, path: str, page: html.HtmlElement, ids: set[str]) -> None:
    adapter = app.url_map.bind("localhost")
    targets = [
        (t, "GET") for t in page.xpath("//a/@href | //link/@href | //img/@src | //script/@src")
    ]
    targets += [
        (form.get("action"), (form.get("method") or "get").upper())
        for form in page.xpath("//form[@action]")
    ]
    targets += [(t, "POST") for t in page.xpath("//@formaction")]
    for target, method in targets:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            assert parts.scheme in ("http", "https", "mailto"), f"{path}: link {target}"
            continue
        if not parts.path:
            assert not parts.fragment or parts.fragment in ids, f"{path}: no anchor {target}"
            continue
        if not parts.path.startswith("/"):
            continue
        try:
            adapter.match(parts.path, method=method)
        except RequestRedirect:
            continue
        except HTTPException as error:
            raise AssertionError(f"{path}: dead {method} link {target}") from error


def csrf_in(text: str) -> str:
    """Return the CSRF token in a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    assert found, "No CSRF token in the page"
    return found.group(1)
