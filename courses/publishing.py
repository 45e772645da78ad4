"""Releases: the draft rendered once and frozen. Rendering comes before the write transaction."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask_babel import force_locale
from sqlalchemy import func, insert, select

from courses import desk_queries, release_changes, released_glossary
from courses.checks import Facts, Finding, check
from courses.desk_errors import (
    NothingToPublish,
    NotPublished,
    NotReadyToPublish,
    NotWithdrawn,
)
from courses.desk_queries import AnyRow
from courses.edits import locked, note
from courses.lesson_hints import lesson_facts
from courses.models import Course, LessonRevision, Module, Release, ReleaseStep
from courses.release_changes import Told
from courses.rendering import lesson_html
from courses.term_links import TermLinks
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import NAMES
from elearn.library import operations as library
from elearn.library import queries as editions

ANCHOR = re.compile(r'\sid="(b-[0-9a-f]{12})"')


@dataclass(frozen=True)
class Rendering:
    """A draft as it would be released: the version it shows, its steps, what the check found."""

    version: int
    outline: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    glossary: list[dict[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    terms_changed: bool = False

    @property
    def must(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.weight == "must"]


def render(course: Course) -> Rendering:
    """Render the draft: lessons with anchors, links and source line, steps with hash, glossary."""
    purposes = {step: word for told in _purposes for step, word in told(course.id).items()}
    modules = desk_queries.modules_of(course.id)
    counted = {module.id for module in modules if module.counted}
    texts = desk_queries.newest_texts(course.id)
    rows = desk_queries.outline_rows(course.id)
    addresses = {
        key: f"/courses/{course.slug}/{row.public_id}/"
        for row in rows
        if row.id in texts
        for block in texts[row.id].blocks
        for key in ANCHOR.findall(block["html"])
    }
    entries = released_glossary.shown_entries(course)
    links = released_glossary.term_links(course, entries)
    with force_locale(course.language if course.language in NAMES else "en"):
        source = source_name(course.edition_id)
        text_of = partial(lesson_html, source_name=source, addresses=addresses)
        steps = [
            rendered(row, row.module_id in counted, texts.get(row.id), text_of, links)
            | {"purpose": purposes.get(row.id, "")}
            for row in rows
        ]
        glossary = released_glossary.frozen_terms(course, entries, source, addresses)
    return Rendering(
        course.version,
        outline_of(modules, steps),
        steps,
        glossary,
        findings(course, lesson_facts(rows, texts, frozenset(counted)))
        + released_glossary.findings(entries),
        release_changes.told(course, texts),
        any(entry.manual_changed for entry in entries),
    )


def rendered(
    row: AnyRow,
    counted: bool,
    text: LessonRevision | None,
    text_of: Callable[..., str],
    links: TermLinks,
) -> dict[str, Any]:
    """Return one step as it would be released, with the hash that addresses it."""
    blocks = text.blocks if text else []
    step = {
        "step_id": row.id,
        "public_id": row.public_id,
        "module_id": row.module_id,
        "module_title": row.module_title,
        "kind": row.kind,
        "title": row.title,
        "html": text_of(blocks, link_terms=links.for_lesson()) if blocks else "",
        "words": row.words,
        "minutes": row.minutes,
        "ready": row.ready,
        "required": row.required and counted,
    }
    return step | {"hash": step_hash(step)}


def source_name(edition_id: int | None) -> str:
    """Return how an edition is cited: its symbol, else its title and label."""
    edition = editions.edition_row(edition_id) if edition_id else None
    if edition is None:
        return ""
    return edition.symbol or ", ".join(part for part in (edition.tool_title, edition.label) if part)


def findings(course: Course, facts: Sequence[Facts]) -> list[Finding]:
    """Run the publish check, in the reader's language."""
    found = check(facts, summary=course.summary, language=course.language)
    found += [finding for more in _more_checks for finding in more(course)]
    return sorted(found, key=lambda finding: finding.weight != "must")


_more_checks: list[Callable[[Course], list[Finding]]] = []


def check_also(more: Callable[[Course], list[Finding]]) -> None:
    """Let an upper room look at a course before it is published, too."""
    if more not in _more_checks:
        _more_checks.append(more)


_purposes: list[Callable[[int], dict[int, str]]] = []


def tell_purposes(told: Callable[[int], dict[int, str]]) -> None:
    """Let an upper room say of steps (by id, of a course) what they are for, in a word.

    The outline of a release keeps it: "before" is a test that is done when it is handed in.
    """
    if told not in _purposes:
        _purposes.append(told)


