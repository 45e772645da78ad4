"""Conditions as data: read, checked, and evaluated into a trace. Pure: knows no database.

A condition is a tree. Its groups are {"all": [...]}, {"any": [...]} and {"some": [...],
"need": n}; its leaves ask for a course, a module, a step, a quiz with a mark, a date or a
programme. Ids are public ids, moments ISO 8601 with their zone, marks hundredths of a percent.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeGuard

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from courses.progress import Outline
from courses.rules.errors import RuleUnfit

Condition = Mapping[str, Any]

GROUPS = ("all", "any", "some")
# Leaves that name something, and leaves that name a moment.
NAMES = ("course", "module", "step", "quiz", "programme")
MOMENTS = ("from", "until")
MOST_DEEP = 4
MOST_LEAVES = 40
FULL_MARK = 10_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,12}")


def checked(condition: object) -> dict[str, Any]:
    """Return the condition in its normal form: known keys only, moments in UTC.

    Raises RuleUnfit for what is no condition, too deep, too large, or can never be met.
    """
    found = _checked(condition, 1)
    if sum(1 for _leaf in leaves(found)) > MOST_LEAVES:
        raise RuleUnfit(
            _ln(
                "A condition can ask for %(num)s thing at most.",
                "A condition can ask for %(num)s things at most.",
                MOST_LEAVES,
            )
        )
    return found


def _checked(condition: object, depth: int) -> dict[str, Any]:
    if not isinstance(condition, Mapping):
        raise RuleUnfit(_l('A condition must be an object such as {"module": "its id"}.'))
    if depth > MOST_DEEP:
        raise RuleUnfit(
            _l("Conditions can stand at most %(num)s deep in one another.", num=MOST_DEEP)
        )
    kinds = [kind for kind in (*GROUPS, *NAMES, *MOMENTS) if kind in condition]
    if len(kinds) != 1:
        raise RuleUnfit(
            _l(
                "Each condition must ask for exactly one of: all, any, some, course, module, "
                "step, quiz, from, until, programme."
            )
        )
    (kind,) = kinds
    allowed = {kind} | {"some": {"need"}, "quiz": {"mark"}}.get(kind, set())
    unknown = sorted(str(key) for key in set(condition) - allowed)
    if unknown:
        raise RuleUnfit(
            _l("“%(key)s” has no meaning in a condition of this kind.", key=unknown[0][:40])
        )
    if kind in GROUPS:
        return _checked_group(kind, condition, depth)
    return _checked_moment(kind, condition) if kind in MOMENTS else _checked_name(kind, condition)


def _checked_group(kind: str, condition: Condition, depth: int) -> dict[str, Any]:
    items = condition[kind]
    if not isinstance(items, list | tuple) or not items:
        raise RuleUnfit(_l("“%(kind)s” needs a list of at least one condition.", kind=kind))
    if len(items) > MOST_LEAVES:
        raise RuleUnfit(_l("A list of conditions can have %(num)s at most.", num=MOST_LEAVES))
    group: dict[str, Any] = {kind: [_checked(item, depth + 1) for item in items]}
    if kind == "some":
        need = condition.get("need")
        if not _is_whole(need) or not 1 <= need <= len(items):
            raise RuleUnfit(
                _l("Of %(num)s conditions, “need” can be 1 to %(num)s.", num=len(items))
            )
        group["need"] = need
    if kind == "all":
        _refuse_never(group[kind])
    return group


def _refuse_never(items: list[dict[str, Any]]) -> None:
    begins = [item["from"] for item in items if "from" in item]
    ends = [item["until"] for item in items if "until" in item]
    if begins and ends and max(begins) >= min(ends):
        raise RuleUnfit(_l("This would close before it opens. Give a later end."))


def _checked_moment(kind: str, condition: Condition) -> dict[str, Any]:
    try:
        moment = datetime.fromisoformat(condition[kind])
        if moment.tzinfo is None:
            raise ValueError
        return {kind: moment.astimezone(UTC).isoformat()}
    except (TypeError, ValueError, OverflowError):
        raise RuleUnfit(
            _l("A moment must be written with its zone, as in 2026-05-03T10:00:00+00:00.")
        ) from None


def _checked_name(kind: str, condition: Condition) -> dict[str, Any]:
    name = condition[kind]
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise RuleUnfit(_l("“%(kind)s” needs the id of one.", kind=kind))
    leaf: dict[str, Any] = {kind: name}
    if kind == "quiz":
        mark = condition.get("mark")
        if not _is_whole(mark) or not 0 <= mark <= FULL_MARK:
            raise RuleUnfit(_l("The mark of a quiz is 0 to 10000, in hundredths of a percent."))
        leaf["mark"] = mark
    return leaf


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def leaves(condition: Condition | None) -> Iterator[tuple[str, Any]]:
    """Yield kind and value of every leaf, in the order they stand."""
    if condition is None:
        return
    for kind, value in condition.items():
        if kind in GROUPS:
            for item in value:
                yield from leaves(item)
        elif kind in NAMES or kind in MOMENTS:
            yield kind, value


def named(conditions: Iterable[Condition | None], *kinds: str) -> frozenset[str]:
    """Return the ids that the conditions name with leaves of these kinds."""
    return frozenset(value for one in conditions for kind, value in leaves(one) if kind in kinds)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a condition asked, and whether it is met: a tree like the condition's.

    `title` and `slug` belong to what is named; `opens` is the id of the step that leads on to it;
    `score` is what a learner reached in a quiz. `gone`: no longer there, so nothing is asked.
    `over`: it can never be met any more.
    """

    kind: str
    met: bool
    id: str = ""
    title: str = ""
    slug: str = ""
    opens: str = ""
    part: str = ""
    mark: int | None = None
    score: int | None = None
    moment: datetime | None = None
    need: int = 0
    gone: bool = False
    over: bool = False
    items: tuple["Trace", ...] = ()

    def unmet(self) -> Iterator["Trace"]:
        """Yield the leaves that are not met and stand in the way, those one can act on first."""
        waiting = [item for item in self.items if not item.met]
        if not self.items and not self.met:
            yield self
        for item in sorted(waiting, key=lambda one: one.over):
            yield from item.unmet()


