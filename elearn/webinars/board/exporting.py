"""The people of a session as tables for spreadsheets, written batch by batch: memory stays flat.

Only what people gave at registration and agreed to, and what they answered there. Codes as the API
has them; moments in UTC, ISO 8601. Answers stand in one column for each question: forms in several
languages share a column where key and kind are the same.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import xlsxwriter

from courses.accounting import safe
from elearn.accounts.audit import record
from elearn.accounts.countries import name_of
from elearn.accounts.session import SignedIn
from elearn.surveys import queries as surveys
from elearn.webinars.attendance import counting
from elearn.webinars.board import board_queries
from elearn.webinars.board.board_queries import Asked
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import registration_queries as queries

WHAT = ("registrations", "attendance")
FORMATS = ("csv", "xlsx")
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Spreadsheets take a file without the mark for another encoding.
MARK = "\ufeff"
PERSON = ("number", "name", "email", "affiliation", "country_code", "country", "region")
HEADS = {
    "registrations": (*PERSON, "stakeholder", "language", "state", "asked_at"),
    "attendance": (*PERSON, "stakeholder", "state", "minutes", "of", "source", "enough"),
}
Cells = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A question of a registration form: its words, and those of the answers to choose among."""

    key: str
    label: str
    words: Mapping[Any, str]

    def said(self, answers: Mapping[str, Any]) -> str:
        value = answers.get(self.key)
        if value is None:
            return ""
        parts = value if isinstance(value, list) else [value]
        return "; ".join(str(self.words.get(one, one)) for one in parts)


@dataclass(frozen=True)
class Table:
    """What is exported, worked out before the first row is sent."""

    what: str
    session_id: int
    minutes: int
    share_percent: int
    asked: Asked
    columns: Mapping[tuple[str, str], Column]
    # Of each form, by its id: which columns its answers fill.
    forms: Mapping[int, tuple[tuple[str, str], ...]]

    def head(self) -> Cells:
        return (*HEADS[self.what], *(one.label for one in self.columns.values()))


def table(webinar: Webinar, session: WebinarSession, what: str, asked: Asked) -> Table:
    """Return a table of a session: its registrations with their answers, or their attendance."""
    columns, forms = columns_of(webinar) if what == "registrations" else ({}, {})
    return Table(what, session.id, session.minutes, webinar.share_percent, asked, columns, forms)


def columns_of(
    webinar: Webinar,
) -> tuple[dict[tuple[str, str], Column], dict[int, tuple[tuple[str, str], ...]]]:
    """Return the questions that were answered at registration, once each, and those of each form.

    The form in the webinar's own language gives the words.
    """
    about = surveys.forms_about(queries.subject_of(webinar))
    asked = [one for one in about if one.kind == "registration"]
    columns: dict[tuple[str, str], Column] = {}
    forms: dict[int, tuple[tuple[str, str], ...]] = {}
    for one in sorted(asked, key=lambda one: one.language != webinar.language):
        form = surveys.form_by_public_id(one.public_id)
        assert form is not None
        fields = surveys.fields_of(form.id)
        forms[form.id] = tuple((field.key, field.kind) for field in fields)
        for field in fields:
            made = Column(field.key, field.label, dict(field.choices()))
            columns.setdefault((field.key, field.kind), made)
    return columns, forms


def rows(given: Table) -> Iterator[list[Cells]]:
    """Yield the rows of a table, batch by batch, in the order of asking."""
    make = _registration if given.what == "registrations" else _attendance
    for people in board_queries.batches(given.session_id, given.asked):
        answers = _answers(given, people)
        yield [(*make(row, given), *answers.get(row.response_id, ())) for row in people]


def _answers(given: Table, people: Sequence[Any]) -> dict[int | None, Cells]:
    if not given.columns:
        return {}
    ids = [row.response_id for row in people if row.response_id]
    forms, said = surveys.answers_of_many(ids)
    cells: dict[int | None, Cells] = {None: ("",) * len(given.columns)}
    for response_id, form_id in forms.items():
        own, answers = given.forms.get(form_id, ()), said.get(response_id, {})
        cells[response_id] = tuple(
            one.said(answers) if key in own else "" for key, one in given.columns.items()
        )
    return cells


def _person(row: Any) -> Cells:
    country = name_of(row.country) if row.country else ""
    return (
        *(row.number, row.name, row.email, row.affiliation),
        *(row.country, country, row.region),
        row.stakeholder,
    )


def _registration(row: Any, given: Table) -> Cells:
    return (*_person(row), row.language, row.state, f"{row.asked_at:%Y-%m-%dT%H:%M:%SZ}")


def _attendance(row: Any, given: Table) -> Cells:
    enough = counting.reached(row.minutes, given.minutes, given.share_percent)
    there = "" if row.minutes is None else "yes" if enough else "no"
    return (*_person(row), row.state, row.minutes, given.minutes, row.source, there)


def as_csv(given: Table) -> Iterator[str]:
    """Yield a table as CSV."""
    yield MARK + _lines([given.head()])
    for batch in rows(given):
        yield _lines(batch)


def _lines(cells: Sequence[Cells]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(one) for one in row] for row in cells)
    return out.getvalue()


def as_xlsx(given: Table) -> BinaryIO:
    """Return a table as a workbook, in a file that is gone once it is closed.

    Every text is written as text: nothing is taken for a formula, an address or a number.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(given.what)
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True})
    for at, head in enumerate(given.head()):
        sheet.write_string(0, at, str(safe(head)), bold)
    line = 0
    for batch in rows(given):
        for row in batch:
            line += 1
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, at, cell)
                elif cell not in (None, ""):
                    sheet.write_string(line, at, str(safe(cell)))
    book.close()
    file.seek(0)
    return file


def note(
    webinar: Webinar, session: WebinarSession, what: str, asked: Asked, actor: SignedIn
) -> None:
    """Write down who takes a table with names: of which session, what, and narrowed by what."""
    narrowed = sorted(asked.given())
    facts = {"session": session.public_id, "what": what, "narrowed_by": narrowed}
    record(actor.id, "webinar.export", "webinar", webinar.public_id, **facts)
