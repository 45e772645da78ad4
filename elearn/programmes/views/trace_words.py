"""What is met of the rule of a run and what is not, in words: "Why?"."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _


class Item(NamedTuple):
    """A part of the rule: whether it is met, and what it says."""

    met: bool
    words: str


def trace_words(items: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Return the parts of a trace in words."""
    return [Item(item["met"], _words(item["rule"], item["detail"])) for item in items]


def _words(rule: str, detail: Mapping[str, Any]) -> str:
    if rule == "course":
        return str(_("Complete the course “%(title)s”.", title=detail["title"]))
    if rule == "some-courses":
        sentence = _(
            "Complete %(needed)s of %(of)s courses: %(done)s completed.",
            needed=detail["needed"],
            of=detail["of"],
            done=len(detail["completed"]),
        )
        return str(sentence)
    sentence = _(
        "Attend %(percent)s%% of %(minutes)s minutes: %(attended)s attended.",
        percent=detail["percent"],
        minutes=detail["minutes"],
        attended=detail["attended"],
    )
    return str(sentence)
