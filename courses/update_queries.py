"""What trainers read of updates to a new edition, and what decisions are made from. No rights."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from courses import desk_queries
from courses.desk_queries import AnyRow
from courses.manual_order import ManualOrder
from courses.models import Course, LessonRevision, Module, Step
from courses.taught import Lesson, Taught
from courses.update_errors import UpdateNotFound
from courses.update_models import EditionUpdate, Proposal
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.library import queries as library
from elearn.library.models import Edition, Paragraph, Section, Tool

TAKEN = ("accepted", "edited")
FILTERS: Mapping[str, ColumnElement[bool]] = {
    "open": Proposal.state == "open",
    "material": Proposal.weight == "material",
    "edited": Proposal.edited.is_(True),
    "decided": Proposal.state != "open",
}

_counts = (
    select(
        Proposal.update_id,
        func.count(Proposal.id).label("proposals"),
        func.sum(case((Proposal.state == "open", 1), else_=0)).label("open"),
        func.sum(
            case((and_(Proposal.state == "open", Proposal.edited.is_(False)), 1), else_=0)
        ).label("untouched"),
        func.sum(case((Proposal.weight == "material", 1), else_=0)).label("material"),
        func.sum(case((Proposal.edited.is_(True), 1), else_=0)).label("edited"),
    )
    .group_by(Proposal.update_id)
    .subquery()
)
_updates = (
    select(
        EditionUpdate.id,
        EditionUpdate.public_id,
        EditionUpdate.course_id,
        EditionUpdate.from_edition_id,
        EditionUpdate.to_edition_id,
        EditionUpdate.state,
        EditionUpdate.aligned_percent,
        EditionUpdate.created_at,
        EditionUpdate.closed_at,
        Edition.public_id.label("edition"),
        Edition.label.label("edition_label"),
        Edition.symbol.label("edition_symbol"),
        Tool.title.label("tool_title"),
        func.coalesce(_counts.c.proposals, 0).label("proposals"),
        func.coalesce(_counts.c.open, 0).label("open"),
        func.coalesce(_counts.c.untouched, 0).label("untouched"),
        func.coalesce(_counts.c.material, 0).label("material"),
        func.coalesce(_counts.c.edited, 0).label("edited"),
    )
    .join(Edition, Edition.id == EditionUpdate.to_edition_id)
    .join(Tool, Tool.id == Edition.tool_id)
    .outerjoin(_counts, _counts.c.update_id == EditionUpdate.id)
    .where(EditionUpdate.state != "building")
    .order_by(EditionUpdate.id.desc())
)


def updates_of(course_id: int) -> Sequence[AnyRow]:
    """Return the updates of a course with their counts, newest first."""
    return db.session.execute(_updates.where(EditionUpdate.course_id == course_id)).all()


def open_update_of(course_id: int) -> AnyRow | None:
    """Return the update that waits for decisions, or None."""
    statement = _updates.where(
        EditionUpdate.course_id == course_id, EditionUpdate.state == "open"
    ).limit(1)
    return db.session.execute(statement).one_or_none()


def update_of(course_id: int, public_id: str) -> AnyRow:
    """Return one update of a course with its counts. Raises UpdateNotFound."""
    found = db.session.execute(
        _updates.where(EditionUpdate.course_id == course_id, EditionUpdate.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise UpdateNotFound
    return found


def updates_to(edition_id: int, condition: ColumnElement[bool]) -> Sequence[AnyRow]:
    """Return course and update of each course that follows an edition, where it may be edited."""
    return db.session.execute(
        _updates.add_columns(Course.slug, Course.title, Course.state.label("course_state"))
        .join(Course, Course.id == EditionUpdate.course_id)
        .where(EditionUpdate.to_edition_id == edition_id, condition)
    ).all()


def newest_kept(course_id: int) -> int | None:
    """Return the id of the last update of a course that was not dropped, building ones too."""
    return db.session.scalar(
        select(func.max(EditionUpdate.id)).where(
            EditionUpdate.course_id == course_id, EditionUpdate.state != "dropped"
        )
    )


def is_newest(course_id: int, update_id: int) -> bool:
    """Tell whether no update of a course came after this one."""
    newest = select(func.max(EditionUpdate.id)).where(EditionUpdate.course_id == course_id)
    return db.session.scalar(newest) == update_id


def proposals_of(update_id: int, wanted: str = "") -> Select[*tuple[Any, ...]]:
    """Return the statement for the proposals of an update with the lesson each is about."""
    statement = (
        select(
            Proposal,
            Step.public_id.label("step"),
            Step.title.label("step_title"),
            Module.title.label("module_title"),
            Person.name.label("decided_by"),
        )
        .outerjoin(Step, Step.id == Proposal.step_id)
        .outerjoin(Module, Module.id == func.coalesce(Proposal.module_id, Step.module_id))
        .outerjoin(Person, Person.id == Proposal.decided_by_id)
        .where(Proposal.update_id == update_id)
        .order_by(Proposal.position)
    )
    condition = FILTERS.get(wanted)
    return statement if condition is None else statement.where(condition)


def proposal_of(update_id: int, public_id: str) -> AnyRow:
    """Return one proposal with its lesson. Raises UpdateNotFound."""
    found = db.session.execute(
        proposals_of(update_id).where(Proposal.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise UpdateNotFound
    return found


def open_proposals(update_id: int, condition: ColumnElement[bool]) -> list[Proposal]:
    """Return the open proposals that meet the condition, in order."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.update_id == update_id, Proposal.state == "open", condition)
            .order_by(Proposal.position)
            .execution_options(populate_existing=True)
        )
    )


