"""Which parts of a course are locked for somebody, and why. Pure: knows no database.

Lists and gates ask the same function, so that they cannot differ.
"""

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from courses.progress import Outline
from courses.rules.conditions import Condition, Facts, Trace, evaluate, leaves, needed_in

# Id of a step -> what stands in the way; a step that is not in it is open.
Locks = Mapping[str, Trace]
NO_LOCKS: Locks = MappingProxyType({})
# Stands for every part of a course among the parts that were opened by hand.
EVERYTHING = ""


def locked_steps(
    entry: Condition | None,
    parts: Mapping[str, Condition],
    facts: Facts,
    *,
    enrolled: bool,
    opened: Collection[str] = (),
) -> Locks:
    """Return the steps of the release that are locked, each with what is not met.

    A step is locked by its own condition, by that of its module, and, for those who are not
    enrolled, by the condition for taking part. A completed step stays open whatever the rules
    say later; `opened` are the steps that a trainer opened by hand, `EVERYTHING` among them.
    """
    if EVERYTHING in opened:
        return NO_LOCKS
    closed = [] if entry is None or enrolled else _unmet([entry], facts)
    locks = {}
    for module in facts.outline:
        of_module = closed + _unmet([parts.get(module["id"])], facts)
        for step in module["steps"]:
            name = step["id"]
            if name in facts.done or name in opened:
                continue
            reasons = of_module + _unmet([parts.get(name)], facts)
            if reasons:
                locks[name] = reasons[0] if len(reasons) == 1 else together(reasons)
    return locks


def _unmet(conditions: list[Condition | None], facts: Facts) -> list[Trace]:
    traces = [evaluate(one, facts) for one in conditions if one is not None]
    return [trace for trace in traces if not trace.met]


def together(traces: list[Trace]) -> Trace:
    """Return the trace that asks for all of these."""
    over = any(trace.over for trace in traces)
    met = all(trace.met for trace in traces)
    return Trace("all", met, need=len(traces), over=over, items=tuple(traces))


def circle(outline: Outline, parts: Mapping[str, Condition]) -> str | None:
    """Return the title of a part that would wait for itself, or None when there is none."""
    titles = {step["id"]: step["title"] for module in outline for step in module["steps"]}
    try:
        TopologicalSorter(_waits(outline, parts)).prepare()
    except CycleError as error:
        return next((titles[name] for name in error.args[1] if name in titles), "")
    return None


def _waits(outline: Outline, parts: Mapping[str, Condition]) -> dict[str, set[str]]:
    from_modules: dict[str, list[str]] = {
        module["id"]: [step["id"] for step in needed_in(module)] for module in outline
    }
    waits: dict[str, set[str]] = {}
    for module in outline:
        for step in module["steps"]:
            found = waits.setdefault(step["id"], set())
            for condition in (parts.get(module["id"]), parts.get(step["id"])):
                found |= _asked(condition, from_modules)
    return waits


def _asked(condition: Condition | None, modules: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    for kind, value in leaves(condition):
        if kind in ("step", "quiz"):
            found.add(value)
        elif kind == "module":
            found.update(modules.get(value, ()))
    return found
