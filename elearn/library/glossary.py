"""Terms a document defines, found by rule in its glossary sections only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from elearn.library.readers.model import Block, List, Para, Run, Table, plain, text_of

TITLE_WORDS = (
    "glossary|definitions?|terms?|terminology|abbreviations?|acronyms?|vocabulary|"
    "glossaire|définitions?|termes?|terminologie|abréviations?|sigles?|acronymes?|lexique|"
    "glosario|definici(?:ón|ones)|términos?|terminología|abreviaturas?|siglas?|acrónimos?|"
    "глоссарий|определени[ея]|термины|терминология|сокращени[ея]|аббревиатуры|"
    "مسرد(?: المصطلحات)?|المصطلحات|مصطلحات|التعاريف|تعاريف|تعريفات|التعريفات|المختصرات|الاختصارات|"
    "词汇表|词汇|术语表|术语|定义|缩略语|缩写|縮略語|術語"
)
AND = r"(?:\s*(?:and|et|y|и|و|&|,|和|与|及|of|de|des|used|key|list|lista|liste|список|قائمة)\s*)"
TITLE = re.compile(
    rf"^\W*(?:appendix|annex|annexe|anexo|приложение|المرفق|附件|附录)?\s*[A-Z\dIVX]{{0,4}}\W*"
    rf"(?:{AND}|\b)*(?:{TITLE_WORDS})(?:{AND}(?:{TITLE_WORDS}))*\W*$",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*(?:\t+|\s[-–—−]\s|\s?[–—]\s?|\s?[:：]\s+|：)\s*")
LONGEST = 90
WORDS = 9
OPEN_END = re.compile(r"[.!?;。！？；؟]\s")


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its meaning, and the key of the passage it stands in."""

    term: str
    meaning: str
    key: str | None = None


def is_glossary_title(title: str) -> bool:
    """Tell whether a title announces terms, definitions or abbreviations (six languages)."""
    return bool(TITLE.match(title))


def glossary_terms(section: Any) -> list[Term]:
    """Return the terms a glossary section defines: "Term - text" and "Term: text" lines, terms set
    in bold, two-column tables, definition lists, and short sections titled by their term.

    `section` has `title`, `blocks` and `children`; a section that is no glossary gives nothing.
    """
    if not is_glossary_title(section.title) and getattr(section, "role", "") != "glossary":
        return []
    return list(_unique(_terms(section)))


def _terms(section: Any) -> Iterator[Term]:
    for block in section.blocks:
        yield from _of_block(block, block.id)
    children = section.children
    titled = [child for child in children if _is_term(child.title) and child.paragraphs]
    as_terms = len(titled) >= 3 and all(len(c.paragraphs) <= 3 for c in titled)
    for child in children:
        if as_terms and child in titled and not is_glossary_title(child.title):
            meaning = " ".join(p.text for p in child.paragraphs)
            yield Term(child.title, meaning, child.paragraphs[0].key)
        else:
            yield from _terms(child)


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
        term, meaning = (" ".join(text_of(b) for b in cell.blocks) for cell in row.cells)
        if _is_term(term) and meaning:
            yield Term(term.strip(" :"), meaning, key)


def of_line(runs: list[Run]) -> tuple[str, str] | None:
    """Return (term, meaning) of a line, or None. A term in bold needs no sign after it."""
    line = "".join(run.text for run in runs if not run.note and not run.media).strip()
    bold = "".join(run.text for run in _leading_bold(runs))
    if bold.strip() and _is_term(bold.strip(" :–—-\t")):
        rest = line[len(bold.lstrip()) :] if line.startswith(bold.strip()[:1]) else ""
        rest = re.sub(r"^\s*[-–—−:：]?\s*", "", rest)
        if len(rest) > 1:
            return plain([Run(bold)]).strip(" :–—-"), " ".join(rest.split())
    found = SEPARATOR.search(line[: 2 * LONGEST])
    if not found:
        return None
    term, meaning = line[: found.start()].strip(), line[found.end() :].strip()
    if not _is_term(term) or len(meaning) < 2:
        return None
    return " ".join(term.split()), " ".join(meaning.split())


def _leading_bold(runs: list[Run]) -> Iterable[Run]:
    for run in runs:
        if "b" not in run.marks and run.text.strip():
            return
        yield run


def _is_term(text: str) -> bool:
    if not 0 < len(text) <= LONGEST or len(text.split()) > WORDS:
        return False
    if not any(char.isalpha() for char in text) or OPEN_END.search(text + " "):
        return False
    return not text.casefold().startswith(("http", "note", "www."))


def _unique(terms: Iterable[Term]) -> Iterator[Term]:
    seen: set[str] = set()
    for term in terms:
        key = term.term.casefold()
        if key not in seen:
            seen.add(key)
            yield term
