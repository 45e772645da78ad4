"""Decisions on the outline of an edition, made again for the next one. Pure.

A decision goes with the heading or paragraph it was made for; where that is not in the new
document it is dropped, and the trainer decides anew.
"""

from collections.abc import Collection, Mapping
from typing import Any

from elearn.library.alignment import align
from elearn.library.carrying import parts_of_tree
from elearn.library.decisions import SPLIT
from elearn.library.readers.model import Doc
from elearn.library.sections import section_tree

# What lasts of a decision; a title of an earlier edition does not.
LASTING = ("level", "role", "joined", "left_out")
# The same document read in another way keeps its titles too.
SAME_DOCUMENT = (*LASTING, "title")


def replayed(
    decisions: Mapping[str, Any], old: Doc, new: Doc, lasting: Collection[str] = LASTING
) -> dict[str, Any]:
    """Return decisions made for one document as decisions for the next edition of it."""
    found = align(parts_of_tree(section_tree(old)), parts_of_tree(section_tree(new)))
    names = {there: here for here, there in found.keys.items()}
    result: dict[str, Any] = {}
    headings = {
        here: kept
        for key, said in decisions.get("headings", {}).items()
        if (here := moved(key, names))
        and (kept := {name: said[name] for name in lasting if name in said})
    }
    splits = {names[key]: said for key, said in decisions.get("splits", {}).items() if key in names}
    for name, value in (("headings", headings), ("splits", splits)):
        if value:
            result[name] = value
    if decisions.get("pictures"):
        result["pictures"] = decisions["pictures"]
    each = decisions.get("courses", {}).get("each")
    if each is not None:
        result["courses"] = {"each": each}
    order = [moved(key, names) for key in decisions.get("order", ())]
    if order and all(order):
        result["order"] = order
    return result


def moved(key: str, names: Mapping[str, str]) -> str:
    """Return the new id of a heading, or of one a split made; "" when it is not there."""
    if key.startswith(SPLIT):
        inner = names.get(key.removeprefix(SPLIT), "")
        return SPLIT + inner if inner else ""
    return names.get(key, "")
