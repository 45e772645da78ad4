"""The rows of the table: what a visitor does, what it is compared with, what it may cost."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count, cycle

from bench.load import Act
from bench.scene import Scene
from bench.visitor import Visitor

RADIO = re.compile(r'name="question-(\d+)" value="([^"]+)"[^>]*><label[^>]*>Right')
HIDDEN = re.compile(r'name="(page|question-\d+-shown)" value="([^"]*)"')


@dataclass(frozen=True)
class Case:
    """One row. `most` is the highest ratio to what it is compared with: `page` (R) or `flow`.

    Without `most` the row only informs.
    `prepare` runs once for every visitor and is not measured. `path` is what a GET asks for, to
    count its queries and bytes.
    """

    name: str
    act: Act
    most: float | None
    prepare: Callable[[Visitor], None]
    against: str = "page"
    path: str = ""
    signed_in: bool = True
    # The session its queries are counted with, when it is not a learner's.
    cookie: str = ""
    most_queries: int | None = None
    most_bytes: int | None = None
    most_compressed: int | None = None


def all_cases(scene: Scene) -> list[Case]:
    """Return every row, public pages first."""
    course = page("Course page, 33 steps", scene.course, 1.0, 7)
    lesson = page("Lesson, 800 words", scene.lesson, 0.7, 5)
    lesson = replace(lesson, most_bytes=30_720, most_compressed=8_192)
    roster, board = managing(scene), watching(scene)
    return [
        page("Home", "/", 0.4, 3, signed_in=False),
        page("Catalogue, 12 courses", "/courses/", 0.4, 3, signed_in=False),
        checking(scene.award),
        course,
        unseen(course),
        lesson,
        unseen(lesson),
        page("My learning, 3 courses", "/learn/", 1.0, 7),
        roster,
        unseen(roster),
        board,
        unseen(board),
        marking(scene.lesson),
        placing(scene.lesson),
        flow(scene.quiz),
        saving(scene.quiz),
    ]


def nothing(visitor: Visitor) -> None:
    """A visitor needs nothing before."""


def as_learner(visitor: Visitor) -> None:
    visitor.sign_in(visitor.learners[0])


def as_learners(visitor: Visitor) -> None:
    visitor.kept = {"learners": cycle(visitor.learners)}


def page(name: str, path: str, most: float, most_queries: int, *, signed_in: bool = True) -> Case:
    """Return the row of a page, read by many learners in turn or by visitors."""

    def act(visitor: Visitor) -> None:
        if signed_in:
            visitor.sign_in(next(visitor.kept["learners"]))
        visitor.get(path)

    prepare = as_learners if signed_in else nothing
    return Case(name, act, most, prepare, path=path, signed_in=signed_in, most_queries=most_queries)


def managing(scene: Scene) -> Case:
    """Return the row of the roster of a course with 500 learners, read by its trainer.

    Its ten pages are read in turn.
    """
    pages = cycle(range(1, 11))

    def prepare(visitor: Visitor) -> None:
        visitor.sign_in(scene.trainer)

    def act(visitor: Visitor) -> None:
        visitor.get(f"{scene.roster}?page={next(pages)}")

    return Case(
        "Roster of 500 learners",
        act,
        1.5,
        prepare,
        path=scene.roster,
        cookie=scene.trainer,
        most_queries=5,
    )


def watching(scene: Scene) -> Case:
    """Return the row of the board of a session with 5,000 registrations, read by its organiser.

    Ten of its pages are read in turn.
    """
    pages = cycle(range(1, 11))

    def prepare(visitor: Visitor) -> None:
        visitor.sign_in(scene.partner)

    def act(visitor: Visitor) -> None:
        visitor.get(f"{scene.board}?page={next(pages)}")

    return Case(
        "Board of 5,000 registrations",
        act,
        1.5,
        prepare,
        path=scene.board,
        cookie=scene.partner,
        most_queries=7,
    )


def unseen(case: Case) -> Case:
    """Return the same row for pages nobody at the same place has seen: none is kept ready."""
    numbers = count()

    def act(visitor: Visitor) -> None:
        visitor.sign_in(case.cookie or next(visitor.kept["learners"]))
        visitor.get(f"{case.path}?unseen={next(numbers)}")

    return replace(
        case,
        name=f"{case.name}, unseen",
        act=act,
        most=None,
        most_queries=None,
        most_bytes=None,
        most_compressed=None,
    )


def checking(path: str) -> Case:
    def act(visitor: Visitor) -> None:
        visitor.move()
        visitor.get(path)

    return Case("Verification", act, 0.4, nothing, path=path, signed_in=False, most_queries=3)


def marking(lesson: str) -> Case:
    def prepare(visitor: Visitor) -> None:
        as_learner(visitor)
        visitor.get(lesson)

    def act(visitor: Visitor) -> None:
        visitor.post(f"{lesson}done")

    return Case("Lesson marked as read", act, 0.6, prepare)


def placing(lesson: str) -> Case:
    def act(visitor: Visitor) -> None:
        visitor.post(f"{lesson}place", 204, block=f"b-{secrets.token_hex(6)}")

    return Case("Place in a lesson kept", act, 0.6, marking(lesson).prepare)


def started(visitor: Visitor, quiz: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Start an attempt; return its address, the right answer of each question, hidden fields."""
    address = visitor.post(f"{quiz}/start").location
    text = visitor.get(address).body.decode()
    return address, dict(RADIO.findall(text)), dict(HIDDEN.findall(text))


