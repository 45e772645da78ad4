"""Tables of webinars: texts, partners, topics, speakers, agendas, sessions and seats."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime
from elearn.core.ids import public_id

WEBINAR_STATES = ("draft", "published", "archived")
SIGN_UPS = ("one", "all")
DOORS = ("open", "approval", "invitation")
PARTNER_ROLES = ("content", "delivery", "funding")
SESSION_STATES = ("draft", "open", "held", "cancelled")
PROVIDERS = ("address", "bigbluebutton", "jitsi")


class Webinar(Model):
    """A webinar, or a series of them. Its organisation's partners run it.

    `zone` is the host's. `sign_up`: people choose sessions one by one, or sign up for all at once.
    `door`: whoever comes, whom the organisers approve, or whom they invited. An unlisted webinar
    is found by its address or an invitation only. `guests`: people without an account may register
    by a confirmed address; `delegations`: one person may register several.
    `retention_days` after its last session, guests' contact details and all answers are deleted.
    `offer_hours`: so long a seat that became free is kept for whom it was offered to.
    A certificate goes to who was there for `share_percent` of a session's minutes, or (with
    `code_word_counts`) entered its code word; with `feedback_needed` after answering the feedback.
    """

    __tablename__ = "webinar"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'archived')", name="state"),
        CheckConstraint("sign_up IN ('one', 'all')", name="sign_up"),
        CheckConstraint("door IN ('open', 'approval', 'invitation')", name="door"),
        CheckConstraint("share_percent BETWEEN 1 AND 100", name="share_percent"),
        CheckConstraint("retention_days BETWEEN 30 AND 3650", name="retention_days"),
        CheckConstraint("offer_hours BETWEEN 1 AND 168", name="offer_hours"),
        CheckConstraint("join_opens_minutes BETWEEN 0 AND 120", name="join_opens_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    sign_up: Mapped[str] = mapped_column(String(10), default="one")
    door: Mapped[str] = mapped_column(String(20), default="open")
    listed: Mapped[bool] = mapped_column(default=True)
    guests: Mapped[bool] = mapped_column(default=True)
    delegations: Mapped[bool] = mapped_column(default=False)
    retention_days: Mapped[int] = mapped_column(default=365)
    offer_hours: Mapped[int] = mapped_column(default=12)
    join_opens_minutes: Mapped[int] = mapped_column(default=15)
    certificates: Mapped[bool] = mapped_column(default=True)
    share_percent: Mapped[int] = mapped_column(default=70)
    code_word_counts: Mapped[bool] = mapped_column(default=False)
    feedback_needed: Mapped[bool] = mapped_column(default=False)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("webinar.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebinarText(Model):
    """What a webinar says of itself in one language, and the forms it asks in that language.

    `form_id` is the registration form (kind "registration"), `feedback_form_id` a survey after it.
    """

    __tablename__ = "webinar_text"
    __table_args__ = (UniqueConstraint("webinar_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    language: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    # Paragraphs of plain text.
    description: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(Text, default="")
    # What the organisers do with the answers, beside the site's own privacy notice.
    privacy_note: Mapped[str] = mapped_column(Text, default="")
    form_id: Mapped[int | None] = mapped_column(ForeignKey("form.id"), index=True)
    feedback_form_id: Mapped[int | None] = mapped_column(ForeignKey("form.id"), index=True)


class WebinarPartner(Model):
    """An organisation that takes part, and in which role; it is named on the page."""

    __tablename__ = "webinar_partner"
    __table_args__ = (
        UniqueConstraint("webinar_id", "organisation_id", "role"),
        CheckConstraint("role IN ('content', 'delivery', 'funding')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class WebinarTopic(Model):
    """A tool of the toolkit that a webinar is about."""

    __tablename__ = "webinar_topic"
    __table_args__ = (UniqueConstraint("webinar_id", "tool_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    tool_id: Mapped[int] = mapped_column(ForeignKey("tool.id"), index=True)


class Speaker(Model):
    """Who speaks at a webinar, as the page names them."""

    __tablename__ = "webinar_speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="")


class AgendaItem(Model):
    """A part of every session of a webinar, in one language, of so many minutes."""

    __tablename__ = "webinar_agenda_item"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        Index("ix_webinar_agenda_item_order", "webinar_id", "language", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    language: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("webinar_speaker.id"), index=True)


class WebinarSession(Model):
    """A session: a moment in UTC and the zone it was entered in, so many minutes, one language.

    Full, recorded and moved are read off other facts: no seat is free, a recording is published,
    `moved_at` is set (`moved_from` is where it stood before). `uid` and `sequence` are those of its
    calendar entry: the number grows with every change a calendar must take in.
    `address` is where it happens; nobody reads it but through a personal link, in its window.
    """

    __tablename__ = "webinar_session"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'held', 'cancelled')", name="state"),
        CheckConstraint("provider IN ('address', 'bigbluebutton', 'jitsi')", name="provider"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        Index("ix_webinar_session_webinar_id", "webinar_id", "starts_at"),
        Index("ix_webinar_session_starts_at", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    # Of a session of a series, in its language; the webinar's title where it is empty.
    title: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int] = mapped_column(default=60)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    # Registration is open between these, or until the session ends.
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider: Mapped[str] = mapped_column(String(20), default="address")
    address: Mapped[str] = mapped_column(String(500), default="")
    # The name of the meeting with the provider, made by us.
    room: Mapped[str] = mapped_column(String(60), default="")
    # How to listen by telephone; shown where the join link is.
    dial_in: Mapped[str] = mapped_column(Text, default="")
    code_word: Mapped[str] = mapped_column(String(60), default="")
    # The highest number given to a registration for it: the order of asking.
    last_number: Mapped[int] = mapped_column(default=0)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    # Whether it was given the usual reminders; who takes all of them out has none.
    reminders_made: Mapped[bool] = mapped_column(default=False)
    moved_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When the organisers said that its attendance is complete: certificates go out.
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SeatPool(Model):
    """Seats of a session: for everybody (`region` empty), or kept for a UN regional group.

    Every session has the pool for everybody. `taken` counts seats that are held or offered; the
    database never lets it pass `seats`. A session's capacity is the sum of its pools.
    """

    __tablename__ = "seat_pool"
    __table_args__ = (
        UniqueConstraint("session_id", "region"),
        CheckConstraint("seats >= 0", name="seats"),
        CheckConstraint("taken BETWEEN 0 AND seats", name="taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"))
    region: Mapped[str] = mapped_column(String(30), default="")
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
