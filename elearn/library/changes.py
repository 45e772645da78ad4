"""What changed from one edition of a tool to another, told by the lasting keys of paragraphs.

Headings are told too: a `Side` of kind "heading" whose key is that of its section, whose label is
the printed number and whose text is the title. A section that moved as a whole is one change,
that of its heading: the paragraphs that went with it are not listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# The least share of sections, in per cent, that makes proposals worth reading.
RECOGNISED = 50.0

KINDS = ("changed", "new", "removed", "moved", "renumbered")
WEIGHTS = ("editorial", "material")


@dataclass(frozen=True)
class Side:
    """A paragraph or heading as it stands in one edition.

    `section` holds the titles from the top; `position` is the place in reading order, headings
    counted. `text` has neither the printed number nor the notes, `html` has both.
    """

    key: str
    label: str
    kind: str
    html: str
    text: str
    page: int | None
    section: tuple[str, ...]
    position: int


@dataclass(frozen=True)
class Change:
    """One difference; `kind` is the strongest: changed, then moved, then renumbered.

    `after_key` says where a new or moved one stands: the key of the paragraph before it in its
    section, the heading's key for the first one of a section, None with nothing before it.
    """

    kind: str
    key: str
    before: Side | None
    after: Side | None
    after_key: str | None = None
    weight: str = "material"
    moved: bool = False
    renumbered: bool = False


@dataclass(frozen=True)
class Comparison:
    """All differences in the order of the new edition, removed ones where they stood."""

    changes: list[Change]
    unchanged: int
    aligned_percent: float

    @property
    def advice(self) -> bool:
        """Whether so little was recognised that a new course is the better way."""
        return self.aligned_percent < RECOGNISED


def compare(
    old: Sequence[Side], new: Sequence[Side], aligned_percent: float | None = None
) -> Comparison:
    """Compare two editions whose keys were carried; both in reading order, with their headings.

    Without `aligned_percent` it is the share of the old headings that are in the new edition.
    """
    raise NotImplementedError


def changes_between(old_edition_id: int, new_edition_id: int) -> Comparison:
    """Compare two stored editions."""
    raise NotImplementedError
