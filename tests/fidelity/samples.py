"""Which documents are measured: the fixed set, the shared samples, and files that are named."""

import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fidelity import books
from tests.fidelity.gold import gold_of

ROOT = Path(__file__).resolve().parents[2]
FIXED = ROOT / "tests" / "data" / "fidelity"
SUFFIXES = {
    "md": "markdown", "html": "html", "htm": "html", "docx": "docx", "odt": "odt", "epub": "epub",
    "pdf": "pdf",
}  # fmt: skip
OFFICE = frozenset(SUFFIXES) - {"md"}
# What a PDF gives a reader to go by, told by the name of the file.
KINDS = ("tagged-marks", "marks", "tagged", "plain", "chromium")
WITHOUT_MARKS = {"tagged-marks": "tagged", "marks": "plain"}
# The shared samples that have bookmarks or tags.
SHARED_KINDS = {"maint-guide-fr.pdf": "marks", "asvs-4.0.3-es.pdf": "tagged"}


@dataclass(frozen=True)
class Sample:
    """A document. `gold` is what is known of it, empty when nothing is.

    `kind` says for a PDF what there is to go by: marks, tagged-marks, tagged or plain.
    """

    name: str
    format: str
    path: Path
    kind: str = ""
    gold: dict[str, Any] = field(default_factory=dict)
    ignore_bookmarks: bool = False

    def content(self) -> bytes:
        """Return the bytes of the document."""
        data = self.path.read_bytes()
        return lzma.decompress(data) if self.path.suffix == ".xz" else data


def fixed() -> Iterator[Sample]:
    """Yield the documents of the repository; what is known of them comes from the books."""
    known = {language: books.read(language) for language in books.LANGUAGES}
    for path in sorted(FIXED.iterdir()):
        name = path.name.removesuffix(".xz")
        language, suffix = name.split(".", 1)
        gold = gold_of(known[language], suffix)
        yield from both(Sample(name, format_of(name), path, kind_of(name), gold))


def shared() -> Iterator[Sample]:
    """Yield the sample manuals, when they are there."""
    folder = Path(os.environ.get("ELEARN_SHARED", ROOT.parent / "shared")) / "manuals"
    if folder.is_dir():
        files = [path for path in sorted(folder.iterdir()) if path.suffix[1:] in OFFICE]
        yield from named(files)


def named(paths: list[Path]) -> Iterator[Sample]:
    """Yield files with what is known of them: NAME.gold.json or STEM.gold.json beside them."""
    for path in paths:
        beside = (path.with_name(f"{path.name}.gold.json"), path.with_suffix(".gold.json"))
        known = next((file for file in beside if file.exists()), None)
        gold = json.loads(known.read_text(encoding="utf-8")) if known else {}
        yield from both(Sample(path.name, format_of(path.name), path, kind_of(path.name), gold))


def both(sample: Sample) -> Iterator[Sample]:
    """Yield a sample, and with its bookmarks ignored too when it has any."""
    yield sample
    if sample.kind in WITHOUT_MARKS:
        yield Sample(
            f"{sample.name} (no bookmarks)",
            sample.format,
            sample.path,
            WITHOUT_MARKS[sample.kind],
            sample.gold,
            ignore_bookmarks=True,
        )


def format_of(name: str) -> str:
    """Return the format a name promises."""
    return SUFFIXES[name.rpartition(".")[2].casefold()]


def kind_of(name: str) -> str:
    """Return what a PDF offers, by the name of the file; "" for other formats."""
    if not name.endswith(".pdf"):
        return ""
    if name in SHARED_KINDS:
        return SHARED_KINDS[name]
    stem = name.removesuffix(".pdf").rpartition(".")[2].removeprefix("typst-")
    return {"chromium": "tagged"}.get(stem, stem if stem in KINDS else "plain")
