"""The sample manuals are read whole, soon and small."""

import hashlib
import json
import subprocess
import sys
import time

from elearn.library.glossary import glossary_terms
from elearn.library.readers.child import ROOT, read_document
from elearn.library.readers.formats import read_path
from elearn.library.readers.model import Table, text_of, walk
from elearn.library.readers.model_json import to_json
from elearn.library.readers.outline import outline_of
from elearn.library.sections import section_tree, walk_sections

PEAK = """
import sys
from pathlib import Path
from elearn.library.readers.formats import read_path
read_path(Path(sys.argv[1]), name="x.docx")
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def test_the_outline_of_the_verification_standard_is_the_gold_one(manuals, tmp_path):
    doc = read_document(manuals / "asvs-5.0-en.docx", name="asvs.docx", media_folder=tmp_path)
    gold = json.loads((manuals / "asvs-5.0-en.gold.json").read_text(encoding="utf-8"))["outline"]
    assert [list(line) for line in outline_of(doc)] == gold
    assert doc.report.complete
    assert doc.report.counts_out["tables"] == doc.report.counts_in["tables"] == 98
    assert doc.report.counts_out["images"] == 1


def test_a_hundred_thousand_words_take_two_seconds_and_300_megabytes(manuals):
    path = manuals / "asvs-5.0-en.docx"
    began = time.process_time()
    doc = read_path(path, name="asvs.docx")
    used = time.process_time() - began
    words = sum(len(text_of(block).split()) for block in doc.blocks)
    assert used < 2 * words / 100_000
    peak = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, check=True, cwd=ROOT
    )
    assert int(peak.stdout) < 300 * 1024


def test_a_united_nations_form_in_layout_tables_is_carried_whole(manuals, tmp_path):
    path = manuals / "un-sdg-15-3-1.docx"
    doc = read_document(path, name="sdg.docx", media_folder=tmp_path)
    titles = [title for _, title in outline_of(doc)]
    assert [t for t in titles if t[0].isdigit()] == [
        "0. Indicator information",
        "1. Data reporter",
        "2. Definition, concepts, and classifications",
        "3. Data source type and data collection method",
        "4. Other methodological considerations",
        "5. Data availability and disaggregation",
        "6. Comparability/deviation from international standards",
        "7. References and documentation",
    ]
    assert [note.label for note in doc.notes.values()] == [str(n) for n in range(1, 34)]
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]
    assert len(list(tmp_path.iterdir())) == doc.report.counts_out["images"] == 6
    for file in tmp_path.iterdir():
        assert file.stem == hashlib.sha256(file.read_bytes()).hexdigest()
    tables = [b for b in walk(doc.blocks) if isinstance(b, Table)]
    assert [len(table.rows) for table in tables] == [9]


def test_the_same_manual_gives_the_same_model_twice(manuals):
    path = manuals / "un-sdg-15-3-1.docx"
    first, second = (read_document(path, name="x.docx") for _ in range(2))
    assert to_json(first) == to_json(second)


def test_the_glossary_of_the_verification_standard_is_found(manuals):
    doc = read_document(manuals / "asvs-5.0-en.docx", name="asvs.docx")
    [node] = [n for n in walk_sections(section_tree(doc)) if n.role == "glossary"]
    terms = glossary_terms(node)
    items = sum(len(block.items) for block in node.blocks if block.kind == "list")
    assert len(terms) >= 0.95 * items
