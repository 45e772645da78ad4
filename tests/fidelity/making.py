"""Make the documents of the measurement: python -m tests.fidelity.making FOLDER [--small]

Writes each book as DOCX, HTML and Markdown with our own code, as PDF with typst, and lets
LibreOffice and Chromium turn them into everything else, each beside what is known of it
(`NAME.gold.json`). `--small` makes the fixed set of tests/data/fidelity.
"""

import argparse
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from tests.fidelity import as_epub, books
from tests.fidelity.as_docx import Writer
from tests.fidelity.as_html import SHEET, Page
from tests.fidelity.as_markdown import Text
from tests.fidelity.as_typst import Setter
from tests.fidelity.books import Book
from tests.fidelity.gold import gold_of

SECONDS = 180
PDF = "pdf:writer_pdf_Export:{}"
# Name of the variant, tagged, bookmarks.
PDFS = (("tagged-marks", True, True), ("tagged", True, False), ("plain", False, False))
OFFICE = (("odt", "odt"), ("lo.epub", "epub"), ("lo.docx", "docx:MS Word 2007 XML"))
# What is kept in the repository: enough for each reader, small enough for everybody.
SMALL = {
    "docx": ("en", "fr", "ar", "zh", "ru", "es"),
    "html": ("en", "ar", "zh"),
    "md": ("fr", "ru", "zh"),
    "odt": ("en", "ar", "zh", "ru"),
    "epub": ("fr", "ar", "zh"),
    "lo.epub": ("en", "es"),
    "lo.docx": ("en", "ar"),
    "tagged-marks.pdf": ("en", "ar", "es"),
    "tagged.pdf": ("fr", "ar", "ru"),
    "typst-tagged.pdf": ("zh",),
    "plain.pdf": ("en", "es", "ru", "ar", "zh"),
    "typst-plain.pdf": ("fr", "en"),
    "typst-columns.plain.pdf": ("en", "fr"),
    "typst-chapters.marks.pdf": ("ru",),
    "chromium.pdf": ("es",),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity.making")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--languages", nargs="*", default=books.LANGUAGES)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fidelity-") as scratch:
        for language in asked.languages:
            make(books.read(language), asked.folder, Path(scratch), small=asked.small)
    return 0


def make(book: Book, folder: Path, scratch: Path, *, small: bool) -> None:
    """Write one book in all formats into a folder."""
    name = book.language
    made = scratch / name
    made.mkdir()
    source = made / f"{name}.docx"
    source.write_bytes(Writer(book, pages_of(book, scratch)).written())
    (made / f"{name}.html").write_bytes(Page(book).written())
    (made / f"{name}.epub").write_bytes(as_epub.written(book))
    (made / f"{name}.md").write_bytes(Text(book).written())
    for tagged, bookmarks in ((True, True), (True, False), (False, False)):
        kind = ("tagged" if tagged else "plain") + ("-marks" if bookmarks else "")
        setter = Setter(book)
        (made / f"{name}.typst-{kind}.pdf").write_bytes(
            setter.written(tagged=tagged, bookmarks=bookmarks)
        )
    (made / f"{name}.typst-columns.plain.pdf").write_bytes(
        Setter(book, columns=True).written(tagged=False, bookmarks=False)
    )
    (made / f"{name}.typst-chapters.marks.pdf").write_bytes(
        Setter(book).written(tagged=False, bookmarks=False, chapters=True)
    )
    for suffix, kind in OFFICE:
        convert(source, kind, made / f"{name}.{suffix}")
    for suffix, tagged, bookmarks in PDFS:
        export_pdf(source, made / f"{name}.{suffix}.pdf", tagged=tagged, bookmarks=bookmarks)
    print_page(book, made / f"{name}.chromium.pdf")
    for path in sorted(made.iterdir()):
        suffix = path.name.split(".", 1)[1]
        if not small or name in SMALL.get(suffix, ()):
            keep(path, folder, small=small)
            gold = json.dumps(gold_of(book, suffix), ensure_ascii=False, indent=1)
            if not small:
                (folder / f"{path.name}.gold.json").write_text(gold + "\n", encoding="utf-8")
            print(f"{path.name}: {path.stat().st_size:,} bytes", flush=True)


def keep(path: Path, folder: Path, *, small: bool) -> None:
    """Copy a document into a folder; the small set holds PDF packed, most of which is tags."""
    if small and path.suffix == ".pdf":
        packed = lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
        (folder / f"{path.name}.xz").write_bytes(packed)
    else:
        shutil.copy(path, folder / path.name)


def pages_of(book: Book, scratch: Path) -> list[int]:
    """Return the page each heading stands on, looked up in a first print."""
    draft = scratch / f"{book.language}-draft.docx"
    draft.write_bytes(Writer(book, [1] * len(book.headings)).written())
    printed = scratch / f"{book.language}-draft.pdf"
    export_pdf(draft, printed, tagged=False, bookmarks=False)
    text = run("pdftotext", "-layout", str(printed), "-").decode()
    pages = [squeezed(page) for page in text.split("\f")]
    found, at = [], next(n for n, page in enumerate(pages) if n and "...." not in page)
    for heading in book.headings:
        title = squeezed(heading.text)
        at = next((n for n in range(at, len(pages)) if title in pages[n]), at)
        found.append(at + 1)
    return found


def squeezed(text: str) -> str:
    """Return a text without spaces and direction marks, in one form."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e]+", "", text)


def export_pdf(source: Path, target: Path, *, tagged: bool, bookmarks: bool) -> None:
    """Let LibreOffice print a document."""
    options = {
        "UseTaggedPDF": {"type": "boolean", "value": str(tagged).lower()},
        "ExportBookmarks": {"type": "boolean", "value": str(bookmarks).lower()},
    }
    convert(source, PDF.format(json.dumps(options)), target)


def convert(source: Path, kind: str, target: Path) -> None:
    """Let LibreOffice save a document as another kind."""
    with tempfile.TemporaryDirectory(prefix="fidelity-lo-") as folder:
        profile = Path(tempfile.gettempdir()) / "fidelity-libreoffice"
        run(
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            folder,
            str(source),
        )
        [made] = Path(folder).iterdir()
        shutil.move(made, target)


def print_page(book: Book, target: Path) -> None:
    """Let Chromium print the page of a book."""
    page = target.with_suffix(".print.html")
    page.write_bytes(Page(book).written(SHEET))
    run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        page.as_uri(),
    )
    page.unlink()


def run(*command: str) -> bytes:
    """Run a program and return what it prints."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(
        command, check=True, capture_output=True, timeout=SECONDS, env=environment
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
