"""The parts of an OpenDocument text."""

import posixpath
from typing import Any
from urllib.parse import unquote

from elearn.library.readers.archive import Archive
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.xml import parse


class Package:
    """An open OpenDocument text. Parts are parsed when asked for; a missing one is None."""

    def __init__(self, archive: Archive, limits: Limits = DEFAULT) -> None:
        self.archive = archive
        self.limits = limits

    def xml(self, part: str) -> Any:
        """Return the root element of a part, or None."""
        if part not in self.archive.entries:
            return None
        return parse(self.archive.read(part), part, self.limits)

    def named(self, address: str) -> str:
        """Return the part an address in the text means, or "" when it leads out of the file."""
        if not address or ":" in address.split("/")[0] or address.startswith(("/", "../")):
            return ""
        return posixpath.normpath(unquote(address))
