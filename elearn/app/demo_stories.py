"""When the learners of the demonstration did what. Pure: the same people give the same dates.

Everybody studies in sittings of half an hour or so, at hours of the day in their own zone, some
days apart, within the last three months; nobody does anything before what it builds on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from elearn.app.demo_people import DemoPerson, Story

# Stories of one person follow each other in this order.
ORDER = ("completed", "left", "failed", "in progress", "not started")
# The last thing a person did lies so many days back, by the state of their last story.
DAYS_AGO = {
    "completed": (2, 50),
    "left": (25, 55),
    "failed": (1, 1),
    "in progress": (1, 8),
    "not started": (2, 21),
}
# Who takes the test before of a course that has one.
TESTED = ("completed", "in progress")
SITTING_MINUTES = (20, 60)
DAYS_BETWEEN = (1, 4)
MOST_DAYS = 90
HOURS = (7, 20)
# Somebody who just failed for the last time still waits when the demonstration is first seen.
FAILED_HOURS_AGO = 3


@dataclass(frozen=True)
class Stage:
    """A required step of a course, as a release lists it; `number` counts its questions."""

    id: str
    kind: str
    minutes: int


@dataclass(frozen=True)
class Act:
    """One thing somebody did. `kind`: account, enrol, before, read, attempt, place or leave.

    An attempt has its `number` (from 1) and how many answers are `right`; `minutes` is how long
    the act took, beginning at `moment`.
    """

    moment: datetime
    email: str
    kind: str
    course: str = ""
    step: str = ""
    number: int = 0
    right: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Piece:
    """An act without its date; `pause` is the days that pass before it."""

    kind: str
    course: str
    step: str = ""
    number: int = 0
    right: int = 0
    minutes: int = 0
    pause: int = 0


def schedule(
    people: Sequence[DemoPerson], courses: Mapping[str, Sequence[Stage]], end: datetime
) -> list[Act]:
    """Return everything everybody did, in the order in which it happened, all before `end`."""
    acts = [act for person in people for act in acts_of(person, courses, end)]
    return sorted(acts, key=lambda act: act.moment)


def acts_of(person: DemoPerson, courses: Mapping[str, Sequence[Stage]], end: datetime) -> list[Act]:
    """Return what one person did, in order."""
    stories = sorted(person.stories, key=lambda story: ORDER.index(story.state))
    if not stories:
        return []
    # Not for secrets: the same person must live the same story again.
    chance = Random(person.email)  # noqa: S311
    sittings: list[list[Piece]] = []
    for story in stories:
        pieces = list(pieces_of(story, courses[story.course], chance))
        sittings += into_sittings(pieces, chance)
    return dated(person, sittings, stories[-1].state, end, chance)


def pieces_of(story: Story, stages: Sequence[Stage], chance: Random) -> Iterator[Piece]:
    """Yield what a story consists of: steps read and quizzes taken in the order of the course."""
    yield Piece("enrol", story.course, minutes=1)
    if story.state in TESTED:
        yield Piece("before", story.course, number=1, right=chance.randint(1, 3), minutes=6)
    wanted = len(stages) if story.state == "completed" else round(story.share * len(stages))
    quizzes = list(story.quizzes)
    done = 0
    for stage in stages:
        if done >= wanted and not quizzes:
            break
        if stage.kind == "quiz" and not quizzes:
            break
        if stage.kind == "quiz":
            yield from attempts_at(story.course, stage, quizzes.pop(0), chance)
        else:
            minutes = max(1, round(stage.minutes * chance.uniform(0.8, 1.5)))
            yield Piece("read", story.course, stage.id, minutes=minutes)
        done += 1
    if story.state == "in progress" and done < len(stages):
        yield Piece("place", story.course, stages[done].id, minutes=1)
    if story.state == "left":
        yield Piece("leave", story.course, minutes=1, pause=chance.randint(4, 14))


def attempts_at(
    course: str, stage: Stage, rights: Sequence[int], chance: Random
) -> Iterator[Piece]:
    """Yield the attempts at a quiz, some minutes of reading again between two."""
    for number, right in enumerate(rights, start=1):
        minutes = stage.minutes + chance.randint(0, 4)
        yield Piece("attempt", course, stage.id, number, right, minutes)


def into_sittings(pieces: Sequence[Piece], chance: Random) -> list[list[Piece]]:
    """Return the pieces in sittings: a new one begins when the time somebody has is over."""
    sittings: list[list[Piece]] = []
    left = 0
    for piece in pieces:
        if left <= 0 or piece.pause:
            sittings.append([])
            left = chance.randint(*SITTING_MINUTES)
        sittings[-1].append(piece)
        left -= piece.minutes
    return sittings


def dated(
    person: DemoPerson, sittings: Sequence[list[Piece]], state: str, end: datetime, chance: Random
) -> list[Act]:
    """Return the sittings as dated acts; the last one lies as far back as the state says."""
    zone = ZoneInfo(person.profile["timezone"])
    days = [0]
    for later in reversed(sittings):
        days.append(days[-1] + max(later[0].pause, chance.randint(*DAYS_BETWEEN)))
    ago = min(chance.randint(*DAYS_AGO[state]), MOST_DAYS - days[-1])
    acts: list[Act] = []
    for back, sitting in zip(reversed(days[:-1]), sittings, strict=True):
        day = (end.astimezone(zone) - timedelta(days=ago + back)).date()
        start = datetime(
            day.year, day.month, day.day, chance.randint(*HOURS), chance.randint(0, 59), tzinfo=zone
        )
        if state == "failed" and back == 0:
            start = just_before(end.astimezone(zone), sitting)
        acts += sat(person.email, sitting, start, chance)
    opened = acts[0].moment - timedelta(minutes=chance.randint(3, 15))
    return [Act(opened, person.email, "account"), *acts]


def just_before(end: datetime, sitting: Sequence[Piece]) -> datetime:
    """Return when to begin a sitting so that it is over some hours before `end`, by day."""
    length = timedelta(hours=FAILED_HOURS_AGO) + sum(
        (timedelta(minutes=piece.minutes + 1) for piece in sitting), timedelta()
    )
    start = end - length
    first, last = HOURS
    if first <= start.hour <= last:
        return start
    day = start if start.hour > last else start - timedelta(days=1)
    return day.replace(hour=last, minute=start.minute)


def sat(email: str, sitting: Sequence[Piece], start: datetime, chance: Random) -> list[Act]:
    """Return one sitting, act after act; what is read counts when it is finished."""
    acts = []
    moment = start + timedelta(seconds=chance.randint(0, 59))
    for piece in sitting:
        act = Act(
            moment,
            email,
            piece.kind,
            piece.course,
            piece.step,
            piece.number,
            piece.right,
            piece.minutes,
        )
        moment += timedelta(minutes=piece.minutes, seconds=chance.randint(5, 50))
        acts.append(replace(act, moment=moment) if piece.kind == "read" else act)
    return acts
