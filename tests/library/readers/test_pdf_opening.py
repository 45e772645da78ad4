"""PDF files that cannot be read are refused with their code; what they do besides is listed."""

import pypdfium2.raw as c
import pytest

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.pdf.opening import opened
from elearn.library.readers.pdf.scans import Scans
from tests.library.readers import hostile_pdf
from tests.library.readers.pdf_made import Pdf


def codes(data):
    ledger = Ledger()
    opened(data, ledger)
    return [one["code"] for one in ledger.warnings]


@pytest.mark.parametrize(
    "name",
    [
        "pdf: a first line and nothing else",
        "pdf: a cut file",
        "pdf: no pages",
        "pdf: a password",
        "pdf: too many pages",
        "pdf: a drawing packed twice",
    ],
)
def test_what_cannot_be_read_is_refused(name):
    make, code = hostile_pdf.REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        opened(make(), Ledger())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "name",
    [
        "pdf: copying is forbidden",
        "pdf: scripts",
        "pdf: starts a program",
        "pdf: a file attached",
        "pdf: words after its end",
    ],
)
def test_what_a_file_does_besides_is_listed(name):
    make, code = hostile_pdf.FINE[name]
    assert codes(make()) == ([code] if code else [])


def test_files_that_are_attached_are_named():
    ledger = Ledger()
    opened(hostile_pdf.attached(), ledger)
    assert ledger.warnings == [{"code": "attachment", "text": "tool.exe"}]


def test_a_thousand_pages_are_not_too_many():
    assert len(opened(hostile_pdf.many_pages(1000), Ledger())) == 1000


def test_scripts_are_found_among_objects_packed_together():
    made = Pdf()
    made.page(b"")
    words = b"/Type/ObjStm/N 1/First 4"
    made.stream(b"9 0 <</S/JavaScript/JS(x)>>", words.decode(), packed=True)
    assert codes(made.written()) == ["javascript"]


def judged(pictures, texts):
    ledger, scans = Ledger(), Scans()
    pdf = opened(hostile_pdf.scanned(pictures, texts), ledger)
    for at in range(len(pdf)):
        page = pdf[at]
        scans.look(page.raw, at + 1, c.FPDFText_CountChars(page.get_textpage().raw))
    scans.judge(ledger)
    return [(one["code"], one["text"]) for one in ledger.warnings]


def test_a_document_of_scans_is_refused_and_a_few_are_listed():
    with pytest.raises(Unreadable) as refused:
        judged(3, 2)
    assert refused.value.code == "scanned"
    assert judged(2, 6) == [("scanned-pages", "1, 2")]


def test_a_cover_is_no_scan():
    assert judged(1, 12) == []
