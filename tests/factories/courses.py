"""A published course made directly from the tables: two modules that count and a reference one.

course = published_course(title="Waste batteries")        # inside an application context
course.slug, course.id, course.release_id, course.edition_id
course.lesson("why").public_id, course.quiz.id, course.steps[0].position
"""

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from courses.models import Course, Enrolment, Module, Release, ReleaseStep, Step
from elearn.accounts.models import Membership
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write, writing
from elearn.library.models import Edition, Paragraph, Section, Tool

# name, module, kind, title, minutes, required
PLAN: tuple[tuple[str, str, str, str, int, bool], ...] = (
    ("why", "First things", "lesson", "Why waste matters", 4, True),
    ("law", "First things", "lesson", "What the Convention asks", 5, True),
    ("work", "At work", "lesson", "Sound management at work", 6, True),
    ("quiz", "At work", "quiz", "Check what you know", 5, True),
    ("codes", "Reference", "lesson", "Codes at a glance", 2, False),
)
SUMMARIES = {
    "First things": "What waste is and what States agreed.",
    "At work": "What you do every day.",
    "Reference": "Tables to look things up in.",
}


@dataclass(frozen=True)
class MadeStep:
    name: str
    id: int
    public_id: str
    kind: str
    title: str
    position: int
    paragraph: str


@dataclass(frozen=True)
class MadeCourse:
    id: int
    public_id: str
    slug: str
    title: str
    release_id: int
    edition_id: int
    steps: tuple[MadeStep, ...]

    def lesson(self, name: str) -> MadeStep:
        return next(step for step in self.steps if step.name == name)

    @property
    def quiz(self) -> MadeStep:
        return self.lesson("quiz")


def published_course(
    *,
    title: str = "Handling waste with care",
    summary: str = "How to keep people and the environment safe from hazardous waste.",
    slug: str | None = None,
    language: str = "en",
    level: str = "introductory",
    topic: str = "Hazardous waste",
    state: str = "published",
    trainer_id: int | None = None,
    repeat: int = 1,
) -> MadeCourse:
    """Make a published course of `repeat` times two counted modules, and a reference module.

    `trainer_id` gives that person the trainer's role for this course.
    """
    with nullcontext() if writing() else write():
        edition = _edition(title, language)
        course = Course(
            slug=slug or title.lower().replace(" ", "-"),
            title=title,
            summary=summary,
            language=language,
            level=level,
            topic=topic,
            audience=["Customs officers", "Facility operators"],
            edition_id=edition.id,
            state="draft",
        )
        db.session.add(course)
        db.session.flush()
        if trainer_id is not None:
            _train(trainer_id, course.id)
        release = publish_plan(course, edition, repeat=repeat)
        course.state = state
        db.session.flush()
        return _made(course, release)


def publish_plan(
    course: Course,
    edition: Edition | None = None,
    *,
    repeat: int = 1,
    without: tuple[str, ...] = (),
) -> Release:
    """Publish the plan as the course's next release, leaving out the steps named `without`."""
    edition = edition or db.session.get_one(Edition, course.edition_id)
    entries = _steps(course, edition, repeat, without)
    number = 1 + db.session.query(Release).filter_by(course_id=course.id).count()
    release = Release(
        course_id=course.id,
        number=number,
        hash=hashlib.sha256(f"{course.slug}{number}".encode()).hexdigest(),
        title=course.title,
        summary=course.summary,
        language=course.language,
        minutes=sum(step.minutes for _, step, _ in entries),
        required_steps=sum(1 for module, step, _ in entries if module.counted and step.required),
        outline=_outline(entries),
        edition_id=edition.id,
    )
    db.session.add(release)
    db.session.flush()
    for position, (module, step, key) in enumerate(entries):
        db.session.add(_released(release, module, step, position, key))
    course.current_release_id = release.id
    course.state = "published"
    db.session.flush()
    return release


def enrolled(person_id: int, course_id: int) -> int:
    """Enrol the person on the course and return the enrolment's id."""
    with nullcontext() if writing() else write():
        enrolment = Enrolment(person_id=person_id, course_id=course_id, enrolled_at=now())
        db.session.add(enrolment)
        db.session.flush()
        return enrolment.id


def _edition(title: str, language: str) -> Edition:
    tool = Tool(
        slug=f"manual-{hashlib.sha256(title.encode()).hexdigest()[:12]}",
        kind="manual",
        title=f"Manual: {title}",
        topic="Hazardous waste",
    )
    db.session.add(tool)
    db.session.flush()
    edition = Edition(
        tool_id=tool.id,
        label="First edition",
        symbol="ESM-LEARN/TEST/1",
        publisher="ESM Learn",
        status="adopted",
        language=language,
        year=2026,
        rights="CC BY 4.0",
        acknowledgement="Written for the tests of ESM Learn.",
        loaded_at=now(),
    )
    db.session.add(edition)
    db.session.flush()
    return edition


