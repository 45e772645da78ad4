"""The PDF of an award: one tagged page (PDF/A-3a and PDF/UA-1), the same bytes every time.

Facts enter the template as JSON, so a name is never read as markup. A character that no font
holds is refused by name instead of being left out.
"""

from __future__ import annotations

import io
import json
import re
import threading
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import segno
import typst

from certificates.codes import grouped
from certificates.errors import CannotDraw, DoesNotFit
from certificates.record import CertificateRecord, holder_name
from certificates.words import wording
from elearn.core.i18n import direction

# Raise with every change of the template, the words or the fonts.
TEMPLATE = 1
ENGINE = f"typst {version('typst')}"

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "typst"
FONTS = FOLDER / "fonts"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
COLOUR = "#0f5e66"
SOURCE = (TEMPLATES / "certificate.typ").read_bytes()
MARK = (TEMPLATES / "mark.svg").read_text("utf-8").replace("currentColor", COLOUR)

UNDRAWABLE = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

_own = threading.local()


def draw(
    record: CertificateRecord,
    *,
    verify_url: str,
    timestamp: datetime,
    attachment: bytes | None = None,
) -> bytes:
    """Return the certificate as a PDF of one page.

    `verify_url` is printed as a QR code and, without the code at its end, as a short address.
    `timestamp` becomes the date of the file. `attachment` is the signed record, carried inside.
    Raises NameIsUnusable, CannotDraw (naming the character) or DoesNotFit.
    """
    data = _printed(record, verify_url)
    data["attachment"] = None if attachment is None else attachment.decode()
    return _compiled(SOURCE, data, timestamp)


def check_name(name: str) -> str:
    """Return the name as it will be printed. Raises NameIsUnusable or CannotDraw."""
    usable = holder_name(name)
    source = b"#set page(width: auto, height: auto)\n#set document(title: [Name])\n" + NAME_ONLY
    _compiled(source, {"name": usable}, None)
    return usable


NAME_ONLY = (
    b'#set text(font: ("Noto Sans", "Amiri", "Noto Sans Thai", "Noto Sans SC"), fallback: false)\n'
    b"#json(bytes(sys.inputs.data)).name"
)


def _printed(record: CertificateRecord, verify_url: str) -> dict[str, Any]:
    """Return everything the template prints, ready to be set."""
    words = wording(record)
    code = grouped(record.code)
    return {
        "language": words["language"],
        "direction": direction(words["language"]),
        "document_title": f"{words['heading']}: {record.title}",
        "heading": words["heading"],
        "holder": words["holder"],
        "name": holder_name(record.holder_name),
        "purpose": words["purpose"],
        "title": " ".join(record.title.split()),
        "edition_words": words["edition_words"],
        "edition": record.edition_label,
        "symbol": record.edition_symbol,
        "issuer": record.issuer,
        "acknowledgement": " ".join(record.acknowledgement.split()),
        "facts": words["facts"],
        "code_label": words["code_label"],
        "code": code,
        "check": words["check"],
        "verify_url": verify_url,
        "short_address": verify_url.split("://")[-1].rpartition("/")[0],
        "qr": qr_svg(verify_url),
        "qr_words": words["qr"],
        "mark": MARK,
        "attachment_words": code,
    }


def qr_svg(address: str) -> str:
    """Return the address as a QR code: SVG without a quiet zone, error correction M or better."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return picture.getvalue().decode()


def _compiled(source: bytes, data: dict[str, Any], timestamp: datetime | None) -> bytes:
    """Compile the source with the data; turn its complaints into our errors."""
    try:
        pdf = _compiler().compile(
            source,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise _explained(error) from error
    assert isinstance(pdf, bytes)
    return pdf


def _explained(error: typst.TypstError) -> Exception:
    found = UNDRAWABLE.search(error.message)
    if found:
        text = found.group(1)[1:-1]
        return CannotDraw(ESCAPED.sub(lambda escape: chr(int(escape.group(1), 16)), text))
    if "does not fit" in error.message:
        return DoesNotFit()
    return error


def _compiler() -> typst.Compiler:
    # A compiler is not shared: each thread keeps its own, with the fonts read once.
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(
            root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
    compiler: typst.Compiler = _own.compiler
    return compiler
