"""A manual in two editions, and a course made from the first one."""

import hashlib
from dataclasses import dataclass, field

from courses import operations, update_queries
from courses.lesson_text import LessonText, words_of
from courses.models import Course
from courses.paragraph_blocks import block_of
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library.changes import Change, Comparison, Side
from elearn.library.models import Edition, Paragraph, Section, Tool

CLOSED = "Keep every drum of hazardous waste closed, upright and out of the rain."
LABELS = "Label each drum with its contents, its hazards and the date it was filled."
STORE = "Store acids and bases in separate rooms with floors that hold a spill."
DRIVERS = "Drivers shall carry the movement document from the gate to the facility."
SPILLS = "Stop a spill with sand and report it to the safety officer at once."
LIGHTS = "Check the lights of the store every month."


def key(name: str) -> str:
    """The lasting key of a paragraph or heading of these manuals."""
    return "b-" + hashlib.sha256(name.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Text:
    """A paragraph: what it is known by, what it says, its number."""

    name: str
    words: str
    label: str = ""

    @property
    def html(self) -> str:
        number = f'<span class="number">{self.label}.</span> ' if self.label else ""
        return f"<p>{number}{self.words}</p>"


@dataclass(frozen=True)
class Part:
    """A section with its paragraphs and the sections below it."""

    title: str
    texts: tuple[Text, ...] = ()
    below: tuple["Part", ...] = ()
    label: str = ""
    role: str = "body"


FIRST = (
    Part(
        "At the store",
        (Text("closed", CLOSED, "1"), Text("labels", LABELS, "2"), Text("store", STORE, "3")),
    ),
    Part("On the road", (Text("drivers", DRIVERS, "4"), Text("spills", SPILLS, "5"))),
)


@dataclass
class Manual:
    """A tool and its editions, by the numbers 1, 2 ..."""

    tool: Tool
    editions: list[Edition] = field(default_factory=list)
    parts: list[tuple[Part, ...]] = field(default_factory=list)

    def add(self, parts: tuple[Part, ...], label: str) -> Edition:
        """Store an edition."""
        edition = Edition(
            tool_id=self.tool.id,
            label=label,
            symbol=f"TEST/{label}",
            language="en",
            status="adopted",
            loaded_at=now(),
        )
        db.session.add(edition)
        db.session.flush()
        position = [0, 0]
        for part in parts:
            store(edition.id, part, None, 1, position)
        self.editions.append(edition)
        self.parts.append(parts)
        return edition


def store(edition_id: int, part: Part, parent: int | None, level: int, position: list[int]) -> None:
    position[0] += 1
    section = Section(
        edition_id=edition_id,
        parent_id=parent,
        position=position[0],
        level=level,
        key=key(part.title),
        label=part.label,
        title=part.title,
        role=part.role,
    )
    db.session.add(section)
    db.session.flush()
    for text in part.texts:
        position[1] += 1
        db.session.add(
            Paragraph(
                edition_id=edition_id,
                section_id=section.id,
                key=key(text.name),
                position=position[1],
                kind="para",
                label=text.label,
                html=text.html,
                text=text.words,
                hash=hashlib.sha256(text.words.encode()).hexdigest(),
                page=position[1],
            )
        )
    db.session.flush()
    for child in part.below:
        store(edition_id, child, section.id, level + 1, position)


def manual(title: str = "Storing waste") -> Manual:
    """A tool with its first edition."""
    tool = Tool(slug=title.lower().replace(" ", "-"), kind="manual", title=title)
    db.session.add(tool)
    db.session.flush()
    made = Manual(tool)
    made.add(FIRST, "First")
    return made


def course_of(made: Manual, actor: SignedIn | None, title: str = "Storing waste") -> Course:
    """A draft on the first edition: a module and a lesson for each of its parts."""
    course = operations.create_course(
        actor, title=title, summary="How to store.", edition_id=made.editions[0].id
    )
    for part in made.parts[0]:
        module = operations.add_module(course.id, part.title, actor)
        blocks = [block_of(side(text, part, 0)) for text in part.texts]
        text = LessonText(blocks, words_of(blocks, "en"))
        operations.add_lesson(course.id, module.id, part.title, actor, text=text)
    return course


def side(text: Text, part: Part, position: int) -> Side:
    return Side(
        key=key(text.name),
        label=text.label,
        kind="para",
        html=text.html,
        text=text.words,
        page=position + 1,
        section=(part.title,),
        position=position,
    )


def sides(parts: tuple[Part, ...]) -> dict[str, Side]:
    """The paragraphs of an edition of top sections, by key."""
    found: dict[str, Side] = {}
    for part in parts:
        for text in part.texts:
            found[key(text.name)] = side(text, part, len(found))
    return found


def comparison(old: tuple[Part, ...], new: tuple[Part, ...]) -> Comparison:
    """What changed, said by the keys alone; enough for manuals of top sections."""
    before, after = sides(old), sides(new)
    changes = []
    for name, now_ in after.items():
        then = before.get(name)
        if then is None:
            changes.append(Change("new", name, None, now_))
        elif then.text != now_.text:
            changes.append(Change("changed", name, then, now_))
        elif then.section != now_.section:
            changes.append(Change("moved", name, then, now_, moved=True))
        elif then.label != now_.label:
            changes.append(
                Change("renumbered", name, then, now_, weight="editorial", renumbered=True)
            )
    changes += [
        Change("removed", name, then, None) for name, then in before.items() if name not in after
    ]
    return Comparison(changes, len(set(before) & set(after)), 100.0)


def words_in(course_id: int) -> str:
    """All lessons of the draft as one text of HTML."""
    taught = update_queries.taught(course_id)
    db.session.rollback()
    return "\n".join(str(block["html"]) for one in taught.lessons for block in one.blocks)
