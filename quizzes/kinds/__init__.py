"""Question kinds: one file each, with its template in templates/quizzes/kinds/ and its test.

A file of this folder that has a `KIND` is a kind; nothing else needs to know about it.
"""

from importlib import import_module
from pkgutil import iter_modules

from quizzes.errors import NoSuchQuestion
from quizzes.kinds.kind import Kind


def _found() -> dict[str, Kind]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kinds: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.place)}


KINDS = _found()


def kind_of(name: str) -> Kind:
    """Return the kind of that name. Raises NoSuchQuestion."""
    try:
        return KINDS[name]
    except KeyError:
        raise NoSuchQuestion from None


__all__ = ["KINDS", "Kind", "kind_of"]
