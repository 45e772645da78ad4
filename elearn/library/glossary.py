"""Terms a document defines, found by rule: in its glossary sections, in lists and tables of terms
anywhere, and abbreviations beside the words they stand for. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elearn.library.abbreviations import pairs_in
from elearn.library.glossary_lines import bold_term, is_term, of_line
from elearn.library.glossary_titles import are_heads, is_glossary_title
from elearn.library.readers.model import Block, List, Para, Table, children, text_of

__all__ = ["Term", "document_terms", "glossary_terms", "is_glossary_title"]

FEWEST_TITLED = 3
# Sections whose words are not the document's own text.
NO_BODY = ("glossary", "contents", "front")


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its meaning, and the key of the passage it stands in. `kind` is term or
    abbreviation (found in the text beside the words it stands for)."""

    term: str
    meaning: str
    key: str | None = None
    kind: str = "term"


def document_terms(sections: Sequence[Any]) -> list[Term]:
    """Return every term a document defines, each once; what its glossary says goes first.

    `sections` is the whole tree, with roles. After the glossary come lists of terms and tables
    headed "Term, Definition" in the text, then abbreviations the text explains.
    """
    every = list(_walk(sections))
    found = [
        term for section in every if section.role == "glossary" for term in glossary_terms(section)
    ]
    body = [section for section in every if section.role not in NO_BODY]
    found += [term for one in body for block in one.blocks for term in _headed(block, block.id)]
    for section in body:
        for block in section.blocks:
            for short, long in pairs_in(text_of(block)):
                found.append(Term(short, long, block.id, "abbreviation"))
    return list(_unique(found))


def glossary_terms(section: Any) -> list[Term]:
    """Return the terms a glossary section defines: "Term - text" and "Term: text" lines, terms set
    in bold or in quotation marks, two-column tables, definition lists, and short sections titled
    by their term.

    `section` has `title`, `blocks` and `children`; a section that is no glossary gives nothing.
    """
    if not is_glossary_title(section.title) and getattr(section, "role", "") != "glossary":
        return []
    return list(_unique(_terms(section)))


def _walk(sections: Iterable[Any]) -> Iterator[Any]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _terms(section: Any) -> Iterator[Term]:
    yield from _of_blocks(section.blocks)
    below = section.children
    titled = [child for child in below if is_term(child.title) and child.paragraphs]
    as_terms = len(titled) >= FEWEST_TITLED and all(len(c.paragraphs) <= 3 for c in titled)
    for child in below:
        if as_terms and child in titled and not is_glossary_title(child.title):
            meaning = " ".join(p.text for p in child.paragraphs)
            yield Term(child.title, meaning, child.paragraphs[0].key)
        else:
            yield from _terms(child)


def _of_blocks(blocks: Sequence[Block]) -> Iterator[Term]:
    """Yield the terms of blocks in order: a line that is a term in bold is explained by the next
    paragraph, and a meaning that ends in a colon goes on in the list after it."""
    waiting, last = "", None
    for block in blocks:
        found = list(_of_block(block, block.id))
        if last is not None and isinstance(block, List) and last.meaning.endswith((":", "：")):
            yield Term(last.term, f"{last.meaning} {text_of(block)}", last.key)
            waiting, last = "", None
            continue
        if last is not None:
            yield last
            last = None
        if isinstance(block, Para) and not found:
            if waiting and text_of(block):
                last = Term(waiting, text_of(block), block.id)
            waiting = "" if last else bold_term(block.runs)
            continue
        waiting = ""
        yield from found[:-1]
        last = found[-1] if found else None
    if last is not None:
        yield last


def _of_block(block: Block, key: str) -> Iterator[Term]:
    if isinstance(block, Para):
        found = of_line(block.runs)
        if found:
            yield Term(*found, key)
    elif isinstance(block, List):
        for item in block.items:
            if block.format == "terms":
                yield Term(item.label, " ".join(text_of(b) for b in item.blocks), key)
                continue
            for inner in item.blocks[:1]:
                yield from _of_block(inner, key)
    elif isinstance(block, Table):
        yield from _of_table(block, key)


def _of_table(table: Table, key: str) -> Iterator[Term]:
    for row in table.rows:
        if row.header or len(row.cells) != 2:
            continue
        term, meaning = _cells(row)
        if is_term(term) and meaning and not are_heads(term, meaning):
            yield Term(term.strip(" :"), meaning, key)


def _headed(block: Block, key: str) -> Iterator[Term]:
    """Yield the terms of a list of terms, or of a table whose heads say that it explains terms."""
    if isinstance(block, List) and block.format == "terms":
        yield from _of_block(block, key)
    elif isinstance(block, Table) and block.rows and len(block.rows[0].cells) == 2:
        if are_heads(*_cells(block.rows[0])):
            yield from _of_table(block, key)
    else:
        for inner in children(block):
            for part in inner:
                yield from _headed(part, key)


def _cells(row: Any) -> tuple[str, str]:
    first, second = (" ".join(text_of(b) for b in cell.blocks).strip() for cell in row.cells)
    return first, second


def _unique(terms: Iterable[Term]) -> Iterator[Term]:
    seen: set[str] = set()
    for term in terms:
        key = term.term.casefold()
        if key and term.meaning and key not in seen:
            seen.add(key)
            yield term
