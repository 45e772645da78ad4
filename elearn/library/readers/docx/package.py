"""The parts of a DOCX and how they refer to each other."""

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from elearn.library.readers.archive import Archive
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.xml import parse


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: another part of the package, or an outside address."""

    kind: str
    target: str
    outside: bool


class Package:
    """An open DOCX. Parts are parsed when asked for; a part that is not there is None."""

    def __init__(self, archive: Archive, main: str, limits: Limits = DEFAULT) -> None:
        self.archive = archive
        self.main = main
        self.limits = limits
        self._relations: dict[str, dict[str, Relation]] = {}

    def xml(self, part: str) -> Any:
        """Return the root element of a part, or None."""
        if part not in self.archive.entries:
            return None
        return parse(self.archive.read(part), part, self.limits)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part refers to, by relation id."""
        found = self._relations.get(part)
        if found is None:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
            found = {} if root is None else dict(_relation(e, folder) for e in root)
            self._relations[part] = found
        return found

    def related(self, kind: str) -> str:
        """Return the part the main part refers to as styles, numbering ..., or ""."""
        for relation in self.relations(self.main).values():
            if relation.kind == kind and not relation.outside:
                return relation.target
        return ""

    def outside(self) -> list[tuple[str, str]]:
        """Return what would have to be fetched from elsewhere: (kind, address). Links excepted."""
        parts = [self.main, self.related("settings"), self.related("footnotes")]
        return sorted(
            (relation.kind, relation.target)
            for part in parts
            if part
            for relation in self.relations(part).values()
            if relation.outside and relation.kind != "hyperlink"
        )


def _relation(element: Any, folder: str) -> tuple[str, Relation]:
    outside = element.get("TargetMode", "") == "External"
    target = element.get("Target", "")
    if not outside:
        target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
    kind = element.get("Type", "").rpartition("/")[2]
    return element.get("Id", ""), Relation(kind, target, outside)
