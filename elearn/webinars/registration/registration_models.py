"""Tables of sign-ups, registrations, delegations, invitations and messages to the registered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime
from elearn.core.ids import public_id

REGISTRATION_STATES = (
    "unconfirmed",
    "asked",
    "waiting",
    "offered",
    "in",
    "cancelled",
    "declined",
    "lapsed",
)
# In the body of a class `public_id` is its column.
new_nonce = public_id
# A registration in these stands for something; in the others it may be asked for again.
LIVE = ("unconfirmed", "asked", "waiting", "offered", "in")
# In these it holds a seat of its pool.
SEATED = ("offered", "in")


class SignUp(Model):
    """One person's sign-up for a webinar, once: by account, or by address.

    A guest's `person_id` is null until the address is confirmed by the link of a letter; then it is
    the account of that address, which for a guest has no password. `email` is normalised, null for
    members of a delegation without an address of their own, and once it is erased. Name, country,
    gender and kind of stakeholder are those given then. `token_hash` is of the link that confirms;
    `nonce` is in the signed links of letters: a new one makes older links dead.
    """

    __tablename__ = "webinar_sign_up"
    __table_args__ = (
        UniqueConstraint("webinar_id", "email"),
        UniqueConstraint("webinar_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str | None] = mapped_column(String(2))
    # The UN regional group of the country, empty for none: which seats are kept for them.
    region: Mapped[str] = mapped_column(String(30), default="")
    gender: Mapped[str | None] = mapped_column(String(20))
    stakeholder: Mapped[str | None] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(12), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    response_id: Mapped[int | None] = mapped_column(ForeignKey("form_response.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(
        ForeignKey("webinar_delegation.id"), index=True
    )
    # Whether they signed the delegation up; letters for members without an address go to them.
    leads: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    nonce: Mapped[str] = mapped_column(String(12), default=new_nonce)
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Registration(Model):
    """A sign-up for one session.

    `number` is the order of asking, by which waiting people move up. `pool_id` is whose seat is
    held or offered (states "offered" and "in"). An offer holds until `offer_until`; one that was
    not taken up is "lapsed". `minutes` and `source` are the attendance that counts, null until
    something is known; `award_public_id` the certificate.
    """

    __tablename__ = "webinar_registration"
    __table_args__ = (
        UniqueConstraint("session_id", "sign_up_id"),
        CheckConstraint(
            "state IN ('unconfirmed', 'asked', 'waiting', 'offered', 'in', 'cancelled', "
            "'declined', 'lapsed')",
            name="state",
        ),
        CheckConstraint("(state IN ('offered', 'in')) = (pool_id IS NOT NULL)", name="seat"),
        CheckConstraint("(state = 'offered') = (offer_until IS NOT NULL)", name="offer"),
        CheckConstraint("minutes >= 0", name="minutes"),
        Index("ix_webinar_registration_queue", "session_id", "state", "number"),
        Index("ix_webinar_registration_offer", "state", "offer_until"),
        Index("ix_webinar_registration_number", "session_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"))
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("webinar_sign_up.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("seat_pool.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    placed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When the personal link was first followed in its window.
    clicked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(20))
    code_word_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    award_public_id: Mapped[str | None] = mapped_column(String(12))


class Delegation(Model):
    """Several people signed up by one of them, for an organisation or a country."""

    __tablename__ = "webinar_delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class WebinarInvitation(Model):
    """An address that may register for a webinar by invitation. The link is kept as its hash."""

    __tablename__ = "webinar_invitation"
    __table_args__ = (UniqueConstraint("webinar_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RegistrantMessage(Model):
    """A letter the organisers wrote to the people of a session who were in one of `states`."""

    __tablename__ = "webinar_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("webinar_session.id"), index=True)
    # Names of states, with spaces between them.
    states: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    people: Mapped[int] = mapped_column(default=0)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
