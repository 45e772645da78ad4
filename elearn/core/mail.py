"""Letters: queued with the change they tell of, drawn and sent by the worker.

In development they are written to a folder, otherwise handed to SMTP. A letter has the same
Message-ID however often it is tried, so that a double delivery can be recognised.
"""

import contextlib
import os
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale

from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.core.transaction import writing

SMTP_SECONDS = 20
# Hosts reached without leaving the machine: nobody can listen on the way.
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Whole(UnstructuredHeader, BaseHeader):
    """A header on one line, however long: folded as text is, an address in it would be lost."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", Whole)
POLICY = EmailPolicy(header_factory=_headers)


@dataclass(frozen=True)
class Attachment:
    """A text file with a letter: `kind` is after "text/", `told` more of its content type."""

    name: str
    kind: str
    text: str
    told: Mapping[str, str] = field(default_factory=dict)


class OpenLine(Exception):
    """The mail server offers no encryption, so it is not told the password."""


_may_receive: list[Callable[[str], bool]] = []


def refuse_recipients_unless(allowed: Callable[[str], bool]) -> None:
    """Ask `allowed(address)` again when a letter is sent: a suspended person gets none."""
    _may_receive[:] = [allowed]


def send_later(to: str, template: str, language: str, **context: Any) -> None:
    """Queue a letter in the open transaction.

    `templates/mail/<template>.txt` holds the subject in its first line, then the text;
    `<template>.html` is its twin. `context` holds plain values only.
    """
    if not writing():
        raise RuntimeError("A letter is queued in the transaction it tells of.")
    mark = public_id()
    outbox.enqueue(
        "core.send_letter", to=to, template=template, language=language, context=context, mark=mark
    )


@outbox.task("core.send_letter", lease_seconds=60)
def send_letter(to: str, template: str, language: str, context: dict[str, Any], mark: str) -> None:
    """Draw the letter in its reader's language and send it, unless they may no longer get any."""
    if not all(allowed(to) for allowed in _may_receive):
        raise outbox.GiveUp("The person may no longer receive mail.")
    settings: Settings = current_app.extensions["settings"]
    message = compose(settings, to, template, language, context, mark)
    # No read transaction stays open while the mail server is spoken to.
    db.session.rollback()
    deliver(settings, message)


def compose(
    settings: Settings,
    to: str,
    template: str,
    language: str,
    context: dict[str, Any],
    mark: str,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """Return the letter as a message with a text and an HTML part, and what is attached to it.

    `foot` in the context says below it why one gets it, and how not to: {weekly, label,
    choose, stop}.
    """
    with force_locale(language):
        text = render_template(f"mail/{template}.txt", **context)
        foot = render_template("layouts/mail_foot.txt", **context)
        html = render_template(f"mail/{template}.html", **context)
    subject, _, body = text.partition("\n")
    sender_name, sender = parseaddr(settings.mail_from)
    message = EmailMessage(policy=POLICY)
    message["Subject"] = " ".join(subject.split())
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{mark}@{urlsplit(settings.origin).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(f"{body.strip()}\n\n{foot.strip()}".strip() + "\n")
    message.add_alternative(html, subtype="html")
    for part in attachments:
        message.add_attachment(
            part.text, subtype=part.kind, filename=part.name, params=dict(part.told)
        )
    return message


def deliver(settings: Settings, message: EmailMessage) -> None:
    """Hand the letter to SMTP, or write it to the mail folder when no server is set.

    Raises outbox.GiveUp when the server refuses it for good, else what smtplib raises.
    """
    if not settings.smtp_url:
        write_to_folder(settings.data_path / "mail", message)
        return
    server = connection(settings.smtp_url)
    try:
        server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        if permanent(error):
            raise outbox.GiveUp(f"The mail server refused the letter: {error}") from error
        raise
    finally:
        # What it says to our goodbye does not change what became of the letter.
        with contextlib.suppress(OSError):
            server.quit()
        server.close()


def permanent(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> bool:
    """Tell whether trying again cannot help (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return error.smtp_code >= 500


def connection(url: str) -> smtplib.SMTP:
    """Open a connection to `smtp://user:password@host:port` (STARTTLS if offered) or `smtps://`.

    The server's certificate is checked wherever a password is sent, and for `smtps://` always.
    Raises OpenLine rather than send a password in clear to another machine.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    checked = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=SMTP_SECONDS, context=checked
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SMTP_SECONDS)
    try:
        encrypted = parts.scheme == "smtps" or encrypt(server, checked if parts.username else None)
        if parts.username:
            if not encrypted and host not in HERE:
                raise OpenLine("The mail server offers no encryption: its password was not sent.")
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def encrypt(server: smtplib.SMTP, context: ssl.SSLContext | None) -> bool:
    """Encrypt the connection if the server offers that; tell whether it is encrypted now."""
    server.ehlo()
    if not server.has_extn("starttls"):
        return False
    server.starttls(context=context)
    return True


def write_to_folder(folder: Path, message: EmailMessage) -> None:
    """Write the letter as a file, newest last when sorted by name."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = str(message["Message-ID"]).strip("<>").partition("@")[0]
    stamp = now().strftime("%Y%m%dT%H%M%S%f")
    if not list(folder.glob(f"*-{mark}.eml")):
        # Under its name only once it is whole, since a letter that is there is not written again.
        part = folder / f"{mark}.part"
        part.write_bytes(bytes(message))
        os.replace(part, folder / f"{stamp}-{mark}.eml")