def open_kinds(update_id: int) -> Sequence[AnyRow]:
    """Return how many proposals are open, by kind, weight, place, and whether they were edited."""
    facts = (
        Proposal.kind,
        Proposal.weight,
        Proposal.edited,
        Proposal.step_id,
        Proposal.module_id,
    )
    return db.session.execute(
        select(*facts, func.count(Proposal.id).label("number"))
        .where(Proposal.update_id == update_id, Proposal.state == "open")
        .group_by(*facts)
    ).all()


def taught(course_id: int) -> Taught:
    """Return what the draft of a course teaches, in its newest texts."""
    texts = desk_queries.newest_texts(course_id)
    modules = {module.id: module.title for module in desk_queries.modules_of(course_id)}
    lessons = []
    for row in desk_queries.outline_rows(course_id):
        if row.kind == "lesson":
            text = texts.get(row.id)
            number, blocks = (text.number, text.blocks) if text else (0, [])
            lessons.append(Lesson(row.id, row.module_id, row.title, number, blocks))
    return Taught.of(lessons, modules)


def blocks_in(step_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the newest blocks of the lessons named."""
    newest = (
        select(LessonRevision.step_id, func.max(LessonRevision.number).label("number"))
        .where(LessonRevision.step_id.in_(set(step_ids)))
        .group_by(LessonRevision.step_id)
        .subquery()
    )
    rows = db.session.execute(
        select(LessonRevision.step_id, LessonRevision.blocks).join(
            newest,
            and_(
                newest.c.step_id == LessonRevision.step_id,
                newest.c.number == LessonRevision.number,
            ),
        )
    )
    return {row.step_id: row.blocks for row in rows}


def order_of(edition_id: int) -> ManualOrder:
    """Return the paragraphs of an edition in order, with its sections."""
    rows = db.session.execute(
        select(Paragraph.key, Paragraph.section_id)
        .where(Paragraph.edition_id == edition_id)
        .order_by(Paragraph.position)
    )
    sections = db.session.execute(
        select(
            Section.id,
            Section.parent_id,
            Section.key,
            Section.label,
            Section.title,
            Section.level,
            Section.role,
        )
        .where(Section.edition_id == edition_id)
        .order_by(Section.position)
    ).all()
    return ManualOrder([(row.key, row.section_id) for row in rows], sections)


def keys_of(edition_id: int) -> set[str]:
    """Return the keys of the paragraphs and headings of an edition."""
    paragraphs = select(Paragraph.key).where(Paragraph.edition_id == edition_id)
    headings = select(Section.key).where(Section.edition_id == edition_id, Section.key != "")
    return {*db.session.scalars(paragraphs), *db.session.scalars(headings)}


def originals(course: Course, keys: Collection[str]) -> dict[str, AnyRow]:
    """Return the paragraphs that blocks of this draft were made from, by key.

    They are those of its edition, but for what was accepted from one it is on its way to.
    """
    if course.edition_id is None:
        return {}
    found = library.paragraphs_by_key(course.edition_id, keys)
    for edition_id in _followed(course):
        found |= library.paragraphs_by_key(edition_id, _taken_from(course.id, edition_id, keys))
    return found


def _followed(course: Course) -> Sequence[int]:
    return db.session.scalars(
        select(EditionUpdate.to_edition_id)
        .where(
            EditionUpdate.course_id == course.id,
            EditionUpdate.to_edition_id > (course.edition_id or 0),
        )
        .order_by(EditionUpdate.to_edition_id)
    ).all()


def _taken_from(course_id: int, edition_id: int, keys: Collection[str]) -> list[str]:
    wanted = set(keys)
    rows = db.session.execute(
        select(Proposal.key, Proposal.blocks)
        .join(EditionUpdate, EditionUpdate.id == Proposal.update_id)
        .where(
            EditionUpdate.course_id == course_id,
            EditionUpdate.to_edition_id == edition_id,
            Proposal.state.in_(TAKEN),
        )
    )
    return [
        key
        for row in rows
        for key in (row.key, *(block["key"] for block in row.blocks))
        if key in wanted
    ]


def newest_number(step_id: int) -> int:
    """Return the number of a lesson's newest text; 0 without one."""
    statement = select(func.max(LessonRevision.number)).where(LessonRevision.step_id == step_id)
    return db.session.scalar(statement) or 0


def steps_in(course_id: int, module_id: int) -> list[Step]:
    """Return the steps of a module in their order."""
    return [step for step in desk_queries.steps_of(course_id) if step.module_id == module_id]


def declined_keys(update_id: int) -> set[str]:
    """Return the keys of the paragraphs for which the new text was declined."""
    statement = select(Proposal.key).where(
        Proposal.update_id == update_id, Proposal.state == "declined", Proposal.kind != "moved"
    )
    return set(db.session.scalars(statement))


def courses_following(edition_id: int) -> list[int]:
    """Return the ids of the courses that have an update to an edition."""
    statement = (
        select(EditionUpdate.course_id)
        .where(EditionUpdate.to_edition_id == edition_id)
        .order_by(EditionUpdate.course_id)
    )
    return list(db.session.scalars(statement))


def outdated_texts(course_id: int) -> Sequence[AnyRow]:
    """Return lessons whose text in another language than the course's is older than a change.

    That is: than a change of the words that was taken over, or decided again.
    """
    newest = (
        select(
            LessonRevision.step_id,
            LessonRevision.language,
            func.max(LessonRevision.created_at).label("written_at"),
        )
        .group_by(LessonRevision.step_id, LessonRevision.language)
        .subquery()
    )
    return db.session.execute(
        select(Step.public_id.label("step"), Step.title, newest.c.language, newest.c.written_at)
        .join(newest, newest.c.step_id == Step.id)
        .join(Course, Course.id == Step.course_id)
        .join(Proposal, Proposal.step_id == Step.id)
        .where(
            Step.course_id == course_id,
            Step.removed_at.is_(None),
            newest.c.language != Course.language,
            or_(Proposal.state.in_(TAKEN), Proposal.again_at.is_not(None)),
            Proposal.kind.in_(("changed", "new", "removed")),
            Proposal.decided_at > newest.c.written_at,
        )
        .group_by(Step.id, Step.public_id, Step.title, newest.c.language, newest.c.written_at)
        .order_by(Step.position, newest.c.language)
    ).all()


def changed_paragraphs(course_id: int) -> dict[str, AnyRow]:
    """Return, by key, the newest edition that changed or removed what a course teaches.

    Each row has the edition's id, and when it was proposed or decided again; what was declined
    once and for all is not among them.
    """
    changed_at = func.coalesce(Proposal.again_at, EditionUpdate.created_at)
    rows = db.session.execute(
        select(Proposal.key, EditionUpdate.to_edition_id, changed_at.label("changed_at"))
        .join(EditionUpdate, EditionUpdate.id == Proposal.update_id)
        .where(
            EditionUpdate.course_id == course_id,
            Proposal.kind.in_(("changed", "removed")),
            or_(Proposal.state.in_(("open", *TAKEN)), Proposal.again_at.is_not(None)),
            or_(EditionUpdate.state.in_(("open", "done")), Proposal.state.in_(TAKEN)),
        )
        .order_by(EditionUpdate.to_edition_id)
    )
    return {row.key: row for row in rows}
