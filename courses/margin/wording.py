"""What pages say in the margin, resolved once before any loop over rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from courses.lesson_pieces import words_of
from courses.margin.pieces import LONGEST_QUOTE, Piece
from courses.queries import AnyRow
from elearn.accounts import countries
from elearn.core.i18n import moment, reader_language

SHAPES = {"open": "waiting", "answered": "done", "closed": "note"}


def lines(text: str) -> list[str]:
    """Return the lines of a plain text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def quote(words: str | None) -> str:
    """Return the beginning of a paragraph."""
    words = words_of(words or "")
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def place(row: AnyRow) -> dict[str, str]:
    """Return where a note or question belongs: words and address ("" when it is gone)."""
    lesson = url_for("courses.catalogue") + f"{row.slug}/{row.step}/"
    if not row.lesson_there:
        return {"words": _("This lesson is no longer in the course"), "url": ""}
    if not row.key:
        return {"words": _("About the whole lesson"), "url": lesson}
    return {"words": quote(row.words) or _("To the paragraph"), "url": f"{lesson}#{row.key}"}


def note_groups(rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Return notes course by course, each with its place and what became of it."""
    gone = _("Its paragraph is no longer in this lesson; your note is kept.")
    groups: dict[str, dict[str, Any]] = {}
    base = url_for("courses.catalogue")
    for row in rows:
        group = groups.setdefault(row.slug, {"course": row.course, "notes": []})
        there = row.lesson_there and row.paragraph_there
        shown = place(row)
        group["notes"].append(
            {
                "id": row.public_id,
                "lesson": row.lesson,
                "lines": lines(row.text),
                "bookmarked": row.bookmarked,
                "words": shown["words"],
                "url": shown["url"] if there else "",
                "gone": "" if there else gone if row.lesson_there else shown["words"],
                "edit": f"{base}{row.slug}/{row.step}/notes?key={row.key or 'lesson'}"
                if row.lesson_there
                else "",
                "day": format_date(row.changed_at, "medium"),
            }
        )
    return list(groups.values())


def beside(pieces: Sequence[Piece], notes: Mapping[str, AnyRow], here: str) -> list[dict[str, Any]]:
    """Return a lesson piece by piece with the person's own notes and the addresses to write."""
    return [
        {
            "html": piece.html,
            "key": piece.key,
            "note": _note(notes.get(piece.key)) if piece.key else None,
            "write": f"{here}notes?key={piece.key}",
            "ask": f"{here}ask?key={piece.key}",
        }
        for piece in pieces
    ]


def _note(row: AnyRow | None) -> dict[str, Any] | None:
    return None if row is None else {"lines": lines(row.text), "bookmarked": row.bookmarked}


def lost(pieces: Sequence[Piece], notes: Mapping[str, AnyRow]) -> list[dict[str, Any]]:
    """Return the notes whose paragraph is no longer in the lesson."""
    there = {piece.key for piece in pieces}
    return [
        {"id": row.public_id, "key": key, "lines": lines(row.text), "bookmarked": row.bookmarked}
        for key, row in notes.items()
        if key and key not in there
    ]


def states() -> dict[str, str]:
    """Return the words for the states of a question."""
    return {"open": _("Open"), "answered": _("Answered"), "closed": _("Closed without an answer")}


def questions(rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Return questions with their state in shape and words, place and answer."""
    words = states()
    return [
        {
            "id": row.public_id,
            "course": row.course,
            "lesson": row.lesson,
            "place": place(row),
            "asked": lines(row.asked),
            "when": moment(row.asked_at),
            "state": (SHAPES[row.state], words[row.state]),
            "answer": lines(row.answer),
            "shown": lines(row.shown),
            "published": row.published_at is not None,
        }
        for row in rows
    ]


def queue_rows(rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Return questions for the trainers' list, with who asked."""
    erased, language = _("Account erased"), reader_language()
    return [
        one
        | {
            "who": row.name or erased,
            "country": countries.name_of(row.country, language) if row.country else "",
            "words": quote(row.asked or row.shown),
        }
        for one, row in zip(questions(rows), rows, strict=True)
    ]


def published(rows: Sequence[AnyRow], quotes: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the published questions of a lesson in the order of its paragraphs."""
    order = {key: place for place, key in enumerate(quotes)}
    whole, gone = _("About the whole lesson"), _("About an earlier text of this lesson")
    return [
        {
            "id": row.public_id,
            "place": quotes.get(row.key, gone) if row.key else whole,
            "key": row.key if row.key in quotes else "",
            "shown": lines(row.shown),
            "answer": lines(row.answer),
        }
        for row in sorted(
            rows, key=lambda one: order.get(one.key, -1 if not one.key else len(order))
        )
    ]
