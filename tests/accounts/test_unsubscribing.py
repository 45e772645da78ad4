"""Stopping letters by the address in them: one click, no cookie, no sign-in (RFC 8058)."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from elearn.accounts import mailing, preferences, unsubscribing
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Member
from tests.pages import Pages


@pytest.fixture
def letter_to(app, run_jobs, letters) -> Callable[[Member], EmailMessage]:
    """Return a function that sends a letter of a kind that may be declined, and gives it."""

    def send(member: Member) -> EmailMessage:
        context = {"title": "Batteries", "link": "https://learn.example.org/x"}
        with app.app_context(), write():
            mark, template = f"changes:{len(letters())}", "changes-to-read"
            mailing.tell(member.id, "changes", mark=mark, template=template, **context)
        run_jobs()
        return letters()[-1]

    return send


@pytest.fixture
def wish(app) -> Callable[[Member, str], str]:
    """Return a function that reads how a member gets letters of a kind."""

    def read(member: Member, kind: str = "changes") -> str:
        with app.app_context():
            return preferences.preferences_of(member.id)[kind]

    return read


def stop_path(letter: EmailMessage) -> str:
    return urlsplit(letter["List-Unsubscribe"].strip("<>")).path


def one_click(app, path: str, status: int = 200) -> None:
    """Send what a mail program sends: no cookie, no token, from anywhere."""
    answer = app.test_client(use_cookies=False).post(
        path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"}
    )
    assert answer.status_code == status


def test_a_letter_carries_the_headers_whole_and_says_why_it_comes(app, cast, letter_to, letters):
    letter = letter_to(cast.learner)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [path] = (Path(app.extensions["settings"].data) / "mail").glob("*.eml")
    raw = path.read_text()
    # An address that is folded or encoded is one that mail programs do not find.
    assert re.search(r"^List-Unsubscribe: <http\S+/unsubscribe/\S+>\r?$", raw, re.M)
    address = letter["List-Unsubscribe"].strip("<>")
    for kind in ("plain", "html"):
        body = letter.get_body((kind,)).get_content()
        assert address in body
        assert "/account/letters" in body
        assert "“Something you learned has changed”" in body


def test_opening_the_address_changes_nothing_and_the_button_stops_the_letters(
    cast, letter_to, visitor, wish
):
    page = visitor.get(stop_path(letter_to(cast.learner)))
    assert (page.heading, wish(cast.learner)) == ("Stop these letters?", "at-once")
    stopped = visitor.submit(page, "Stop these letters", status=200)
    assert (stopped.heading, wish(cast.learner)) == ("These letters are stopped", "never")
    again = visitor.get(stop_path(letter_to(cast.second_learner)))
    assert again.heading == "Stop these letters?"


def test_a_mail_program_stops_them_with_one_click(app, cast, letter_to, letters, wish):
    path = stop_path(letter_to(cast.learner))
    for _time in range(2):
        one_click(app, path)
    assert [wish(cast.learner), wish(cast.second_learner)] == ["never", "at-once"]
    assert {wish(cast.learner, kind) for kind in ("nudge", "due-soon")} == {"at-once"}
    before = len(letters())
    letter_to(cast.learner)
    assert len(letters()) == before
    with app.app_context():
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "letters.choose")
        ).one()
    assert (entry.actor_id, entry.thing_id) == (None, cast.learner.public_id)
    assert entry.detail == {"kind": "changes", "how": "never"}


def test_it_is_undone_or_made_weekly_on_the_same_page(cast, letter_to, visitor, wish):
    page = visitor.get(stop_path(letter_to(cast.learner)))
    stopped = visitor.submit(page, "Stop these letters", status=200)
    back = visitor.submit(stopped, "Undo", status=200)
    assert (back.heading, wish(cast.learner)) == ("Changed: these letters still come", "at-once")
    weekly = visitor.submit(back, "Once a week instead", status=200)
    assert wish(cast.learner) == "weekly"
    assert "once a week, on Monday" in weekly.main
    gone = visitor.submit(weekly, "Stop these letters", status=200)
    assert wish(cast.learner) == "never"
    visitor.submit(gone, "Undo", status=200)
    assert wish(cast.learner) == "weekly"


def test_stopping_the_weekly_letter_stops_all_that_comes_in_it_and_can_be_undone(
    app, cast, visitor, wish
):
    with app.app_context(), write():
        preferences.choose(cast.learner.id, "changes", "weekly", None)
        preferences.choose(cast.learner.id, "nudge", "weekly", None)
    with app.app_context():
        address = unsubscribing.address(cast.learner.public_id, "digest")
    page = visitor.get(urlsplit(address).path)
    assert "A trainer writes to you about a course" in page.main
    stopped = visitor.submit(page, "Stop these letters", status=200)
    kinds = ("changes", "nudge", "due-soon")
    assert [wish(cast.learner, kind) for kind in kinds] == ["never", "never", "at-once"]
    visitor.submit(stopped, "Undo", status=200)
    assert [wish(cast.learner, kind) for kind in kinds] == ["weekly", "weekly", "at-once"]
    one_click(app, urlsplit(address).path)
    one_click(app, urlsplit(address).path)
    assert [wish(cast.learner, kind) for kind in kinds] == ["never", "never", "at-once"]
    assert visitor.get(urlsplit(address).path).heading == "These letters are stopped"


def test_an_address_nobody_signed_for_them_stops_nothing(app, cast, letter_to, visitor, wish):
    value = stop_path(letter_to(cast.learner)).rpartition("/")[2]
    person, kind, signature = value.split(".")
    forged = (
        f"{cast.second_learner.public_id}.{kind}.{signature}",
        f"{person}.nudge.{signature}",
        f"{person}.{kind}.{signature[:-1]}",
        f"{person}.{kind}",
        "",
    )
    for value in forged:
        visitor.get(f"/unsubscribe/{value}", status=404)
        one_click(app, f"/unsubscribe/{value}", status=404)
    with app.app_context():
        always = unsubscribing.address(cast.learner.public_id, "certificate")
    one_click(app, urlsplit(always).path, status=404)
    assert wish(cast.learner) == wish(cast.second_learner) == "at-once"


def test_an_address_gives_no_right_to_other_kinds(app, cast, letter_to, wish):
    path = stop_path(letter_to(cast.learner))
    client = app.test_client(use_cookies=False)
    client.post(path, data={"how": "never", "kind": ["nudge", "certificate"]})
    assert [wish(cast.learner, kind) for kind in ("changes", "nudge")] == ["never", "at-once"]
    assert client.post(path, data={"how": "daily"}).status_code == 400


def test_an_address_works_after_the_key_was_changed_until_the_old_one_is_gone(
    app, cast, letter_to, visitor
):
    path = stop_path(letter_to(cast.learner))
    settings = app.extensions["settings"]
    new = "another secret for tests that is long enough"
    try:
        app.extensions["settings"] = changed(settings, f"{new},{settings.secret_key}")
        visitor.get(path)
        app.extensions["settings"] = changed(settings, new)
        visitor.get(path, status=404)
    finally:
        app.extensions["settings"] = settings


def changed(settings, secret_key: str):
    return type(settings)(**(vars(settings) | {"secret_key": secret_key}))


def test_no_other_door_lets_a_post_in_without_a_token(app, cast):
    pages = Pages(app).sign_in(cast.learner)
    assert pages.client.post("/account/letters", data={"changes": "never"}).status_code == 400
