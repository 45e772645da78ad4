"""The text of a file taken out in another way than ours, to compare with."""

import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pdfplumber

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
WORD_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")
CONTENTS = re.compile(r"(?:^|/)(?:nav|toc|contents)[^/]*\.x?html?$", re.IGNORECASE)
HIDDEN = frozenset(("script", "style", "head"))
LINES = frozenset(("p", "li", "td", "th", "pre", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"))


def lines_of(path: Path, kind: str) -> list[str]:
    """Return the lines or paragraphs of a file of that kind."""
    return {
        "pdf": pdf_lines,
        "docx": docx_lines,
        "odt": odt_lines,
        "epub": epub_lines,
        "html": page_lines,
        "markdown": page_lines,
    }[kind](path)


def pdf_lines(path: Path) -> list[str]:
    """Return the lines of a PDF by Poppler, or by pdfminer where Poppler is missing."""
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-raw", str(path), "-"]
        done = subprocess.run(command, check=True, capture_output=True, timeout=120)
        return done.stdout.decode("utf-8", "replace").replace("\f", "\n").split("\n")
    with pdfplumber.open(path) as pages:
        return [line for page in pages.pages for line in (page.extract_text() or "").split("\n")]


def docx_lines(path: Path) -> list[str]:
    """Return the paragraphs of a DOCX: body and notes, text boxes once."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if WORD_PARTS.fullmatch(name):
                root = ElementTree.fromstring(archive.read(name))
                for parent in root.iter():
                    for child in [c for c in parent if c.tag.endswith("}Fallback")]:
                        parent.remove(child)
                found += [
                    "".join(part.text or "" for part in line.iter(f"{WORD}t"))
                    for line in root.iter(f"{WORD}p")
                    if line.find(f".//{WORD}p") is None
                ]
    return found


def odt_lines(path: Path) -> list[str]:
    """Return the paragraphs of an ODT, indexes and deleted text left out."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    drop = ("tracked-changes", "table-of-content", "alphabetical-index", "illustration-index")
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag.removeprefix(ODF) in drop]:
            parent.remove(child)
    lines = [line for line in root.iter() if line.tag in (f"{ODF}p", f"{ODF}h")]
    return [text for line in lines for text in own_text(line)]


def own_text(line: ElementTree.Element) -> list[str]:
    """Return the text of a paragraph without that of paragraphs inside it (notes, frames)."""
    parts = [line.text or ""]
    for child in line:
        if child.find(f".//{ODF}p") is None:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return ["".join(parts)]


def epub_lines(path: Path) -> list[str]:
    """Return the paragraphs of all pages of an EPUB but its contents list."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith(("html", "htm"))]
        pages = [
            archive.read(n).decode("utf-8", "replace") for n in names if not CONTENTS.search(n)
        ]
    return [line for page in pages for line in Lines.of(page)]


def page_lines(path: Path) -> list[str]:
    """Return the lines of a page or of Markdown."""
    return Lines.of(path.read_text(encoding="utf-8", errors="replace"))


class Lines(HTMLParser):
    """Collects the text of a page by the elements that make lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.hidden = self.raised = 0

    @classmethod
    def of(cls, page: str) -> list[str]:
        """Return the lines of a page."""
        reader = cls()
        reader.feed(page)
        return [line for line in reader.lines if line.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.raised += tag == "sup"
        # A link in a raised stretch is the mark of a note.
        self.hidden += tag in HIDDEN or (tag == "a" and self.raised > 0)
        if tag in LINES:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN or (tag == "a" and self.raised > 0)
        self.raised -= tag == "sup"
        if tag in LINES:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data
