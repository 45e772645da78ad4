"""Which parts of a document become courses: all of it one, or each part at the top its own. Pure.

The parts are the sections at level 1, or those below the title when the title is a heading
around everything. Annexes belong to the part they stand behind; when a document is made of
annexes only, as notes of the United Nations are, each annex is a part. What comes before and
between (front matter, glossary) describes all of the courses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from courses.drafts import titled
from elearn.library.section_roles import is_annex

WHOLE = ""
TEXT = ("body", "annex")


@dataclass
class Part:
    """What becomes one course; `key` is its heading's, "" for the whole document.

    `around` belongs to all parts alike: front matter, glossary, contents.
    """

    key: str
    title: str
    sections: list[Any]
    around: list[Any] = field(default_factory=list)


def parts_of(sections: Sequence[Any], title: str, *, each: bool) -> list[Part]:
    """Return the parts of a document. One that has a single part is one course in any case."""
    whole = [Part(WHOLE, title, list(sections))]
    if not each:
        return whole
    around, tops = opened(sections)
    found: list[Part] = []
    waiting: list[Any] = []
    is_start = body if any(map(body, tops)) else text
    for section in tops:
        if is_start(section):
            found.append(Part(section.key, titled(section), [as_body(section), *waiting], around))
            waiting = []
        elif section.role not in TEXT:
            around.append(section)
        elif found:
            found[-1].sections.append(section)
        else:
            waiting.append(section)
    return found if len(found) > 1 else whole


def opened(sections: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return what stands around the parts, and the level at which there is more than one."""
    around: list[Any] = []
    tops = list(sections)
    while True:
        bodies = [section for section in tops if body(section)]
        if len(bodies) != 1 or not any(map(body, bodies[0].children)):
            return around, tops
        only = bodies[0]
        around += [section for section in tops if section.role not in TEXT]
        if only.paragraphs:
            around.append(replace(only, role="front", children=[]))
        at = tops.index(only)
        tops = [*annexes(tops[:at]), *only.children, *annexes(tops[at + 1 :])]


def annexes(sections: Sequence[Any]) -> list[Any]:
    return [section for section in sections if section.role == "annex"]


def body(section: Any) -> bool:
    return bool(section.role == "body")


def text(section: Any) -> bool:
    return section.role in TEXT


def as_body(section: Any) -> Any:
    """Return an annex that is a course of its own as a body; the annexes inside it stay annexes."""
    if section.role != "annex":
        return section
    return replace(section, role="body", children=[inside(child) for child in section.children])


def inside(section: Any) -> Any:
    if section.role != "annex" or is_annex(section):
        return section
    return as_body(section)
