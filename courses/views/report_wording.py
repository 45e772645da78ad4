"""What the report of an import says, in words and rows resolved before the template."""

from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.library.labels import REPORT_LABELS

MOST_ROWS = 200
WHERE = {
    "in_document": _l("In the document"),
    "dropped_at_reading": _l("Dropped while reading, with a reason"),
    "unaccounted": _l("Not accounted for while reading"),
    "read": _l("Read"),
    "edition": _l("In the new edition"),
    "lessons": _l("In lessons"),
    "description": _l("Front matter and titles: they describe the course"),
    "glossary": _l("In the glossary"),
    "dropped_in_outline": _l("Not in the course, with a reason"),
    "missing": _l("Missing"),
}
ABOUT_PICTURES = (
    "no-alternative-text",
    "picture-to-replace",
    "picture-too-large",
    "picture-unreadable",
)
FOLLOWED = {
    "edition": _l("In the new edition"),
    "lessons": _l("In lessons"),
    "own": _l("In its place stands a text of yours"),
    "open": _l("In proposals that are open"),
    "declined": _l("In proposals you declined"),
    "description": _l("Front matter and contents: not taught"),
    "glossary": _l("In the glossary of the edition"),
    "not-taught": _l("In no lesson of this course, as before"),
    "missing": _l("Missing"),
}
OUTLINE_REASONS = {
    "left-out": _l("Left out by you"),
    "retitled": _l("Titles you wrote anew"),
    "contents": _l("Contents list: the course has its own"),
    "empty-heading": _l("Headings with nothing under them"),
    "note-without-reference": _l("Notes that nothing refers to"),
}


def told(report: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of the report's tables."""
    reading = report["reading"]
    came, carried = reading.get("counts_in", {}), reading.get("counts_out", {})
    return {
        "parts": [
            [
                REPORT_LABELS.get(name, name),
                number(came[name]) if name in came else "",
                number(carried.get(name, 0)),
            ]
            for name in dict.fromkeys((*came, *carried))
            if name != "paragraphs" and (came.get(name) or carried.get(name))
        ],
        "characters": [
            [where(name, report), number(size)] for name, size in report["characters"].items()
        ],
        "dropped": [
            [reason(row), number(row["pieces"]), number(row["characters"])]
            for row in report["dropped"]
        ],
        "followed": [
            {
                "title": one["title"],
                "missing": one["missing"],
                "rows": [
                    [FOLLOWED[name], number(size)]
                    for name, size in one["characters"].items()
                    if size or name == "missing"
                ],
            }
            for one in report["followed"]
        ],
        "pieces": [piece(row) for row in reading.get("dropped", [])[:MOST_ROWS]],
        "warnings": warnings(reading.get("warnings", [])[:MOST_ROWS]),
        "courses": [
            {"title": course["title"], "rows": [lesson(row) for row in course["lessons"]]}
            for course in report["courses"]
        ],
    }


def where(name: str, report: dict[str, Any]) -> Any:
    if name == "dropped_in_outline" and "edition" in report["characters"]:
        return _("Not in the edition, with a reason")
    return WHERE.get(name, name)


def number(value: int) -> str:
    return str(format_decimal(value))


def reason(row: dict[str, Any]) -> Any:
    labels = OUTLINE_REASONS if row["at"] == "outline" else REPORT_LABELS
    return labels.get(row["reason"], row["reason"])


def piece(row: dict[str, Any]) -> tuple[Any, str]:
    words = REPORT_LABELS.get(row["reason"], row["reason"])
    if row.get("more"):
        return words, str(_("and %(num)s more", num=row["more"]))
    return words, str(row.get("text") or "")


def warnings(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what to look at by kind: its words, its places, and how many pictures it is about."""
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = row["code"]
        words = REPORT_LABELS.get(code, code)
        group = groups.setdefault(code, {"words": words, "places": [], "pictures": 0})
        if code in ABOUT_PICTURES:
            group["pictures"] += 1
            continue
        page = row.get("page")
        where = str(_("page %(number)s", number=page)) if page else ""
        text = str(row.get("text") or row.get("where") or row.get("detail") or "")
        if text or where:
            group["places"].append((text, where))
    return list(groups.values())


def lesson(row: dict[str, Any]) -> list[str]:
    """Return the row of a lesson: what it is called, what of the document it holds, its words."""
    first, last = row["paragraphs"] or ("", "")
    paragraphs = first if first == last else f"{first}–{last}"
    low, high = row["pages"] or ("", "")
    pages = str(low) if low == high else f"{low}–{high}"
    return [f"{row['number']}. {row['title']}", paragraphs, pages, number(row["words"])]