def publish(
    course_id: int,
    actor: SignedIn | None,
    note_text: str = "",
    rendering: Rendering | None = None,
    *,
    ask: bool = False,
) -> Release:
    """Freeze the draft as the next release; learners read it from now on.

    With `ask`, those who read what a new edition changed materially are asked to read it. A
    rendering made before the transaction is used unless the draft changed meanwhile. Raises
    NotReadyToPublish when the check finds what must be put right, NothingToPublish when the
    draft is what learners read already.
    """
    course = locked(course_id)
    if rendering is None or rendering.version != course.version:
        rendering = render(course)
    if rendering.must:
        raise NotReadyToPublish
    release = new_release(course, rendering, actor, note_text)
    current = desk_queries.current_release(course)
    if course.state == "published" and current and current.hash == release.hash:
        raise NothingToPublish
    db.session.add(release)
    db.session.flush()
    db.session.execute(insert(ReleaseStep), released_steps(release.id, rendering))
    released = [step["step_id"] for step in rendering.steps]
    release_changes.store(release, rendering.told, released, first=current is None)
    if ask and current is not None:
        release_changes.ask(release, rendering.told)
    course.current_release_id = release.id
    course.state = "published"
    course.updated_at = release.published_at
    if course.edition_id is not None:
        library.show_edition(course.edition_id, actor)
    note(course, actor, "publish", release=release.number, hash=release.hash)
    return release


def new_release(
    course: Course, rendering: Rendering, actor: SignedIn | None, note_text: str
) -> Release:
    """Return the release row of a rendering, not stored yet."""
    outline = rendering.outline
    number = db.session.scalar(
        select(func.coalesce(func.max(Release.number), 0)).where(Release.course_id == course.id)
    )
    facts = [course.title, course.summary, course.language, course.edition_id, outline]
    if rendering.glossary:
        facts.append(rendering.glossary)
    return Release(
        course_id=course.id,
        number=(number or 0) + 1,
        hash=digest(facts, [step["hash"] for step in rendering.steps]),
        title=course.title,
        summary=course.summary,
        language=course.language,
        minutes=sum(module["minutes"] for module in outline if module["counted"]),
        required_steps=sum(bool(step["required"]) for step in rendering.steps),
        outline=outline,
        glossary=rendering.glossary,
        terms=len(rendering.glossary),
        edition_id=course.edition_id,
        note=note_text,
        published_by_id=actor.id if actor else None,
        published_at=now(),
    )


def outline_of(
    modules: Sequence[Module], rendered_steps: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the contents list of a release; a module without a step is left out."""
    outline = []
    for module in modules:
        steps = [step for step in rendered_steps if step["module_id"] == module.id]
        if steps:
            outline.append(
                {
                    "id": module.public_id,
                    "title": module.title,
                    "summary": module.summary,
                    "counted": module.counted,
                    "minutes": sum(step["minutes"] for step in steps),
                    **({"objectives": module.objectives} if module.objectives else {}),
                    "steps": [
                        {
                            "id": step["public_id"],
                            "kind": step["kind"],
                            "title": step["title"],
                            "minutes": step["minutes"],
                            "required": step["required"],
                            **({"purpose": step["purpose"]} if step.get("purpose") else {}),
                        }
                        for step in steps
                    ],
                }
            )
    return outline


RELEASED = (
    "step_id",
    "module_title",
    "kind",
    "title",
    "html",
    "words",
    "minutes",
    "required",
    "hash",
)


def released_steps(release_id: int, rendering: Rendering) -> list[dict[str, Any]]:
    """Return the rows of a release's steps."""
    return [
        {name: step[name] for name in RELEASED} | {"release_id": release_id, "position": position}
        for position, step in enumerate(rendering.steps)
    ]


@dataclass(frozen=True)
class Changes:
    """What a release would change: titles of new, changed and removed steps, a count of terms."""

    new: list[str]
    changed: list[str]
    removed: list[str]
    terms: int = 0

    def __bool__(self) -> bool:
        return any((self.new, self.changed, self.removed, self.terms))


def changes(course: Course, rendering: Rendering) -> Changes | None:
    """Compare the draft with what learners read; None before the first release."""
    current = desk_queries.current_release(course)
    if current is None:
        return None
    before = desk_queries.released_hashes(current.id)
    after = {step["step_id"]: (step["title"], step["hash"]) for step in rendering.steps}
    return Changes(
        new=[title for step, (title, _) in after.items() if step not in before],
        changed=[
            title
            for step, (title, hash_now) in after.items()
            if step in before and before[step][1] != hash_now
        ],
        removed=[title for step, (title, _) in before.items() if step not in after],
        terms=released_glossary.changed_terms(current.glossary, rendering.glossary),
    )


def step_hash(step: Mapping[str, Any]) -> str:
    """Return the hash that addresses a released step."""
    names = ("public_id", "module_title", "kind", "title", "html", "minutes", "required")
    return digest([step[name] for name in names])


def digest(*parts: Any) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def withdraw(course_id: int, actor: SignedIn | None) -> None:
    """Take a course out of the catalogue; those enrolled keep it. Raises NotPublished."""
    course = locked(course_id)
    if course.state != "published":
        raise NotPublished
    course.state = "withdrawn"
    note(course, actor, "withdraw")


def offer_again(course_id: int, actor: SignedIn | None) -> None:
    """Put a withdrawn course back into the catalogue. Raises NotWithdrawn."""
    course = locked(course_id)
    if course.state != "withdrawn":
        raise NotWithdrawn
    course.state = "published"
    note(course, actor, "offer-again")
