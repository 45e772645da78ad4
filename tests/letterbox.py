"""A real SMTP server that keeps what it accepts, and can be told to refuse, dawdle or hang up."""

import asyncio
import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.ports import free_port

HANG_UP = "hang up"


class Letterbox:
    """What the server accepted, oldest first; `replies` are given first, one a letter.

    A reply is an SMTP line such as "451 later", or HANG_UP: the letter is accepted and kept, but
    the sender never hears of it.
    """

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.replies: list[str] = []
        self.refuse_recipient = ""
        self.seconds = 0.0
        self.on_letter: Callable[[], None] = lambda: None

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.on_letter()
        await asyncio.sleep(self.seconds)
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply == HANG_UP or reply.startswith("250"):
            message: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.accepted.append(message)
            self.recipients.append(list(envelope.rcpt_tos))
        if reply == HANG_UP:
            server.transport.abort()
        return reply

    @property
    def marks(self) -> list[str]:
        """The Message-ID of every letter accepted."""
        return [str(message["Message-ID"]) for message in self.accepted]


@contextmanager
def open_letterbox(
    box: Letterbox | None = None, *, host: str = "127.0.0.1", **options: Any
) -> Iterator[tuple[Letterbox, str]]:
    """Yield a letterbox and its address, `smtp://...`, until the block ends."""
    box = box or Letterbox()
    controller = Controller(box, hostname=host, port=free_port(), ready_timeout=30, **options)
    controller.start()
    try:
        yield box, f"smtp://{host}:{controller.port}"
    finally:
        controller.stop()
