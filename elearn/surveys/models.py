"""Tables of forms, fields, responses, answers, actions and invitations to follow-ups."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

FORM_KINDS = ("survey", "checklist", "follow-up", "registration")
FIELD_KINDS = (
    *("scale", "choice", "choices", "yesno", "number", "text", "actions"),
    *("country", "stakeholder", "consent"),
)
ACTION_STATES = ("open", "done", "partly", "blocked", "dropped")


class Form(Model):
    """A form: the survey at the end of a course, a checklist, a follow-up, or a registration.

    `key` names the forms the product comes with ("end-of-course", "follow-up"); null for others.
    A form that was answered is not changed any more: a copy follows it (`follows_id`).
    """

    __tablename__ = "form"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('survey', 'checklist', 'follow-up', 'registration')", name="kind"
        ),
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),
        UniqueConstraint("key", "language", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    key: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(12), default="en")
    number: Mapped[int] = mapped_column(default=1)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("form.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    introduction: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="draft")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Field(Model):
    """One question of a form. `key` is its name in exports and stays through copies.

    `options`: [{"value", "label"}] for choice and choices, {"low", "high", "most"} words and top of
    a scale. `condition`: {"field": key, "any": [values]} shows it only after such an answer.
    """

    __tablename__ = "form_field"
    __table_args__ = (
        UniqueConstraint("form_id", "key"),
        CheckConstraint(
            "kind IN ('scale', 'choice', 'choices', 'yesno', 'number', 'text', 'actions', "
            "'country', 'stakeholder', 'consent')",
            name="kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(500))
    hint: Mapped[str] = mapped_column(String(500), default="")
    required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[Any] = mapped_column(Json, default=list)
    condition: Mapped[dict[str, Any] | None] = mapped_column(Json)


class Response(Model):
    """One filled form about a subject. A person answers a form once for each subject.

    `person_id` is null once the person is erased, or where a form was answered without a name.
    A withdrawn response keeps its date and loses its answers.
    """

    __tablename__ = "form_response"
    __table_args__ = (
        UniqueConstraint("form_id", "subject", "person_id"),
        Index("ix_form_response_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    subject: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up.id"), unique=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FormAnswer(Model):
    """What was answered to one field: a number, a text, a value or a list of values."""

    __tablename__ = "form_answer"
    __table_args__ = (UniqueConstraint("response_id", "field_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("form_field.id"), index=True)
    value: Mapped[Any] = mapped_column(Json)


class Action(Model):
    """Something a learner chose to do after learning, and what became of it."""

    __tablename__ = "learner_action"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'partly', 'blocked', 'dropped')", name="state"),
        Index("ix_learner_action_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(20), default="open")
    # Why it is blocked, or how it went, in the learner's words.
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FollowUp(Model):
    """An invitation, `months` after learning, to say by a link in a letter what became of it.

    The link's secret is stored as its hash, made when the letter is sent.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("person_id", "subject", "months"),
        Index("ix_follow_up_due", "due_at", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    form_id: Mapped[int] = mapped_column(ForeignKey("form.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(80))
    # What the letter calls the course or run, as it was called then.
    title: Mapped[str] = mapped_column(String(300))
    months: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
