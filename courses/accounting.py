"""The account of an import, as its trainer reads it: kept once courses are made, till then ahead.

Kept in the import's report as `balance`, beside the account of the reading.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from courses.account import Made, account, as_drafted, balance
from courses.drafts import CourseDraft
from courses.edition_account import stored_balance
from elearn.library import queries
from elearn.library.errors import ImportIsNotReady
from elearn.library.models import Import
from elearn.library.review import Reviewed
from elearn.library.sections import walk_sections

FORMAT = 1


def balance_of(document: Reviewed, courses: Sequence[Made]) -> dict[str, Any]:
    """Return where every character of a document ended in the courses made of it."""
    found = balance(document.read.doc, document.sections, courses, document.decisions)
    return account(reading_of(document), found, courses)


def edition_balance(document: Reviewed, html: Sequence[str] | None = None) -> dict[str, Any]:
    """Return where every character of a document ended in the edition made of it.

    `html` are the paragraphs as they are stored; without them it is what would be stored.
    """
    if html is None:
        html = [one.html for node in walk_sections(document.sections) for one in node.paragraphs]
    found = stored_balance(document.read.doc, document.sections, html, document.decisions)
    told = account(reading_of(document), found, ())
    places = ("lessons", "description", "glossary")
    sizes = {name: size for name, size in told["characters"].items() if name not in places}
    last = {name: sizes.pop(name) for name in ("dropped_in_outline", "missing")}
    return told | {"characters": sizes | {"edition": found.where["edition"]} | last}


def reading_of(document: Reviewed) -> dict[str, Any]:
    """Return the account of the reading, which every balance begins with."""
    report = document.read.doc.report
    return {
        "counts_in": report.counts_in,
        "counts_out": report.counts_out,
        "dropped": report.dropped,
        "complete": report.complete,
    }


def ahead(document: Reviewed, drafts: Iterable[tuple[str, CourseDraft]]) -> dict[str, Any]:
    """Return the balance the outline would give as it stands now."""
    return balance_of(document, [as_drafted(title, draft) for title, draft in drafts])


def whole_report(
    found: Import,
    at_present: dict[str, Any] | None,
    followed: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return everything that is known of an import's losses, as it is exported.

    `at_present` is the balance of an outline that is not confirmed, `followed` what became of a
    new edition in the courses that follow it. Raises ImportIsNotReady.
    """
    if found.report is None:
        raise ImportIsNotReady
    reading = {name: value for name, value in found.report.items() if name != "balance"}
    kept = found.report.get("balance")
    told = kept or at_present or {}
    return {
        "format": FORMAT,
        "import": found.public_id,
        "file_name": queries.document_name(found.source_document_id),
        "made": kept is not None,
        "complete": bool(told.get("complete", reading.get("complete")))
        and all(one["complete"] for one in followed),
        "characters": told.get("characters", {}),
        "dropped": told.get("dropped", []),
        "missing": told.get("missing", []),
        "sections": told.get("sections", []),
        "courses": told.get("courses", []),
        "followed": list(followed),
        "reading": reading,
    }


def as_csv(report: dict[str, Any]) -> str:
    """Return the report as one table, for people who compare it in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["kind", "what", "where", "page", "pieces", "characters", "text"])
    writer.writerows([safe(cell) for cell in row] for row in csv_rows(report))
    # Spreadsheets take a file without the mark for another encoding.
    return "\ufeff" + out.getvalue()


def csv_rows(report: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the rows of the table: sums first, then every piece that is known by itself."""
    yield ["result", "complete" if report["complete"] else "incomplete", "", "", "", "", ""]
    for name, size in report["characters"].items():
        yield ["sum", name, "", "", "", size, ""]
    for part in ("counts_in", "counts_out"):
        for name, number in report["reading"].get(part, {}).items():
            yield [part, name, "", "", number, "", ""]
    for row in report["dropped"]:
        yield ["dropped", row["reason"], row["at"], "", row["pieces"], row["characters"], ""]
    for one in report["followed"]:
        for name, size in one["characters"].items():
            yield ["followed", name, one["title"], "", "", size, ""]
        for row in one["missing"]:
            where = one["title"]
            yield ["missing", "", where, row["page"], "", row["characters"], row["text"]]
    for row in report["missing"]:
        yield ["missing", "", "", row["page"], "", row["characters"], row["text"]]
    for row in report["reading"].get("dropped", []):
        size = row.get("characters", 0)
        pieces = row.get("more", 1)
        yield ["dropped-piece", row["reason"], row.get("at"), "", pieces, size, row.get("text")]
    for row in report["reading"].get("warnings", []):
        text = row.get("text") or row.get("where") or row.get("detail")
        yield ["warning", row["code"], row.get("at"), row.get("page"), "", "", text]
    for row in report["sections"]:
        where = f"{row['course']} / {row['lesson']}" if row["lesson"] else row["course"]
        yield ["section", row["became"], where, row["page"], "", row["characters"], row["title"]]


def safe(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return "" if cell is None else cell
