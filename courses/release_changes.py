"""What a release tells learners of a new edition: the decisions that no release has told yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from courses.block_acts import name_of, same
from courses.models import (
    Course,
    EditionUpdate,
    LessonRevision,
    Proposal,
    Release,
    ReleaseChange,
)
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.i18n import NAMES
from elearn.library.models import Edition

TAKEN = ("accepted", "edited")


@dataclass(frozen=True)
class Told:
    """The changes a release would tell, and the proposals they come from."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)
    edition: str = ""

    @property
    def material(self) -> int:
        """How many of them change what learners should know."""
        return sum(change["weight"] == "material" for change in self.changes)


def told(course: Course, texts: Mapping[int, LessonRevision]) -> Told:
    """Return what the next release of a course tells, in the words its lessons have now."""
    found = untold(course.id)
    if not found:
        return Told()
    live = {
        name: (step_id, str(block["html"]), str(block["label"]))
        for step_id, text in texts.items()
        for block in text.blocks
        if (name := name_of(block))
    }
    joined: dict[str, dict[str, Any]] = {}
    for proposal in found:
        for key, change in described(proposal, live):
            earlier = joined.get(key)
            joined[key] = change if earlier is None else combined(earlier, change)
    changes = [
        change
        for change in joined.values()
        if change["step_id"] and not same(change["before_html"], change["after_html"])
    ]
    label = db.session.scalar(
        select(Edition.label)
        .join(EditionUpdate, EditionUpdate.to_edition_id == Edition.id)
        .where(EditionUpdate.id == found[-1].update_id)
    )
    return Told(changes, [proposal.id for proposal in found], label or "")


def untold(course_id: int) -> Sequence[Proposal]:
    """Return the proposals taken over that no release has brought to learners."""
    return db.session.scalars(
        select(Proposal)
        .join(EditionUpdate, EditionUpdate.id == Proposal.update_id)
        .where(
            EditionUpdate.course_id == course_id,
            Proposal.state.in_(TAKEN),
            Proposal.release_id.is_(None),
        )
        .order_by(Proposal.update_id, Proposal.position)
    ).all()


Live = Mapping[str, tuple[int, str, str]]


def described(proposal: Proposal, live: Live) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the key and the columns of what a proposal changed; moves tell no new words."""
    step_id, html, label = live.get(proposal.key, (proposal.step_id, "", proposal.before_label))
    common = {
        "step_id": step_id,
        "key": proposal.key,
        "kind": proposal.kind,
        "weight": proposal.weight,
        "label": label,
    }
    if proposal.kind == "new":
        names = [name_of(block) for block in proposal.blocks]
        parts = [live[name] for name in names if name in live]
        if parts:
            after = "\n".join(part[1] for part in parts)
            yield (
                proposal.key,
                common
                | {
                    "step_id": parts[0][0],
                    "before_html": "",
                    "after_html": after,
                },
            )
    elif proposal.block_kind == "heading":
        yield (
            proposal.key,
            common
            | {
                "before_html": proposal.before_html,
                "after_html": "" if proposal.kind == "removed" else proposal.after_html,
            },
        )
    else:
        yield proposal.key, common | {"before_html": before_of(proposal), "after_html": html}


def before_of(proposal: Proposal) -> str:
    """Return what the lesson said before the decision."""
    kept = (proposal.undo or {}).get("kept") or []
    return str(kept[0][1]["html"]) if kept else proposal.before_html


def combined(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Return two changes of one paragraph as one."""
    weights = (earlier["weight"], later["weight"])
    return dict(later) | {
        "before_html": earlier["before_html"],
        "weight": "material" if "material" in weights else "editorial",
    }


def store(release: Release, found: Told, released: Iterable[int], *, first: bool) -> None:
    """Keep with a release what it tells; the first one of a course tells nothing.

    In the transaction that publishes it. Lessons that are not in the release tell nothing.
    """
    steps = set(released)
    if not first:
        rows = [change for change in found.changes if change["step_id"] in steps]
        if rows:
            columns = [
                row | {"release_id": release.id, "position": place}
                for place, row in enumerate(rows, start=1)
            ]
            db.session.execute(insert(ReleaseChange), columns)
    if found.proposals:
        db.session.execute(
            update(Proposal)
            .where(Proposal.id.in_(found.proposals))
            .values(release_id=release.id)
            .execution_options(synchronize_session=False)
        )


def ask(release: Release, found: Told) -> None:
    """Have learners asked to read what changed materially, in the transaction that publishes it."""
    if found.material:
        release.asked_at = release.published_at
        outbox.enqueue("courses.ask_to_read", release_id=release.id)


def note_for(course: Course, found: Told) -> str:
    """Return what to tell learners of the release, in the language of the course."""
    if not found.changes:
        return ""
    with force_locale(course.language if course.language in NAMES else "en"):
        count = ngettext("%(num)s change", "%(num)s changes", len(found.changes))
        return str(
            _(
                "This course follows a new edition of its manual (%(edition)s): %(count)s,"
                " %(material)s of them material.",
                edition=found.edition,
                count=count,
                material=found.material,
            )
        )
