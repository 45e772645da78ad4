"""The pictures of a document under review: which are shown, what they lack, what stands instead.

A picture is known by its name in the document, the hash of its bytes there, so that what was
written or put in its place is found again when the document, or a new edition, is read. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elearn.library.decisions import Decisions
from elearn.library.decisions import pictures as decided_pictures
from elearn.library.readers.model import (
    Block,
    Doc,
    Figure,
    Heading,
    children,
    plain,
    runs_of,
)
from elearn.library.readers.model_html import Size
from elearn.library.reading import Read

STORED = ("name", "content_type", "width", "height", "small")
LONGEST_ALT = 1000


@dataclass(frozen=True)
class PictureFacts:
    """A picture as the trainer sees it. `shown` is what stands in lessons, None without one.

    `own_alt` is what the document says for people who cannot see it, `alt` what a trainer wrote.
    """

    name: str
    type: str
    section: str
    page: int | None
    caption: str
    own_alt: str
    alt: str
    shown: Mapping[str, Any] | None
    replaced: bool

    @property
    def lacks_words(self) -> bool:
        return not (self.alt or self.own_alt)

    @property
    def to_replace(self) -> bool:
        return self.shown is None


def shown_pictures(read: Read, decisions: Decisions) -> dict[str, dict[str, Any]]:
    """Return the stored pictures of a document by media id, with those put in their place."""
    said = decided_pictures(decisions)
    shown = dict(read.pictures)
    for media in read.doc.media.values():
        instead = said.get(media.name, {})
        if instead.get("name"):
            shown[media.id] = {name: instead[name] for name in STORED if name in instead}
    return shown


def written_alts(read: Read, decisions: Decisions) -> dict[str, str]:
    """Return what trainers wrote for pictures, by media id."""
    said = decided_pictures(decisions)
    media = read.doc.media.values()
    return {one.id: said[one.name]["alt"] for one in media if said.get(one.name, {}).get("alt")}


def media_address(picture: Mapping[str, Any]) -> str:
    """Return where a stored picture is served."""
    return f"/media/{picture['name']}"


def sizes_of(picture: Mapping[str, Any]) -> list[Size]:
    """Return the sizes a stored picture comes in, the largest first."""
    kept = [picture, picture["small"]] if picture.get("small") else [picture]
    return [Size(media_address(one), one["width"], one["height"]) for one in kept]


def pictures_of(read: Read, decisions: Decisions) -> list[PictureFacts]:
    """Return the pictures of a document in reading order, each once."""
    shown, said = shown_pictures(read, decisions), decided_pictures(decisions)
    found: dict[str, PictureFacts] = {}
    for media_id, use in uses(read.doc):
        media = read.doc.media.get(media_id)
        if media is None or media.name in found:
            continue
        own = said.get(media.name, {})
        found[media.name] = PictureFacts(
            name=media.name,
            type=media.type,
            section=use.section,
            page=use.page,
            caption=use.caption,
            own_alt=use.alt,
            alt=str(own.get("alt", "")),
            shown=shown.get(media_id),
            replaced=bool(own.get("name")),
        )
    return list(found.values())


@dataclass(frozen=True)
class Use:
    """Where a picture stands."""

    section: str
    page: int | None
    caption: str
    alt: str


def uses(doc: Doc) -> Iterator[tuple[str, Use]]:
    """Yield (media id, where it stands) in reading order."""
    section = ""
    for block in doc.blocks:
        if isinstance(block, Heading):
            section = f"{block.label} {block.title}".strip()
        yield from _uses_in(block, section, block.src.page)


def _uses_in(block: Block, section: str, page: int | None) -> Iterator[tuple[str, Use]]:
    page = block.src.page or page
    if isinstance(block, Figure):
        yield block.media, Use(section, page, plain(block.caption), block.alt)
    for runs in runs_of(block):
        for run in runs:
            if run.media:
                yield run.media, Use(section, page, "", run.text)
    for blocks in children(block):
        for inner in blocks:
            yield from _uses_in(inner, section, page)


def decide(
    decisions: Decisions, name: str, *, alt: str | None = None, instead: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the decisions with what a picture says, or with what stands in its place.

    An empty `alt` takes the words back; `instead` None leaves the picture as it is.
    """
    said = {key: dict(value) for key, value in decided_pictures(decisions).items()}
    own = said.setdefault(name, {})
    if alt is not None:
        own["alt"] = " ".join(alt.split())[:LONGEST_ALT]
    if instead is not None:
        own.update({key: value for key, value in instead.items() if key in STORED})
    kept = {key: {n: v for n, v in value.items() if v} for key, value in said.items()}
    kept = {key: value for key, value in kept.items() if value}
    rest = {key: value for key, value in decisions.items() if key != "pictures"}
    return rest | {"pictures": kept} if kept else rest