@dataclass(frozen=True, slots=True)
class CourseFact:
    """Another course as a condition sees it; without a slug it cannot be opened now."""

    title: str
    slug: str
    completed: bool


@dataclass(frozen=True, slots=True)
class ProgrammeFact:
    """A programme as a condition sees it."""

    title: str
    completed: bool


@dataclass(frozen=True)
class Facts:
    """What is known of a learner when conditions are evaluated.

    `done` are the completed steps with their scores (null without one), `outline` is the one of
    the release that is read.
    """

    moment: datetime
    outline: Outline
    done: Mapping[str, int | None] = field(default_factory=dict)
    courses: Mapping[str, CourseFact] = field(default_factory=dict)
    programmes: Mapping[str, ProgrammeFact] = field(default_factory=dict)

    def steps(self) -> dict[str, Mapping[str, Any]]:
        """Return the steps of the release by their ids."""
        return {step["id"]: step for module in self.outline for step in module["steps"]}

    def module(self, module_id: str) -> Mapping[str, Any] | None:
        """Return a module of the release, or None."""
        return next((one for one in self.outline if one["id"] == module_id), None)


def needed_in(module: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the steps that complete a module: its required ones, or all where none is."""
    return [step for step in module["steps"] if step["required"]] or list(module["steps"])


def evaluate(condition: Condition, facts: Facts) -> Trace:
    """Return what the condition asks and whether it is met for somebody with these facts.

    A module is done when its required steps are (all of them where none is required). What is
    not, or not yet, in the release asks for nothing: nobody could ever do it.
    """
    for kind in GROUPS:
        if kind in condition:
            return _group(kind, condition, facts)
    (kind,) = (one for one in _LEAVES if one in condition)
    return _LEAVES[kind](condition, facts)


def _group(kind: str, condition: Condition, facts: Facts) -> Trace:
    items = tuple(evaluate(item, facts) for item in condition[kind])
    need = {"all": len(items), "any": 1}.get(kind) or condition["need"]
    possible = sum(not item.over for item in items)
    met = sum(item.met for item in items) >= need
    return Trace(kind, met, need=need, over=possible < need, items=items)


def _course(condition: Condition, facts: Facts) -> Trace:
    name = condition["course"]
    fact = facts.courses.get(name)
    if fact is None:
        return Trace("course", True, name, gone=True)
    return Trace("course", fact.completed, name, fact.title, fact.slug)


def _programme(condition: Condition, facts: Facts) -> Trace:
    name = condition["programme"]
    fact = facts.programmes.get(name, ProgrammeFact("", False))
    return Trace("programme", fact.completed, name, fact.title)


def _module(condition: Condition, facts: Facts) -> Trace:
    name = condition["module"]
    module = facts.module(name)
    if module is None:
        return Trace("module", True, name, gone=True)
    left = [step["id"] for step in needed_in(module) if step["id"] not in facts.done]
    return Trace("module", not left, name, module["title"], opens=left[0] if left else "")


def _step(condition: Condition, facts: Facts) -> Trace:
    name = condition["step"]
    step = facts.steps().get(name)
    if step is None:
        return Trace("step", True, name, gone=True)
    return Trace("step", name in facts.done, name, step["title"], opens=name, part=step["kind"])


def _quiz(condition: Condition, facts: Facts) -> Trace:
    name, mark = condition["quiz"], condition["mark"]
    step = facts.steps().get(name)
    if step is None:
        return Trace("quiz", True, name, mark=mark, gone=True)
    score = facts.done.get(name)
    # Completed by hand, without a score: the trainer has decided that it is enough.
    met = name in facts.done and (score is None or score >= mark)
    return Trace("quiz", met, name, step["title"], opens=name, part="quiz", mark=mark, score=score)


def _from(condition: Condition, facts: Facts) -> Trace:
    moment = datetime.fromisoformat(condition["from"])
    return Trace("from", facts.moment >= moment, moment=moment)


def _until(condition: Condition, facts: Facts) -> Trace:
    moment = datetime.fromisoformat(condition["until"])
    met = facts.moment < moment
    return Trace("until", met, moment=moment, over=not met)


_LEAVES: Mapping[str, Callable[[Condition, Facts], Trace]] = {
    "course": _course,
    "module": _module,
    "step": _step,
    "quiz": _quiz,
    "programme": _programme,
    "from": _from,
    "until": _until,
}
