"""What conditions need to know of a learner beyond the course at hand, in one statement.

Read only for courses whose rules ask for it. What is known of programmes comes from the room
above, which the roof lets speak here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Integer, String, and_, bindparam, case, literal, null, select, union_all

from courses.models import Completion, Course, Enrolment, Step
from courses.rules.conditions import Condition, CourseFact, ProgrammeFact, named
from courses.rules.models import Override
from elearn.core.database import read

# Puts in the public ids of the programmes that a person completed, and what programmes there are.
ProgrammesOf = Callable[[int], set[str]]
Titles = Callable[[], Mapping[str, str]]
_programmes: dict[str, ProgrammesOf] = {}
_titles: dict[str, Titles] = {}

_person_id = bindparam("person_id", type_=Integer())
_opened = (
    select(
        literal("open").label("kind"),
        Override.enrolment_id,
        Step.public_id,
        null().cast(String).label("title"),
        null().cast(String).label("slug"),
        literal(1).label("completed"),
    )
    .join(Enrolment, Enrolment.id == Override.enrolment_id)
    .outerjoin(Step, Step.id == Override.step_id)
    .where(Enrolment.person_id == _person_id, Override.kind == "open", Override.undone_at.is_(None))
)
_taken = (
    select(
        literal("course").label("kind"),
        null().cast(Integer).label("enrolment_id"),
        Course.public_id,
        Course.title,
        case((Course.state == "published", Course.slug)).label("slug"),
        case((Completion.id.is_not(None), 1), else_=0).label("completed"),
    )
    .outerjoin(Enrolment, and_(Enrolment.course_id == Course.id, Enrolment.person_id == _person_id))
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
    .where(Course.public_id.in_(bindparam("courses", expanding=True)))
)
_known = union_all(_opened, _taken)


@dataclass(frozen=True)
class Known:
    """What is known of a person: parts opened by hand, by enrolment, courses and programmes."""

    opened: Mapping[int, frozenset[str]] = field(default_factory=dict)
    courses: Mapping[str, CourseFact] = field(default_factory=dict)
    programmes: Mapping[str, ProgrammeFact] = field(default_factory=dict)


def know_programmes(reader: ProgrammesOf, titles: Titles | None = None) -> None:
    """Let the room of programmes say who completed which, by public ids, and what they are called.

    `reader(person_id)` returns the programmes the person completed, `titles()` the titles of all
    that a rule may name.
    """
    _programmes["reader"] = reader
    if titles is not None:
        _titles["reader"] = titles


def programme_titles() -> Mapping[str, str]:
    """Return the programmes that a rule may name, by public id."""
    return _titles["reader"]() if "reader" in _titles else {}


def known_of(person_id: int, conditions: Iterable[Condition | None]) -> Known:
    """Return what the conditions need to know of a person (0 for visitors)."""
    asked = list(conditions)
    courses, programmes = named(asked, "course"), named(asked, "programme")
    opened: dict[int, frozenset[str]] = {}
    others: dict[str, CourseFact] = {}
    if person_id or courses:
        values = {"person_id": person_id, "courses": sorted(courses)}
        for row in read(_known, values):
            if row.kind == "open":
                # An override without a step opens everything: its part is the empty name.
                part = frozenset((row.public_id or "",))
                opened[row.enrolment_id] = opened.get(row.enrolment_id, frozenset()) | part
            else:
                fact = CourseFact(row.title, row.slug or "", bool(row.completed))
                others[row.public_id] = fact
    return Known(opened, others, _programme_facts(person_id, programmes))


def _programme_facts(person_id: int, asked: frozenset[str]) -> dict[str, ProgrammeFact]:
    if not asked:
        return {}
    completed = _programmes["reader"](person_id) if person_id and _programmes else set()
    titles = programme_titles()
    return {name: ProgrammeFact(titles.get(name, ""), name in completed) for name in asked}
