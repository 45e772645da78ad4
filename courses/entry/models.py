"""Tables of the ways into a course."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

DOORS = ("open", "approval", "closed")
WAYS = ("open", "code", "approval", "invitation", "cohort", "list", "run", "trainer")


class EntryTerms(Model):
    """Who may enrol on a course by themselves; without a row it is open, without limits.

    `door`: everybody (open), after a trainer's yes (approval), or nobody without a code, an
    invitation or a cohort (closed). `places` limits how many are enrolled at once, null without a
    limit; `taken` counts them as long as the row stands. `reading` says whether those who are not
    enrolled may read the lessons. `due_days` is how long a learner has, from the enrolment. Dates
    are for those who come by themselves; places are counted for everybody, by the database.
    """

    __tablename__ = "entry_terms"
    __table_args__ = (
        CheckConstraint("door IN ('open', 'approval', 'closed')", name="door"),
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("taken >= 0", name="taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), unique=True)
    door: Mapped[str] = mapped_column(String(20), default="open")
    reading: Mapped[bool] = mapped_column(default=True)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    places: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    due_days: Mapped[int | None]


class EntryCode(Model):
    """A code that lets people enrol; given on as often as `most_uses` says, if it says."""

    __tablename__ = "entry_code"
    __table_args__ = (CheckConstraint("uses >= 0", name="uses"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    # Upper case, without characters that are mistaken for others.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    uses: Mapped[int] = mapped_column(default=0)
    most_uses: Mapped[int | None]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class EntryRequest(Model):
    """Somebody asked to be let into a course; one open request for a person and a course."""

    __tablename__ = "entry_request"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'approved', 'declined', 'taken-back')", name="state"),
        Index(
            "uq_entry_request_open",
            "course_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EntryInvitation(Model):
    """An address that was invited to a course by a letter with a link.

    The link's secret is stored as its hash, made when the letter is sent. `due_at` is when whoever
    accepts it should finish, if that differs from the terms.
    """

    __tablename__ = "entry_invitation"
    __table_args__ = (UniqueConstraint("course_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Cohort(Model):
    """A fixed list of people, kept by an organisation or by whoever made it."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CohortMember(Model):
    """A person on the list of a cohort."""

    __tablename__ = "cohort_member"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CourseCohort(Model):
    """A cohort that is let into a course: its members, also later ones, are enrolled at once."""

    __tablename__ = "course_cohort"
    __table_args__ = (UniqueConstraint("course_id", "cohort_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class EntryList(Model):
    """A CSV file of people for a course or a cohort: read and tried, then carried out.

    `counts` says how many rows would be, or were, enrolled, invited, changed, left as they are and
    refused. The result of every row is kept as a file, its name being `report_key`.
    """

    __tablename__ = "entry_list"
    __table_args__ = (
        CheckConstraint("mode IN ('add', 'update')", name="mode"),
        CheckConstraint(
            "state IN ('reading', 'tried', 'running', 'done', 'refused')", name="state"
        ),
        CheckConstraint("(course_id IS NULL) <> (cohort_id IS NULL)", name="for_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    mode: Mapped[str] = mapped_column(String(20), default="add")
    file_name: Mapped[str] = mapped_column(String(200))
    file_key: Mapped[str] = mapped_column(String(80))
    report_key: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20), default="reading")
    problem: Mapped[str] = mapped_column(Text, default="")
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
