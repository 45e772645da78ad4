"""Whatever is written, every reader brings back: all text, levels, numbers, notes and cells."""

import functools
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elearn.library.readers.formats import read_path
from tests.fidelity import as_epub, books
from tests.fidelity.as_docx import Writer
from tests.fidelity.as_html import Page
from tests.fidelity.as_markdown import Text as Markdown
from tests.fidelity.as_odt import Text as Odt
from tests.fidelity.books import Book
from tests.fidelity.figures import Figures, compare
from tests.fidelity.gold import gold_of
from tests.fidelity.samples import Sample

HEAD = """title: {title}
language: {language}
symbol: TEST
contents: Contents
annex: Annex {{I}}
levels: {levels}
paragraphs: {{1}}.
table: Table {{1}}
figure: Figure {{1}}
---
"""
SCHEMES = ("{I}. | {A}. | {1}.", "{1} | {1}.{1} | {1}.{1}.{1}", "Part {I}. | {1}. | {a})")
ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "zh": "废物管理安全收集运输处理贮存检查标签容器工人记录水土火电",
}
MARKDOWN = str.maketrans({sign: None for sign in "<>&*_`"})


def words(alphabet: str, least: int, most: int) -> st.SearchStrategy[str]:
    word = st.text(st.sampled_from(alphabet), min_size=3, max_size=9)
    return st.lists(word, min_size=least, max_size=most).map(" ".join)


@st.composite
def book(draw: st.DrawFn) -> Book:
    """Draw a book: its alphabet, its way of numbering, and what stands in it."""
    language = draw(st.sampled_from(sorted(ALPHABETS)))
    alphabet = ALPHABETS[language]
    title, text = words(alphabet, 2, 4), words(alphabet, 4, 20)
    head = HEAD.format(title=draw(title), language=language, levels=draw(st.sampled_from(SCHEMES)))
    # Numbers that go on after a heading are what makes paragraphs of numbered items.
    lines, level = (
        [f"# {draw(title)}", f"= {draw(text)}.", f"# {draw(title)}", f"= {draw(text)}."],
        1,
    )
    for _ in range(draw(st.integers(2, 9))):
        kind = draw(
            st.sampled_from(["heading", "numbered", "plain", "note", "list", "table", "box"])
        )
        if kind == "heading":
            level = draw(st.integers(1, min(level + 1, 3)))
            lines += [f"{'#' * level} {draw(title)}", f"= {draw(text)}."]
        elif kind == "numbered":
            lines.append(f"= {draw(text)} & <{draw(text)}>.")
        elif kind == "plain":
            lines.append(f"{draw(text)}.")
        elif kind == "note":
            lines.append(f"= {draw(text)}.[^{draw(text)}.]")
        elif kind == "list":
            lines += [f"= {draw(text)}:", *(f"- {draw(text)};" for _ in range(3))]
        elif kind == "table":
            lines += [f"= {draw(text)}.", f"|! {draw(title)} | {draw(title)}"]
            lines += [f"| {draw(title)} | {draw(title)}" for _ in range(2)]
        else:
            lines.append(f"> {draw(title)} | {draw(text)}.")
    return books.parsed(head + "\n".join([*lines, f"= {draw(text)}."]))


def simple(made: Book) -> Book:
    """Return the book without the signs that mean something in Markdown."""
    for piece in made.pieces:
        piece.text = piece.text.translate(MARKDOWN)
    return made


def as_docx(made: Book) -> bytes:
    return Writer(made, [1] * len(made.headings)).written()


WRITERS = {
    "docx": as_docx,
    "odt": lambda made: Odt(made).written(),
    "html": lambda made: Page(made).written(),
    "md": lambda made: Markdown(made).written(),
    "epub": as_epub.written,
}


def measured(made: Book, kind: str) -> Figures:
    """Write a book as that kind of file, read it, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"book.{kind}"
        path.write_bytes(WRITERS[kind](made))
        doc = read_path(path, name=path.name)
    sample = Sample(path.name, kind, path, gold=gold_of(made, kind))
    found = Figures(path.name, kind, "")
    compare(found, sample, doc, [])
    return found


@pytest.mark.parametrize("kind", WRITERS)
def test_a_book_comes_back_whole(kind):
    @settings(
        max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(book())
    def comes_back(made: Book) -> None:
        found = measured(simple(made) if kind == "md" else made, kind)
        whole = functools.partial(pytest.approx, abs=1e-9)
        assert (found.f1, found.parents, found.kept) == (whole(1), whole(1), whole(1)), found.wrong
        assert found.cells == whole(1), found.wrong
        for share in (found.tables, found.merged, found.notes, found.items, found.numbers):
            assert share is not None
            assert share[0] == share[1], (found.wrong, found)
        assert found.complete

    comes_back()
