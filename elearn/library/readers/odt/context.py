"""What all stories of an OpenDocument text share while it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from elearn.library.readers.flow.raw import Raw
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.media import Album
from elearn.library.readers.odt.lists import ListStyles
from elearn.library.readers.odt.package import Package
from elearn.library.readers.odt.styles import Styles


@dataclass(slots=True)
class RawNote:
    """A note as it stands in the file."""

    key: str
    kind: str
    mark: str
    raws: list[Raw]


@dataclass(slots=True)
class Context:
    """Everything known of the document, and how far the reading has come."""

    package: Package
    styles: Styles
    lists: ListStyles
    album: Album
    ledger: Ledger
    step: Callable[[int], None]
    notes: list[RawNote] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    index: int = 0
    page: int = 1
    pages_known: bool = False
    deleting: int = 0

    def at_page(self) -> int | None:
        """Return the page, where the file says where pages end."""
        return self.page if self.pages_known else None

    def changed(self, element: Any, name: str) -> None:
        """Take in the mark that a change begins or ends here: text of deletions is left out."""
        if name in self.removed:
            starts = str(element.tag).endswith("change-start")
            self.deleting = max(self.deleting + (1 if starts else -1), 0)
