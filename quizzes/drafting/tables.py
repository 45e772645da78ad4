"""From a table with heads and four rows or more: what stands in this column for this row? Pure."""

import re
from collections.abc import Iterator, Sequence

from elearn.library.glossary_titles import are_heads
from quizzes.drafting.draft import Draft, choices, digest
from quizzes.drafting.languages import Language
from quizzes.drafting.source import Piece
from quizzes.drafting.words import CODE, capital, content, folded, length, likeness, shared

WRONG = 3
FEWEST_ROWS = 4
MOST_QUESTIONS = 2
LONGEST_NAME = 16
LONGEST_VALUE = 20
LONGEST_HEAD = 10
STRETCH = 2.2
ALIKE = 0.5
# Cells that say nothing by themselves.
EMPTY = re.compile(
    r"^(?:[-–—✓✗xX•*.]|n/?a|yes|no|oui|non|sí|да|нет|نعم|لا|是|否|all of this.*)?$", re.I
)
NAMED = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[IVXivx]{1,5}|[A-Za-z])[.)]?$")
TYPED_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")


def of_tables(pieces: Sequence[Piece], language: Language) -> Iterator[Draft]:
    """Yield one question for each of the first columns of a table that has like values."""
    for piece in pieces:
        # A table of terms is read by the rule for definitions.
        if len(piece.heads) > 1 and are_heads(piece.heads[0], piece.heads[1]):
            continue
        if len(piece.rows) >= FEWEST_ROWS and (piece.caption or piece.section):
            yield from of_table(piece, language)


def of_table(piece: Piece, language: Language) -> Iterator[Draft]:
    names = column_of_names(piece)
    if names is None:
        return
    made, used = 0, set[str]()
    for column in range(len(piece.heads)):
        if column == names or made == MOST_QUESTIONS or not is_head(piece.heads[column]):
            continue
        found = best_row(piece, names, column, used, language)
        if found:
            row, wrong = found
            used.add(row[names])
            made += 1
            yield draft_of(piece, names, column, row, wrong, language)


def is_head(text: str) -> bool:
    return bool(NAMED.search(text)) and length(text) <= LONGEST_HEAD


def column_of_names(piece: Piece) -> int | None:
    """Return the first column, or the second beside mere numbers, when its cells name their rows:
    short, in words, each another, none a question."""
    column = int(all(NUMBERED.match(row[0]) for row in piece.rows) and len(piece.heads) > 2)
    cells = [row[column] for row in piece.rows]
    short = all(NAMED.search(cell) and length(cell) <= LONGEST_NAME for cell in cells)
    odd = any(cell.rstrip().endswith(("?", "؟", "？")) or CODE.search(cell) for cell in cells)
    return column if short and not odd and len({folded(c) for c in cells}) == len(cells) else None


def best_row(
    piece: Piece, names: int, column: int, used: set[str], language: Language
) -> tuple[tuple[str, ...], list[str]] | None:
    """Return the row whose value has the likest others, with three of them."""
    found = []
    for row in piece.rows:
        wrong = others_like(row, piece.rows, names, column, language)
        if wrong and row[names] not in used and not gives_away(row, names, column, language):
            spread = max(len(text) for text in (row[column], *wrong)) / min(
                len(text) for text in (row[column], *wrong)
            )
            found.append((round(spread, 1), digest(piece.keys[0], row[names]), row, wrong))
    return min(found)[2:] if found else None


def gives_away(row: Sequence[str], names: int, column: int, language: Language) -> bool:
    """Tell whether the value says a word of the row's own name."""
    numbers = set(re.findall(r"\d+", row[names])) & set(re.findall(r"\d+", row[column]))
    return (
        bool(numbers) or shared(content(row[names], language), content(row[column], language)) > 0
    )


def others_like(
    row: Sequence[str],
    rows: Sequence[Sequence[str]],
    names: int,
    column: int,
    language: Language,
) -> list[str]:
    """Return three values of the column that differ from the row's, of like length; or none."""
    right = row[column]
    if not is_value(right):
        return []
    chosen: list[str] = []
    rest = sorted(rows, key=lambda other: abs(len(other[column]) - len(right)))
    for other in rest:
        value = other[column]
        if len(chosen) == WRONG or not is_value(value) or folded(value) == folded(right):
            continue
        if not 1 / STRETCH <= (len(value) + 4) / (len(right) + 4) <= STRETCH:
            continue
        if any(too_like(value, have, language) for have in (right, *chosen)):
            continue
        if shared(content(row[names], language), content(value, language)):
            continue
        chosen.append(value)
    return chosen if len(chosen) == WRONG else []


def is_value(text: str) -> bool:
    if NUMBERED.match(text):
        return False
    return not EMPTY.match(text) and not CODE.search(text) and length(text) <= LONGEST_VALUE


def too_like(one: str, other: str, language: Language) -> bool:
    """Tell whether two values say nearly the same, or one is within the other."""
    first, second = folded(one), folded(other)
    if first in second or second in first:
        return True
    if re.search(r"\d", first + second):
        return False
    return likeness(content(one, language), content(other, language)) >= ALIKE


def draft_of(
    piece: Piece,
    names: int,
    column: int,
    row: Sequence[str],
    wrong: Sequence[str],
    language: Language,
) -> Draft:
    quoted = language.quoted
    table, head = piece.caption or piece.section, piece.heads[column].rstrip(" :：")
    right = trimmed(row[column])
    return Draft(
        rule="table",
        kind="single",
        name=f"{folded(piece.heads[column])}\x1f{folded(row[names])}",
        prompt=language.lookup.format(
            table=quoted(table), head=quoted(head), row=quoted(TYPED_NUMBER.sub("", row[names]))
        ),
        raw=choices(right, [trimmed(text) for text in wrong]),
        paragraphs=piece.keys,
        feedback=f"{row[names]} – {head}: {row[column]}",
        section=piece.section,
        module_id=piece.module_id,
        aside=piece.aside,
        right=(right,),
    )


def trimmed(text: str) -> str:
    return capital(text.strip().rstrip(".;,。；"))
