"""From the name of a provider to the provider. Only its own process ever imports one."""

import importlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from elearn.suggestions.provider import NullProvider

GROUP = "elearn.suggestions"


class Unloadable(Exception):
    """There is no such provider, or it cannot be used; the text says what went wrong."""


def offered(named: Iterable[str]) -> list[str]:
    """Return the providers an administrator may choose: installed ones, then those `named`.

    A name may be any `module:attribute`, so only the operator names them: whoever may write one
    into a form could have any program of the server called.
    """
    return list(dict.fromkeys([*installed(), *named]))


@cache
def installed() -> tuple[str, ...]:
    """Return the names of the entry points: they stay as they are while this process runs."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load(name: str) -> Any:
    """Return what a name stands for: an entry point of the group, else `module:attribute`.

    No name is the provider that suggests nothing. Raises Unloadable.
    """
    if not name:
        return NullProvider
    try:
        found = _found(name)
    except Exception as error:
        raise Unloadable(f"{type(error).__name__}: {error}") from error
    if not callable(getattr(found, "suggest", None)):
        raise Unloadable(f"{name} has no method “suggest”.")
    return found


def _found(name: str) -> Any:
    for point in entry_points(group=GROUP):
        if point.name == name:
            return point.load()
    module, _, attributes = name.partition(":")
    found: Any = importlib.import_module(module)
    for attribute in attributes.split("."):
        found = getattr(found, attribute)
    return found
