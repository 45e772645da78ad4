"""The outline of a document: its headings with their levels, in reading order."""

from elearn.library.readers.model import Doc, Heading


def outline_of(doc: Doc) -> list[tuple[int, str]]:
    """Return (level, title) of every heading; automatic numbers are not part of the title."""
    return [(b.level, b.title) for b in doc.blocks if isinstance(b, Heading)]
