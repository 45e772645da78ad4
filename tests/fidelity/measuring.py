"""Measure documents one by one, each in a process of its own, and their split into lessons."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from courses.builder import build
from courses.drafts import CourseDraft
from courses.splitting import HARD_MAX, LEAST
from elearn.library.readers.model import Doc
from elearn.library.readers.model_json import from_json
from elearn.library.sections import section_tree
from tests.fidelity.extractors import lines_of
from tests.fidelity.figures import Figures, compare
from tests.fidelity.samples import ROOT, Sample

SECONDS = 150
# A leaflet has no lessons of a fitting length to find.
MANUAL_WORDS = 5000


@dataclass
class Split:
    """How documents fall into lessons: tables found in pieces, headings at the end of a lesson."""

    lessons: int = 0
    fitting: int = 0
    cut: int = 0
    orphans: int = 0


def measure(sample: Sample, split: Split, *, twice: bool = True) -> Figures:
    """Read a document and return its figures; lessons are counted into `split`."""
    found = Figures(sample.name, sample.format, sample.kind)
    with tempfile.TemporaryDirectory(prefix="fidelity-") as folder:
        path = Path(folder) / sample.path.name.removesuffix(".xz")
        path.write_bytes(sample.content())
        model = Path(folder) / "model.json"
        flags = ["--twice"] if twice else []
        flags += ["--ignore-bookmarks"] if sample.ignore_bookmarks else []
        cost = read_apart(path, model, flags)
        if "refused" in cost:
            found.refused = str(cost["refused"])
            return found
        doc = from_json(json.loads(model.read_bytes()))
        found.seconds, found.megabytes = float(cost["seconds"]), float(cost["megabytes"])
        found.same = bool(cost["same"])
        found.pages = pages_of(path) if sample.format == "pdf" else 0
        independent = [] if "text" in sample.gold else lines_of(path, sample.format)
        compare(found, sample, doc, independent)
    if found.words >= MANUAL_WORDS:
        count_lessons(doc, split)
    return found


def read_apart(path: Path, model: Path, flags: list[str]) -> dict[str, float | bool | str]:
    """Read a file in a new process, whose only child is the reading one."""
    command = [sys.executable, "-m", "tests.fidelity.one", str(path), str(model), *flags]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, timeout=SECONDS, text=True, check=False
    )
    if done.returncode:
        return {"refused": f"failed: {done.stderr[-300:]}"}
    cost: dict[str, float | bool | str] = json.loads(done.stdout)
    return cost


def pages_of(path: Path) -> int:
    """Return how many pages a PDF has."""
    with pypdfium2.PdfDocument(path) as pages:
        return len(pages)


def count_lessons(doc: Doc, split: Split) -> None:
    """Add the lessons a document gives to the count."""
    language = doc.meta.get("language", "en")
    draft = build(section_tree(doc), title=doc.meta.get("title", ""), language=language)
    for words in lengths(draft):
        split.lessons += 1
        split.fitting += LEAST <= words <= HARD_MAX
    keys = [b.key for lesson in draft.lessons() for b in lesson.blocks if b.kind == "table"]
    split.cut += len(keys) - len(set(keys))
    split.orphans += sum(
        bool(lesson.blocks) and lesson.blocks[-1].kind == "heading" for lesson in draft.lessons()
    )


def lengths(draft: CourseDraft) -> Iterator[int]:
    """Yield the words of each lesson that counts."""
    for module in draft.modules:
        if module.counted:
            yield from (lesson.words for lesson in module.lessons)