def answer(visitor: Visitor, address: str, position: str, choice: str, sequence: int) -> None:
    """Send one answer as the script of the page does."""
    body = {
        "position": int(position),
        "client_key": secrets.token_hex(16),
        "sequence": sequence,
        "known": 0,
        "response": {"choice": choice},
    }
    visitor.post_json(f"{address}answers", body)


def saving(quiz: str) -> Case:
    """Answers go to many attempts, since one person may save no more than 600 a minute."""

    def prepare(visitor: Visitor) -> None:
        acts = []
        for learner in visitor.learners:
            visitor.sign_in(learner)
            visitor.get(quiz)
            address, right, _hidden = started(visitor, quiz)
            acts += [(learner, visitor.token, address, *one) for one in right.items()]
        secrets.SystemRandom().shuffle(acts)
        visitor.kept = {"acts": cycle(acts), "sequence": count(1)}

    def act(visitor: Visitor) -> None:
        learner, visitor.token, address, position, choice = next(visitor.kept["acts"])
        visitor.sign_in(learner)
        answer(visitor, address, position, choice, next(visitor.kept["sequence"]))

    return Case("Answer saved", act, 0.7, prepare)


def flow(quiz: str) -> Case:
    """Start, view, save ten answers, submit all right, review: as a browser with the script."""

    def prepare(visitor: Visitor) -> None:
        ready = []
        for learner in visitor.learners:
            visitor.sign_in(learner)
            visitor.get(quiz)
            ready.append((learner, visitor.token))
        visitor.kept = {"learners": cycle(ready)}

    def act(visitor: Visitor) -> None:
        learner, visitor.token = next(visitor.kept["learners"])
        visitor.sign_in(learner)
        address, right, hidden = started(visitor, quiz)
        for number, (position, choice) in enumerate(right.items(), start=1):
            answer(visitor, address, position, choice, number)
        shown = {name: str(number) for number, name in enumerate(hidden) if name != "page"}
        chosen = {f"question-{position}": choice for position, choice in right.items()}
        sent = shown | chosen | {"page": hidden["page"]}
        visitor.get(visitor.post(f"{address}submit", **sent).location)

    return Case("Quiz flow, 14 requests", act, 1.4, prepare, against="flow")


def plain_page(visitor: Visitor) -> None:
    visitor.get("/plain")


def reference_page(visitor: Visitor) -> None:
    visitor.get("/page")


def bare_flow(visitor: Visitor) -> None:
    """The same flow on the reference."""
    visitor.post("/quiz/start")
    visitor.get("/quiz")
    for number in range(1, 11):
        visitor.post("/quiz/answer", 200, question=number, choice=number % 4)
    visitor.post("/quiz/submit")
    visitor.get("/quiz/review")


REFERENCE: dict[str, Act] = {"plain": plain_page, "page": reference_page, "flow": bare_flow}
