"""A document under review: as it was read, in the light of what its trainer decided so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from elearn.core.transaction import write
from elearn.library import carrying, operations, reading
from elearn.library.changes import RECOGNISED
from elearn.library.decisions import Decisions, left_out, revised, roles
from elearn.library.errors import ImportIsNotReady
from elearn.library.glossary import document_terms
from elearn.library.loading import Term, load_edition
from elearn.library.models import Import
from elearn.library.pictures import media_address, shown_pictures, sizes_of, written_alts
from elearn.library.readers.model import Block, Doc, Figure, Media, runs_of, walk
from elearn.library.reading import Read
from elearn.library.sections import SectionNode, section_tree

READ = ("review", "done")


@dataclass(frozen=True)
class Reviewed:
    """A document as decided: its sections, what is left out of the course, what the edition is."""

    read: Read
    sections: list[SectionNode]
    left_out: frozenset[str]
    details: dict[str, Any]
    decisions: Decisions = field(default_factory=dict)
    # The edition it follows, and how many of its sections were recognised.
    follows_id: int | None = None
    aligned_percent: float | None = None

    @property
    def title(self) -> str:
        return str(self.details["title"])

    @property
    def language(self) -> str:
        return str(self.details["language"])


def has_document(found: Import) -> bool:
    """Tell whether what was read of the document is there to be looked at."""
    return found.state in READ and found.model_key is not None


def load_document(found: Import) -> Read:
    """Return the document of an import as it was read. Raises ImportIsNotReady.

    It is shared with others who look at it: nobody may change it.
    """
    if found.model_key is None or not has_document(found):
        raise ImportIsNotReady
    return _kept(found.model_key)


# A trainer who reviews an outline asks for the same document with every act.
@lru_cache(maxsize=2)
def _kept(model_key: str) -> Read:
    return reading.load(model_key)


def apply(read: Read, decisions: Decisions) -> list[SectionNode]:
    """Return the section tree of a document in the light of the decisions. Pure."""
    pictures = shown_pictures(read, decisions)

    def address(media: Media) -> str | None:
        picture = pictures.get(media.id)
        return media_address(picture) if picture else None

    return section_tree(
        revised(read.doc, decisions),
        roles=roles(decisions),
        media_url=address,
        xref_url=lambda block_id: f"#{block_id}",
        alts=written_alts(read, decisions),
        sizes={key: sizes_of(picture) for key, picture in pictures.items()},
    )


def reviewed(found: Import) -> Reviewed:
    """Return the document of an import as decided. Raises ImportIsNotReady."""
    read = load_document(found)
    return Reviewed(
        read=read,
        sections=apply(read, found.decisions),
        left_out=left_out(found.decisions),
        details=details_of(read.doc, found.details),
        decisions=found.decisions,
    )


def carried(found: Import) -> Reviewed:
    """Return the document of an import as decided, a new edition under its lasting keys. Slow.

    They are those of the edition it follows, or of its own once it is stored; a document that
    follows none is returned as it was read. Raises ImportIsNotReady.
    """
    document = reviewed(found)
    if not document.details.get("edition_of"):
        return document
    base = carrying.own(found.edition_id) or carrying.followed(document.details, document.language)
    return under_lasting_keys(document, base)


def under_lasting_keys(document: Reviewed, base: carrying.Followed | None) -> Reviewed:
    """Return a document under the keys of what it has in common with an edition."""
    if base is None:
        return document
    found = carrying.aligned(base, document.sections, document.language)
    old = carrying.keys_of(carrying.parts_of_edition(base.id))
    new = carrying.keys_of(carrying.parts_of_tree(document.sections))
    names = carrying.renaming(found, old, new)
    return replace(
        document,
        sections=carrying.carried(document.sections, names),
        left_out=frozenset(names.get(key, key) for key in document.left_out),
        follows_id=base.id if base.language == document.language else None,
        aligned_percent=found.percent,
    )


def details_of(doc: Doc, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of the edition: what the trainer said, else what the document says."""
    told = {name: value for name, value in said.items() if value}
    meta: dict[str, Any] = {
        META[name]: value for name, value in doc.meta.items() if name in META and value
    }
    if doc.meta.get("year", "").isdigit():
        meta["year"] = int(doc.meta["year"])
    if doc.meta.get("waste_streams"):
        meta["waste_streams"] = [word.strip() for word in doc.meta["waste_streams"].split(",")]
    return {
        "title": doc.meta.get("title") or "",
        **meta,
        **told,
        "language": reading.language_of(said, doc),
    }


def recognised(found: Import) -> float | None:
    """Return how many sections of the edition before are in a document, in per cent.

    None while it is not read, and for what is no new edition or one in another language.
    """
    return (found.report or {}).get(reading.RECOGNISED_KEY)


def is_another_book(found: Import) -> bool:
    """Tell whether so little was recognised that a new course is the better way."""
    percent = recognised(found)
    return percent is not None and percent < RECOGNISED


# What documents say of themselves, under the names the register has for it.
META = {
    "symbol": "symbol",
    "edition": "label",
    "publisher": "publisher",
    "rights": "rights",
    "licence": "rights",
    "license": "rights",
    "acknowledgement": "acknowledgement",
    "source": "source_address",
    "kind": "kind",
    "topic": "topic",
    "status": "status",
    "summary": "summary",
}


def store(import_id: int, document: Reviewed) -> int:
    """Store the document as an edition, once, in short transactions; return the edition's id."""
    terms = [
        Term(term.term, term.meaning, term.key, term.kind)
        for term in document_terms(document.sections)
    ]
    edition_id = load_edition(
        import_id,
        document.sections,
        terms,
        shown_pictures(document.read, document.decisions),
        dict(alternative_texts(document.read.doc))
        | written_alts(document.read, document.decisions),
        document.details,
    )
    if document.follows_id is not None and document.follows_id != edition_id:
        with write():
            operations.say_followed(edition_id, document.follows_id, document.aligned_percent)
    return edition_id


def alternative_texts(doc: Doc) -> Iterator[tuple[str, str]]:
    """Yield (media id, alternative text) of the pictures that have one."""
    for block in walk(doc.blocks):
        yield from alternative_text(block)


def alternative_text(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Figure) and block.alt:
        yield block.media, block.alt
    for runs in runs_of(block):
        for run in runs:
            if run.media and run.text:
                yield run.media, run.text
