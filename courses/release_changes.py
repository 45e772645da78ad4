"""What a release tells learners of a new edition: the decisions that no release has told yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import and_, case, insert, or_, select, update

from courses.block_acts import anchor_of, name_of, same
from courses.builder import heading
from courses.models import Course, LessonRevision, Release
from courses.update_models import EditionUpdate, Proposal, ReleaseChange
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
        if (name := name_of(block) or anchor_of(block))
    }
    joined: dict[str, dict[str, Any]] = {}
    for proposal in found:
        for key, change in described(proposal, live):
            earlier = joined.get(key)
            joined[key] = change if earlier is None else combined(earlier, change)
    changes = [
        change
        for change in joined.values()
        if change["step_id"]
        and (change["kind"] == "moved" or not same(change["before_html"], change["after_html"]))
    ]
    label = db.session.scalar(
        select(Edition.label)
        .join(EditionUpdate, EditionUpdate.to_edition_id == Edition.id)
        .where(EditionUpdate.id == found[-1].update_id)
    )
    return Told(changes, [proposal.id for proposal in found], label or "")


def untold(course_id: int) -> Sequence[Proposal]:
    """Return the proposals taken over, or decided again, that no release brought to learners."""
    return db.session.scalars(
        select(Proposal)
        .join(EditionUpdate, EditionUpdate.id == Proposal.update_id)
        .where(EditionUpdate.course_id == course_id)
        .where(
            or_(
                and_(Proposal.state.in_(TAKEN), Proposal.release_id.is_(None)),
                Proposal.told_html.is_not(None),
            )
        )
        .order_by(Proposal.update_id, Proposal.position)
    ).all()


Live = Mapping[str, tuple[int, str, str]]


def described(proposal: Proposal, live: Live) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the key and the columns of what a proposal changed."""
    if proposal.kind == "new":
        names = [name for block in proposal.blocks if (name := name_of(block))]
        parts = [live[name] for name in names if name in live]
        before, after = "", "\n".join(part[1] for part in parts)
        step_id, _html, label = parts[0] if parts else (proposal.step_id, "", "")
    else:
        step_id, after, label = live.get(
            proposal.key, (proposal.step_id, "", proposal.before_label)
        )
        before = before_of(proposal)
        if proposal.block_kind == "heading":
            before, after = proposal.before_html, heading_now(proposal)
    if proposal.told_html is not None:
        before = proposal.told_html
    if before or after:
        yield (
            proposal.key,
            {
                "step_id": step_id,
                "from_step_id": step_before(proposal, step_id),
                "key": proposal.key,
                "kind": kind_of(proposal.kind, before, after),
                "weight": proposal.weight,
                "label": label,
                "before_html": before,
                "after_html": after,
            },
        )


def heading_now(proposal: Proposal) -> str:
    """Return a heading as it was decided."""
    if proposal.state not in TAKEN:
        return proposal.before_html
    if proposal.state == "edited" and proposal.chosen_html:
        return heading(proposal.chosen_html, 2, proposal.key).html
    return "" if proposal.kind == "removed" else proposal.after_html


def kind_of(kind: str, before: str, after: str) -> str:
    """Return what learners see happen: a decision made again may turn it round."""
    if not before or not after:
        return "removed" if before else "new"
    return "changed" if kind in ("new", "removed") else kind


def before_of(proposal: Proposal) -> str:
    """Return what the lesson said before the decision."""
    kept = (proposal.undo or {}).get("kept") or []
    return str(kept[0][1]["html"]) if kept else proposal.before_html


def step_before(proposal: Proposal, step_id: int | None) -> int | None:
    """Return the lesson a paragraph moved away from, when it stands in another one now."""
    kept = (proposal.undo or {}).get("kept") or []
    there = int(kept[0][0]) if kept and proposal.moved else None
    return None if there == step_id else there


def combined(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Return two changes of one paragraph as one."""
    weights = (earlier["weight"], later["weight"])
    return dict(later) | {
        "before_html": earlier["before_html"],
        "weight": "material" if "material" in weights else "editorial",
        "from_step_id": later["from_step_id"] or earlier["from_step_id"],
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
        # One that was taken back, and is open again, is told once more when it is decided.
        brought = case((Proposal.state == "open", None), else_=release.id)
        db.session.execute(
            update(Proposal)
            .where(Proposal.id.in_(found.proposals))
            .values(release_id=brought, told_html=None)
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
