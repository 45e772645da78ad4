"""Letters about accounts. Those with a link are written by the worker, so that no stored row,
not even a queued job, holds a secret that would open an account.
"""

from typing import Any

from flask import current_app

from elearn.accounts import links, queries, throttle
from elearn.core import mail, outbox
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.core.transaction import write
from elearn.core.urls import absolute

# The page each kind of link opens, and the letter it comes in.
PAGES = {
    "confirm": "accounts.confirm",
    "reset": "accounts.set_password",
    "change-email": "accounts.confirm_email",
}


def send_link_later(
    person_id: int | None, purpose: str, email: str, language: str, onward: str | None = None
) -> None:
    """Queue a letter with a link, in the open transaction; with no person nothing will be sent.

    `onward` is the page here that the person wanted to go to, and goes to after the link.

    Both cases cost the same, so that an answer does not tell who has an account.
    """
    outbox.enqueue(
        "accounts.send_link",
        person_id=person_id,
        purpose=purpose,
        email=email if person_id else "",
        language=language,
        mark=public_id(),
        onward=onward,
    )


def send_notice_later(person_id: int, letter: str) -> None:
    """Queue a letter without a link that a visitor's request caused, in the open transaction."""
    outbox.enqueue("accounts.send_notice", person_id=person_id, letter=letter, mark=public_id())


def send_link(
    person_id: int | None,
    purpose: str,
    email: str,
    language: str,
    mark: str,
    onward: str | None = None,
) -> None:
    """Make a link and send it, if the person is still there and the address still theirs.

    Raises outbox.GiveUp when there is nothing to send or the address has had enough letters.
    """
    account = queries.account_of(person_id) if person_id else None
    if account is None or account.suspended_at:
        raise outbox.GiveUp("There is nobody to write to.")
    if purpose == "change-email":
        owner = queries.person_by_email(email)
        if owner is not None:
            send_notice(owner.id, "already-registered", mark)
            return
    elif account.email != email:
        raise outbox.GiveUp("The address has changed since.")
    refuse_too_many(email)
    with write():
        secret = links.create(account.id, purpose, email)
    more = {"next": onward} if onward else {}
    address = absolute(PAGES[purpose], value=secret, **more)
    post(email, purpose, language, mark, link=address)


def send_notice(person_id: int, letter: str, mark: str) -> None:
    """Send a letter without a link, unless the person may get none or has had enough."""
    account = queries.account_of(person_id)
    if account is None or account.suspended_at:
        raise outbox.GiveUp("There is nobody to write to.")
    refuse_too_many(account.email)
    post(account.email, letter, account.language, mark)


def refuse_too_many(email: str) -> None:
    """Raise outbox.GiveUp when the address has had enough letters within the hour."""
    if not throttle.may_write_to(email):
        raise outbox.GiveUp("The address has had enough letters for now.")


def post(email: str, letter: str, language: str, mark: str, **context: Any) -> None:
    """Write the letter, hand it over, and count it."""
    settings = current_app.extensions["settings"]
    message = mail.compose(settings, email, letter, language, context, mark)
    # No read transaction stays open while the mail server is spoken to.
    db.session.rollback()
    mail.deliver(settings, message)
    with write():
        throttle.note_letter(email)
