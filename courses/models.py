"""Tables of courses: drafts, revisions, releases, enrolments, progress, completions."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from courses.search_text import folded
from elearn.core.clock import now
from elearn.core.database import Json, Model, UtcDateTime
from elearn.core.ids import public_id

LEVELS = ("introductory", "intermediate", "advanced")
STEP_KINDS = ("lesson", "quiz")


class Course(Model):
    """A course as its trainers edit it; learners read its current release.

    While an import fills it, it is `building` and nobody sees it.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("state IN ('building', 'draft', 'published', 'withdrawn')", name="state"),
        CheckConstraint("level IN ('introductory', 'intermediate', 'advanced')", name="level"),
        UniqueConstraint("import_id", "import_part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    level: Mapped[str] = mapped_column(String(20), default="introductory")
    audience: Mapped[list[str]] = mapped_column(Json, default=list)
    topic: Mapped[str] = mapped_column(String(200), default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    # The import this draft was made from, and the heading of its part when the document gave
    # several courses: repeating the last step of an import makes no second one.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import.id"))
    import_part: Mapped[str] = mapped_column(String(40), default="", server_default="")
    current_release_id: Mapped[int | None] = mapped_column(
        ForeignKey("release.id", use_alter=True, name="fk_course_current_release_id")
    )
    # The rules that hold: what comes before its parts, and what completes it; null for the plain
    # ones (every required step, no order).
    rules_id: Mapped[int | None] = mapped_column(
        ForeignKey("course_rules.id", use_alter=True, name="fk_course_rules_id")
    )
    # Whether terms of the glossary are links in the text of lessons.
    link_terms: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Raised by every edit of the draft: what was rendered for an older one is not published.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Module(Model):
    """A module; `counted` modules are needed for completion, reference modules are not.

    A removed module is kept (`removed_at`), since its removed steps point to it. `objectives` are
    what learners can do after it, in the order they are read.
    """

    __tablename__ = "module"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    objectives: Mapped[list[str]] = mapped_column(Json, default=list, server_default="[]")
    counted: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Step(Model):
    """A lesson or a quiz. Its id never changes, so progress survives every edit and re-order.

    `ready` is false while the room that fills it (quizzes) says it cannot be published yet.
    A removed step is kept (`removed_at`), since progress and releases point to it.
    """

    __tablename__ = "step"
    __table_args__ = (CheckConstraint("kind IN ('lesson', 'quiz')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    required: Mapped[bool] = mapped_column(default=True)
    ready: Mapped[bool] = mapped_column(default=True)
    minutes: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CourseTerm(Model):
    """What trainers say of a term of the course's glossary, laid over the terms of its edition.

    `key` is the folded term, which ties it to the term of any edition. Without a `meaning` of its
    own the term keeps that of the manual, and its row only says that it is hidden or not linked.
    `original` is what the manual said when a trainer reworded it, null for a trainer's own term.
    """

    __tablename__ = "course_term"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str] = mapped_column(String(300))
    term: Mapped[str] = mapped_column(String(200))
    meaning: Mapped[str | None] = mapped_column(Text)
    original: Mapped[str | None] = mapped_column(Text)
    hidden: Mapped[bool] = mapped_column(default=False)
    linked: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LessonRevision(Model):
    """One saved text of a lesson, append-only.

    `blocks`: [{"key": paragraph key or null, "html": clean HTML, "label": printed number,
    "page": number or null, "kind": paragraph kind, "edited": bool}]
    """

    __tablename__ = "lesson_revision"
    __table_args__ = (UniqueConstraint("step_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    language: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    words: Mapped[int] = mapped_column(default=0)
    based_on: Mapped[int | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def _searched(context: DefaultExecutionContext) -> str:
    values = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return folded(f"{values['title']} {values['summary']}")


class Release(Model):
    """A frozen published course. `outline` holds its modules and steps for the contents list:

    [{"id", "title", "summary", "counted", "minutes", "objectives" (where there are any),
      "steps": [{"id", "kind", "title", "minutes", "required", "purpose" ("before": a test that
                 is done when handed in; seldom there)}]}], ids being public ids.

    `glossary` holds its `terms` terms in alphabetical order:
    [{"id", "term", "meaning", "source", "address"}], `source` and `address` being those of the
    paragraph that defines the term, or empty.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    # Title and summary as the catalogue compares them with the words of a search.
    search_text: Mapped[str] = mapped_column(Text, default=_searched)
    language: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int]
    required_steps: Mapped[int]
    outline: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    glossary: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list, server_default="[]")
    terms: Mapped[int] = mapped_column(default=0, server_default="0")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When its trainer asked learners to read what changed in it; null when nobody was asked.
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReleaseStep(Model):
    """A step as released: its HTML is rendered once, at publishing, and addressed by its hash."""

    __tablename__ = "release_step"
    __table_args__ = (
        UniqueConstraint("release_id", "position"),
        UniqueConstraint("release_id", "step_id"),
        Index("ix_release_step_step_id", "step_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    position: Mapped[int]
    module_title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    html: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=1)
    # Required and in a counted module: needed for completion.
    required: Mapped[bool]
    hash: Mapped[str] = mapped_column(String(64))


class Enrolment(Model):
    """One learner on one course. Country, gender and stakeholder are those at enrolment."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    country: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(20))
    stakeholder: Mapped[str | None] = mapped_column(String(30))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # By which way (courses/entry) the learner came in, and until when they should finish.
    way: Mapped[str] = mapped_column(String(20), default="open", server_default="open")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The certificate waits until the room that holds it back lets it go.
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Where "Continue" leads: the step opened last and not completed, else the next open one.
    last_step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StepProgress(Model):
    """What a learner did with a step. Rows are only added and completed, never lowered."""

    __tablename__ = "step_progress"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Hundredths of a percent, for steps that are graded.
    score: Mapped[int | None]
    # The release whose text was read or tested, and the block read last.
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    block: Mapped[str | None] = mapped_column(String(20))


class Completion(Model):
    """A dated fact: this learner completed the course, as released then. Never undone.

    `trace` says which rule was met and by what: [{"rule", "met", "detail"}].
    """

    __tablename__ = "completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Mean of the best scores of required quizzes, hundredths of a percent; null without a quiz.
    score: Mapped[int | None]
    # By its rule: the course was completed, or taken part in.
    tier: Mapped[str] = mapped_column(String(20), default="completion", server_default="completion")
    trace: Mapped[list[dict[str, Any]]] = mapped_column(Json)