def _steps(
    course: Course, edition: Edition, repeat: int, without: tuple[str, ...]
) -> list[tuple[Module, Step, str]]:
    entries = []
    for round_number in range(repeat):
        for name, module_title, kind, title, minutes, required in PLAN:
            if name in without or (module_title == "Reference" and round_number):
                continue
            suffix = f" {round_number + 1}" if round_number else ""
            module = _module(course, module_title + suffix, module_title)
            step = _step(course, module, kind, title + suffix, minutes, required)
            key = paragraph_key(course, title + suffix)
            _paragraph(edition, title + suffix, key)
            entries.append((module, step, key))
    return sorted(entries, key=lambda entry: not entry[0].counted)


def _module(course: Course, title: str, family: str) -> Module:
    found = db.session.query(Module).filter_by(course_id=course.id, title=title).one_or_none()
    if found:
        return found
    module = Module(
        course_id=course.id,
        position=db.session.query(Module).filter_by(course_id=course.id).count(),
        title=title,
        summary=SUMMARIES[family],
        counted=family != "Reference",
    )
    db.session.add(module)
    db.session.flush()
    return module


def _step(
    course: Course, module: Module, kind: str, title: str, minutes: int, required: bool
) -> Step:
    found = db.session.query(Step).filter_by(course_id=course.id, title=title).one_or_none()
    if found:
        return found
    step = Step(
        course_id=course.id,
        module_id=module.id,
        position=db.session.query(Step).filter_by(module_id=module.id).count(),
        kind=kind,
        title=title,
        required=required,
        minutes=minutes,
    )
    db.session.add(step)
    db.session.flush()
    return step


def paragraph_key(course: Course, title: str) -> str:
    return "b-" + hashlib.sha256(f"{course.slug}{title}".encode()).hexdigest()[:12]


def _paragraph(edition: Edition, title: str, key: str) -> None:
    if db.session.query(Paragraph).filter_by(edition_id=edition.id, key=key).count():
        return
    position = db.session.query(Paragraph).filter_by(edition_id=edition.id).count()
    section = Section(edition_id=edition.id, position=position, level=1, title=title)
    db.session.add(section)
    db.session.flush()
    text = f"{title}: keep waste closed, labelled and recorded."
    db.session.add(
        Paragraph(
            edition_id=edition.id,
            section_id=section.id,
            key=key,
            position=position,
            kind="para",
            label=str(position + 1),
            html=f"<p>{text}</p>",
            text=text,
            hash=hashlib.sha256(text.encode()).hexdigest(),
            page=position + 1,
        )
    )
    db.session.flush()


def _outline(entries: list[tuple[Module, Step, str]]) -> list[dict[str, Any]]:
    modules: dict[int, dict[str, Any]] = {}
    for module, step, _ in entries:
        entry = modules.setdefault(
            module.id,
            {
                "id": module.public_id,
                "title": module.title,
                "summary": module.summary,
                "counted": module.counted,
                "minutes": 0,
                "steps": [],
            },
        )
        entry["minutes"] += step.minutes
        entry["steps"].append(
            {
                "id": step.public_id,
                "kind": step.kind,
                "title": step.title,
                "minutes": step.minutes,
                "required": module.counted and step.required,
            }
        )
    return list(modules.values())


def _released(release: Release, module: Module, step: Step, position: int, key: str) -> ReleaseStep:
    html = ""
    if step.kind == "lesson":
        html = (
            f'<p id="{key}">{step.title}: keep waste closed, labelled and recorded.</p>'
            f'<p class="source">Source: ESM-LEARN/TEST/1, para. {position + 1}</p>'
        )
    return ReleaseStep(
        release_id=release.id,
        step_id=step.id,
        position=position,
        module_title=module.title,
        kind=step.kind,
        title=step.title,
        html=html,
        words=180 * step.minutes if step.kind == "lesson" else 0,
        minutes=step.minutes,
        required=module.counted and step.required,
        hash=hashlib.sha256(f"{release.hash}{html}".encode()).hexdigest(),
    )


def _train(person_id: int, course_id: int) -> None:
    db.session.add(
        Membership(person_id=person_id, role="trainer", scope_kind="course", scope_id=course_id)
    )
    db.session.flush()


def _made(course: Course, release: Release) -> MadeCourse:
    names = {title: name for name, _, _, title, _, _ in PLAN}
    rows = (
        db.session.query(ReleaseStep, Step)
        .join(Step, Step.id == ReleaseStep.step_id)
        .filter(ReleaseStep.release_id == release.id)
        .order_by(ReleaseStep.position)
    )
    steps = tuple(
        MadeStep(
            name=names.get(released.title, released.title),
            id=step.id,
            public_id=step.public_id,
            kind=step.kind,
            title=released.title,
            position=released.position,
            paragraph=paragraph_key(course, released.title),
        )
        for released, step in rows
    )
    return MadeCourse(
        id=course.id,
        public_id=course.public_id,
        slug=course.slug,
        title=course.title,
        release_id=release.id,
        edition_id=course.edition_id or 0,
        steps=steps,
    )
