"""The reader of EPUB books: the package, its pages in order, its contents, then the text."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from elearn.library.readers.archive import Archive
from elearn.library.readers.epub.blocks import BookReader
from elearn.library.readers.epub.contents import Contents, Entry, contents_of
from elearn.library.readers.epub.headings import Marker, Place, same, target_of
from elearn.library.readers.epub.looks import ENOUGH, mark_by_looks
from elearn.library.readers.epub.package import Book, book_of
from elearn.library.readers.epub.pages import BREAK, PAGE, make_pictures, page_of, types
from elearn.library.readers.epub.sheet import Sheet
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html import ANCHOR_SIGNS, CONTENTS_NAMES, told
from elearn.library.readers.html_files import Files, Page, joined, named
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc
from elearn.library.readers.text import solid

GONE_NAMES = "script style template link meta base object embed iframe audio video canvas"
GONE_CONTROLS = "form input button select textarea noscript"
GONE = frozenset([*GONE_NAMES.split(), *GONE_CONTROLS.split()])
COVER_LETTERS = 40
LONGEST_NUMBER = 6
HEADINGS = tuple(f"h{n}" for n in range(1, 7))


def read_epub(
    path: Path,
    *,
    album: Album,
    limits: Limits = DEFAULT,
    progress: Callable[[float], None] = lambda _: None,
) -> Doc:
    """Read a book into the model.

    Raises Unreadable: damaged, dtd, bomb, no-text and what a hostile archive is refused with.
    """
    with Archive(path, limits) as archive:
        book = book_of(archive, limits)
        ledger = Ledger()
        for name in book.missing:
            ledger.warn("missing-part", name)
        contents = contents_of(archive, book, limits)
        files = Files(archive)
        pages = list(_pages(archive, book, contents, ledger, limits, progress))
        whole = joined(pages, files)
        if not solid(whole.text_content()):
            pictured = any(files.holds(e.get("src") or "") for e in whole.iter("img"))
            raise Unreadable("scanned" if pictured else "no-text")
        numbers = {page.part: number for number, page in enumerate(pages)}
        names = named(whole)
        _number_pages(whole, contents, names, numbers, files)
        places = _places(contents, names, numbers, files, book)
        Marker(whole).mark(places)
        if sum(1 for _ in whole.iter(*HEADINGS)) < ENOUGH + len(places) // 2:
            mark_by_looks(whole, Sheet(_sheets(archive, book)))
        progress(0.6)
        reader = BookReader(album, ledger, limits, files)
        language = book.meta.pop("language", "")
        doc = told(reader, whole, {"format": "epub", **book.meta}, language)
    progress(1.0)
    return doc


def _pages(
    archive: Archive,
    book: Book,
    contents: Contents,
    ledger: Ledger,
    limits: Limits,
    progress: Callable[[float], None],
) -> Any:
    """Yield the pages of the text, cleaned; the cover and pages that are contents left out."""
    for number, part in enumerate(book.spine):
        progress(0.1 + 0.4 * number / len(book.spine))
        root = page_of(archive.read(part), part, limits)
        body = root.find("body") if root.find("body") is not None else root
        if part == contents.part or part == book.guide.get("toc"):
            ledger.drop("contents", body.text_content(), counted=False)
            continue
        make_pictures(body)
        _strip(body, ledger)
        short = solid(body.text_content()) <= COVER_LETTERS
        if short and (
            part == book.guide.get("cover")
            or "cover" in types(body)
            or (number == 0 and _shows_cover(body, book))
        ):
            ledger.drop("cover", body.text_content(), counted=False)
            continue
        yield Page(part, body)


def _sheets(archive: Archive, book: Book) -> Iterator[str]:
    """Yield the style sheets of a book."""
    for part in book.parts.values():
        if part.type == "text/css" and part.name:
            yield archive.read(part.name).decode("utf-8", "replace")


def _shows_cover(body: Any, book: Book) -> bool:
    name = book.cover.rpartition("/")[2]
    return bool(name) and any((e.get("src") or "").endswith(name) for e in body.iter("img"))


def _strip(body: Any, ledger: Ledger) -> None:
    for element in [e for e in body.iter() if isinstance(e.tag, str)]:
        if element.getparent() is None or element is body:
            continue
        names = {(element.get("id") or "").casefold()}
        names |= set((element.get("class") or "").casefold().split())
        kinds = types(element)
        listing = element.tag in ("nav", "div", "ul", "ol", "section") and (
            element.tag == "nav" or names & CONTENTS_NAMES or {"toc", "landmarks"} & kinds
        )
        sign = element.tag == "a" and names & ANCHOR_SIGNS and len(element.text_content()) <= 2
        if element.tag in GONE or element.get("hidden") is not None or listing or sign:
            text = element.text_content()
            if text.strip() and element.tag not in ("script", "style", "template"):
                ledger.drop("contents" if listing else "page-furniture", text, counted=False)
            element.drop_tree()
        elif "pagebreak" in kinds:
            _page_break(element)


def _page_break(element: Any) -> None:
    """The number of a printed page is kept as the page of what follows, not as text."""
    label = element.get("title") or element.get("aria-label") or element.text_content()
    digits = "".join(char for char in label if char.isdecimal())[:LONGEST_NUMBER]
    element.set(PAGE, digits if label.strip(" .[]()Pagep") == digits else "")
    element.set(BREAK, "1")
    for child in list(element):
        child.drop_tree()
    element.text = None


def is_number(label: str) -> bool:
    """Tell whether a page has a plain number."""
    return label.isdecimal() and len(label) <= LONGEST_NUMBER


def _number_pages(
    whole: Any,
    contents: Contents,
    names: dict[str, Any],
    numbers: dict[str, int],
    files: Files,
) -> None:
    for entry in contents.pages:
        element = target_of(entry, contents.part, names, numbers, files)
        if element is not None and element.get(PAGE) is None:
            element.set(PAGE, entry.title if is_number(entry.title) else "")


def _places(
    contents: Contents,
    names: dict[str, Any],
    numbers: dict[str, int],
    files: Files,
    book: Book,
) -> list[Place]:
    """Return the lines of the contents that lead to a place in the text, with that place."""
    entries = contents.entries
    tops = [entry for entry in entries if entry.level == 1]
    title = book.meta.get("title", "")
    if len(tops) == 1 and len(entries) > 1 and same(tops[0].title, title):
        # The book itself as the root of its contents is no chapter.
        entries = [Entry(e.level - 1, e.title, e.href) for e in entries if e.level > 1]
    places = [(e, target_of(e, contents.part, names, numbers, files)) for e in entries]
    return [(entry, element) for entry, element in places if element is not None]
