"""Pictures of lessons that say nothing to people who cannot see them, and words for them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from courses import desk_queries, texts
from courses.lesson_text import LessonText
from courses.models import Course, LessonRevision, Step
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.library import pictures, review
from elearn.library.models import Import

LONGEST = pictures.LONGEST_ALT
_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r'\ssrc="/media/([^"]+)"')
_ALT = re.compile(r'\salt="([^"]*)"')


@dataclass(frozen=True)
class BarePicture:
    """A picture without words; `name` is its stored name, `step` the first lesson it stands in."""

    name: str
    step: str
    title: str


def bare_in(html: str) -> Iterator[str]:
    """Yield the stored names of the pictures in a text that have no words."""
    for image in _IMAGE.findall(html):
        source, alt = _SOURCE.search(image), _ALT.search(image)
        if source and not (alt and unescape(alt[1]).strip()):
            yield source[1]


def described(html: str, words: Mapping[str, str]) -> str:
    """Return a text with words for its pictures that have none, by their stored names."""

    def describe(found: re.Match[str]) -> str:
        image = found[0]
        name = next(bare_in(image), "")
        if not words.get(name):
            return image
        said = f' alt="{escape(words[name])}"'
        bare = _ALT.sub("", image)
        return f"{bare[:4]}{said}{bare[4:]}"

    return _IMAGE.sub(describe, html)


def bare_pictures(course: Course) -> list[BarePicture]:
    """Return the pictures of a draft that have no words, each once, in the order of lessons."""
    revisions = desk_queries.newest_texts(course.id)
    found: dict[str, BarePicture] = {}
    for row in desk_queries.outline_rows(course.id):
        revision = revisions.get(row.id)
        for name in bare_in(html_of(revision)) if revision else ():
            found.setdefault(name, BarePicture(name, row.public_id, row.title))
    return list(found.values())


def html_of(revision: LessonRevision) -> str:
    return "".join(block["html"] for block in revision.blocks)


@dataclass(frozen=True)
class Words:
    """Words ready to be stored: new texts of lessons, and what the import says of pictures."""

    texts: list[tuple[int, LessonText, int]]
    import_id: int | None
    decisions: dict[str, Any]


def prepared(course: Course, words: Mapping[str, str]) -> Words:
    """Return what storing the words for pictures would change. Slow: before any transaction."""
    said = {name: " ".join(alt.split())[:LONGEST] for name, alt in words.items() if alt.strip()}
    found = []
    for step_id, revision in desk_queries.newest_texts(course.id).items():
        if said.keys() & set(bare_in(html_of(revision))):
            blocks = [
                dict(block) | {"html": described(block["html"], said)} for block in revision.blocks
            ]
            found.append((step_id, LessonText(blocks, revision.words), revision.number))
    return Words(found, course.import_id, remembered(course.import_id, said) if found else {})


def remembered(import_id: int | None, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the decisions of an import with the words for its pictures; {} without a document."""
    found = db.session.get(Import, import_id) if import_id is not None else None
    if found is None or not review.has_document(found):
        return {}
    read = review.load_document(found)
    decisions: dict[str, Any] = dict(found.decisions)
    for media_id, picture in pictures.shown_pictures(read, decisions).items():
        alt = words.get(picture["name"])
        media = read.doc.media.get(media_id)
        if alt and media is not None:
            decisions = pictures.decide(decisions, media.name, alt=alt, instead=None)
    return decisions


def keep(ready: Words, actor: SignedIn) -> int:
    """Store words for pictures in every lesson that shows them; return how many lessons changed.

    They are kept with the import too, for when its document or a new edition is read. Raises
    TextChanged when somebody saved one of the lessons meanwhile.
    """
    for step_id, text, number in ready.texts:
        texts.save_text(db.session.get_one(Step, step_id), text, number, actor)
    if ready.import_id is not None and ready.decisions:
        db.session.get_one(Import, ready.import_id).decisions = ready.decisions
    return len(ready.texts)
