"""A manual of some size, written by the machine: the same number gives the same text."""

from collections.abc import Callable, Iterator

import typst

from tests.library.readers import docx_made, odt_made

CHAPTERS = 10
PARAGRAPHS = 14
WORDS = (
    "Keep the drum closed, upright and on a tray, away from drains and from everything that may"
    " burn; write down when it came, from whom, what is in it and where it goes"
)
FRONT = """---
title: Handling waste stream {0}
symbol: TEST/FAULT/{0}
edition: Edition {1}
language: en
acknowledgement: Written for the tests of ESM Learn.
---"""
# Every so many rules of a second edition say something else, and one is gone.
CHANGED_EVERY, REMOVED = 9, 31

Line = tuple[str, str]


def manual(number: int, edition: int = 1) -> bytes:
    """Return a manual in Markdown with chapters, numbered paragraphs, tables and a glossary."""
    return in_format(number, "markdown", edition)


def in_format(number: int, kind: str, edition: int = 1) -> bytes:
    """Return a manual as markdown, docx, odt or pdf."""
    return WRITERS[kind](list(text_of(number, edition)), number, edition)


def text_of(number: int, edition: int) -> Iterator[Line]:
    """Yield the lines of a manual with what they are: h1, h2, rule, table or term."""
    count = 0
    for chapter in range(1, CHAPTERS + 1):
        yield "h1", f"Chapter {chapter} on waste stream {number}"
        for part in range(PARAGRAPHS):
            if part % 5 == 0:
                yield "h2", f"Part {part // 5 + 1} of chapter {chapter}"
            count += 1
            words = f"{count}. {WORDS}, rule {count} of stream {number}."
            if edition > 1 and count == REMOVED:
                continue
            if edition > 1 and count % CHANGED_EVERY == 0:
                words += " Look at it every day, and write that down too."
            yield "rule", words
        yield "table", "Code|Waste"
        for row in range(1, 8):
            yield "table", f"Y{row}|Waste {row} of chapter {chapter}"
    yield "h1", "Glossary"
    for term in range(1, 21):
        yield "term", f"Term {term} - what people mean by term {term} of stream {number}"


def markdown(lines: list[Line], number: int, edition: int) -> bytes:
    made, before = [FRONT.format(number, edition)], ""
    for kind, text in lines:
        if kind == "table":
            made += (
                [f"| {text.replace('|', ' | ')} |"]
                if before == "table"
                else [
                    "",
                    f"| {text.replace('|', ' | ')} |",
                    "| --- | --- |",
                ]
            )
        else:
            start = {"h1": "# ", "h2": "## "}.get(kind, "")
            term, dash, rest = text.partition(" - ")
            said = f"**{term}**{dash}{rest}" if kind == "term" else text.replace(".", "\\.", 1)
            made += ["", start + (text if start else said)]
        before = kind
    return "\n".join(made).encode()


def docx(lines: list[Line], number: int, edition: int) -> bytes:
    def row(text: str) -> str:
        return docx_made.tr(*text.split("|"))

    body = with_tables(lines, docx_made.h, docx_made.p, row, docx_made.tbl)
    return docx_made.zipped(docx_made.parts_of(body))


def odt(lines: list[Line], number: int, edition: int) -> bytes:
    def row(text: str) -> str:
        return odt_made.tr(*text.split("|"))

    body = with_tables(lines, odt_made.h, odt_made.p, row, odt_made.tbl)
    return odt_made.zipped(odt_made.parts_of(body))


def pdf(lines: list[Line], number: int, edition: int) -> bytes:
    def heading(level: int, text: str) -> str:
        return f'#heading(level: {level}, "{text}")\n\n'

    def row(text: str) -> str:
        return "".join(f'"{cell}", ' for cell in text.split("|"))

    def table(*rows: str) -> str:
        return f"#table(columns: 2, {''.join(rows)})\n\n"

    body = with_tables(lines, heading, lambda text: f'#"{text}"\n\n', row, table)
    made: bytes = typst.compile(body.encode(), timestamp=0)
    return made


def with_tables(
    lines: list[Line],
    heading: Callable[[int, str], str],
    paragraph: Callable[[str], str],
    row: Callable[[str], str],
    table: Callable[..., str],
) -> str:
    """Return the lines written by those functions, rows that follow each other as one table."""
    made, rows = "", []
    for kind, text in [*lines, ("end", "")]:
        if kind == "table":
            rows.append(row(text))
            continue
        made += table(*rows) if rows else ""
        rows = []
        if kind in ("h1", "h2"):
            made += heading(int(kind[1]), text)
        elif kind != "end":
            made += paragraph(text)
    return made


WRITERS = {"markdown": markdown, "docx": docx, "odt": odt, "pdf": pdf}
