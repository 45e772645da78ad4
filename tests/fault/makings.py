"""What is imported under the kills: manuals of each kind, new editions, what a whole one is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from courses import desk_queries, drafting
from courses.models import Course, LessonRevision, Module, Step
from courses.update_models import EditionUpdate, Proposal
from elearn.accounts import operations as accounts
from elearn.accounts.models import Membership
from elearn.accounts.session import SignedIn, person_by_id
from elearn.core import storage
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations, uploads
from elearn.library.models import Edition, GlossaryTerm, Import, Paragraph, Section, Tool
from elearn.library.readers.child import READABLE
from tests.fault.manual import in_format
from tests.fault.site import Site

# What a whole one is made of; the same manual gives the same numbers.
Shape = tuple[int, ...]
Finish = Callable[[Site, int], None]
LARGEST = 10_000_000
# The label of editions whose chapters become courses.
EACH = "Chapter by chapter"


@dataclass(frozen=True)
class Making:
    """A kind of import. `upload` starts one, bringing what it needs to its end with `finish`."""

    name: str
    upload: Callable[[Site, int, Finish], int]
    shape: Callable[[Site, int], Shape]
    shown: Callable[[Site, int], bool]


def manual_as(kind: str) -> Making:
    """Return the making of a course from a manual of that format."""

    def upload(site: Site, number: int, finish: Finish) -> int:
        return start(site, number, in_format(number, kind), {})

    return Making(kind, upload, course_shape, course_shown)


def several_courses(site: Site, number: int, finish: Finish) -> int:
    """Start the import of a manual each chapter of which becomes a course."""
    return start(site, number, in_format(number, "markdown"), {"label": EACH})


def new_edition(site: Site, number: int, finish: Finish) -> int:
    """Bring a manual to a course, then start the import of its next edition."""
    first = start(site, number, in_format(number, "markdown"), {})
    finish(site, first)
    with site.app.app_context():
        edition = select(Import.edition_id).where(Import.id == first).scalar_subquery()
        statement = select(Tool.slug).join(Edition).where(Edition.id == edition)
        slug = db.session.scalars(statement).one()
        db.session.rollback()
    content = in_format(number, "markdown", edition=2)
    return start(site, number, content, {"edition_of": slug})


def start(site: Site, number: int, content: bytes, details: dict[str, str]) -> int:
    """Upload a manual for a trainer of its own: one may not upload twenty within an hour."""
    with site.app.app_context():
        taken = uploads.taken(f"manual-{number}", content, LARGEST)
        with write():
            trainer_id = accounts.create_person(
                email=f"trainer{number}.{len(details)}@example.org",
                name=f"Trainer {number}",
                password_hash=None,
            ).id
            db.session.add(Membership(person_id=trainer_id, role="trainer"))
        trainer = signed_in(trainer_id)
        with write():
            return operations.start_import(trainer, taken, details).id


def signed_in(person_id: int) -> SignedIn:
    person = person_by_id(person_id)
    if person is None:
        raise RuntimeError("The trainer is gone.")
    return person


def confirm(site: Site, import_id: int) -> None:
    with site.app.app_context(), write():
        found = db.session.get_one(Import, import_id)
        if found.details.get("label") == EACH:
            drafting.split(found)
        drafting.confirm(found, {}, signed_in(found.started_by_id))


def course_shown(site: Site, import_id: int) -> bool:
    with site.app.app_context():
        states = {course.state for course in desk_queries.courses_of_import(import_id)}
        db.session.rollback()
        return bool(states - {drafting.BUILDING})


def course_shape(site: Site, import_id: int) -> Shape:
    """Count what the import has made so far."""
    with site.app.app_context():
        edition_id = db.session.scalar(select(Import.edition_id).where(Import.id == import_id))
        courses = select(Course.id).where(Course.import_id == import_id)
        steps = select(Step.id).where(Step.course_id.in_(courses))
        counts = [
            select(func.count(model.id)).where(model.edition_id == edition_id)
            for model in (Section, Paragraph, GlossaryTerm)
        ]
        counts += [
            select(func.count(Course.id)).where(Course.import_id == import_id),
            select(func.count(Module.id)).where(Module.course_id.in_(courses)),
            select(func.count(Step.id)).where(Step.course_id.in_(courses)),
            select(func.sum(LessonRevision.words)).where(LessonRevision.step_id.in_(steps)),
        ]
        found = tuple(int(db.session.scalar(one) or 0) for one in counts)
        db.session.rollback()
        return found


def edition_shape(site: Site, import_id: int) -> Shape:
    """Count what a new edition has made so far: its text, and what is proposed to the course."""
    with site.app.app_context():
        edition_id = db.session.scalar(select(Import.edition_id).where(Import.id == import_id))
        counts = [
            select(func.count(model.id)).where(model.edition_id == edition_id)
            for model in (Section, Paragraph, GlossaryTerm)
        ]
        updates = EditionUpdate.to_edition_id == edition_id
        proposals = select(func.count(Proposal.id)).join(EditionUpdate).where(updates)
        for kind in ("changed", "new", "removed"):
            counts.append(proposals.where(Proposal.kind == kind))
        counts.append(select(func.count(EditionUpdate.id)).where(updates))
        found = tuple(int(db.session.scalar(one) or 0) for one in counts)
        db.session.rollback()
        return found


def edition_shown(site: Site, import_id: int) -> bool:
    with site.app.app_context():
        edition_id = db.session.scalar(select(Import.edition_id).where(Import.id == import_id))
        shown = select(func.count(EditionUpdate.id)).where(
            EditionUpdate.to_edition_id == edition_id, EditionUpdate.state != "building"
        )
        count = db.session.scalar(shown) or 0
        db.session.rollback()
        return count > 0


def leftovers(site: Site) -> list[str]:
    """Return rows and files nobody needs: editions, courses and stored files without an owner."""
    imports = db.session.scalar(select(func.count(Import.id))) or 0
    updates = db.session.scalar(select(func.count(EditionUpdate.id))) or 0
    editions = db.session.scalar(select(func.count(Edition.source_document_id)))
    owners = select(func.count(func.distinct(Course.import_id)))
    courses = db.session.scalar(owners.where(Course.import_id > 0))
    found = [] if editions == imports else [f"{editions} editions of {imports} imports"]
    if courses != imports - updates:
        found.append(f"{courses} courses of {imports} imports, {updates} of them new editions")
    for path in sorted((site.settings.data_path / "files").rglob("*")):
        if path.is_file() and not storage.KEY.fullmatch(path.name):
            found.append(f"half a file is left: {path.name}")
        elif path.is_file() and storage.key_of(path.read_bytes(), path.suffix) != path.name:
            found.append(f"file {path.name} is not whole")
    db.session.rollback()
    return found


MAKINGS = (
    *map(manual_as, sorted(READABLE & {"markdown", "docx", "odt", "pdf"})),
    Making("several courses", several_courses, course_shape, course_shown),
    Making("new edition", new_edition, edition_shape, edition_shown),
)
