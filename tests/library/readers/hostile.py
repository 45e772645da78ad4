"""Files made to do harm, and files that cannot be read: each with the code it is refused with."""

import io
import struct
import zipfile
import zlib

from tests.library.readers.docx_made import NAMESPACES, h, p, parts_of, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
BODY = h(1, "A") + p("b")


def with_part(name, content, **more):
    return zipped(parts_of(BODY, parts={name: content}, **more))


def document(inner):
    return with_part("word/document.xml", inner)


def bomb():
    """A part of 90 MB that packs to almost nothing."""
    return with_part("word/media/a.bin", b"\0" * 90_000_000)


def many_parts():
    return zipped({**parts_of(BODY), **{f"word/x{n}.xml": "" for n in range(5001)}})


def huge_directory():
    """An end record that claims a million parts, so that nobody loads them."""
    made = bytearray(zipped(parts_of(BODY)))
    at = made.rfind(b"PK\x05\x06")
    made[at + 10 : at + 12] = struct.pack("<H", 0xFFFE)
    return bytes(made)


def larger_than_it_says():
    """A directory that says 100 bytes of a part that has many more."""
    content = f"<w:document {NAMESPACES}><w:body>{p('x' * 50_000)}</w:body></w:document>"
    made = bytearray(document(content))
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack("<H", made[at + 28 : at + 30])[0]
        if bytes(made[at + 46 : at + 46 + length]) == b"word/document.xml":
            made[at + 24 : at + 28] = struct.pack("<I", 100)
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def overlapping():
    """Two directory entries over the same packed bytes."""
    made = zipped(parts_of(BODY))
    start = made.find(b"PK\x01\x02")
    end = made.rfind(b"PK\x05\x06")
    directory, tail = made[start:end], bytearray(made[end:])
    length = struct.unpack("<HHH", directory[28:34])
    first = directory[: 46 + sum(length)]
    name = bytearray(first)
    name[46] = ord("X")
    entries, size = struct.unpack("<HI", tail[10:16])
    tail[8:16] = struct.pack("<HHI", entries + 1, entries + 1, size + len(first))
    return made[:start] + directory + bytes(name) + bytes(tail)


def duplicate():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts_of(BODY).items():
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.writestr(zipfile.ZipInfo("WORD/document.xml"), "x")
    return out.getvalue()


def renamed(new):
    """A part whose name leads out of the archive; written by hand, as zipfile would mend it."""
    made = with_part("word/media/aaaaaaaaaa.png", b"x")
    return made.replace(b"word/media/aaaaaaaaaa.png", new.encode().ljust(25, b"a"))


def encrypted_entry():
    made = bytearray(zipped(parts_of(BODY)))
    at = made.find(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


def nested():
    return with_part("word/media/inner.png", zipped({"a.txt": "x"}))


def damaged_part():
    """One flipped byte in the packed text."""
    made = bytearray(
        document(f"<w:document {NAMESPACES}><w:body>{BODY * 50}</w:body></w:document>")
    )
    at = made.find(b"word/document.xml") + 60
    made[at] ^= 0xFF
    return bytes(made)


def of_type(content_type):
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    )
    return with_part("[Content_Types].xml", types)


def deep(depth):
    inside = "<w:sdt><w:sdtContent>" * depth + p("x") + "</w:sdtContent></w:sdt>" * depth
    return document(f"<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>")


def laughs(declaration='<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'):
    text = f"<w:document {NAMESPACES}><w:body>{p('x')}</w:body></w:document>"
    return declaration + (text.replace(">x<", ">&b;<") if "ENTITY" in declaration else text)


OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
WIDE = '<?xml version="1.0" encoding="utf-16"?>' + laughs()
MANY = "<w:p/>" * 2_100_000

REFUSED = {
    "an empty file": (lambda: b"", "damaged"),
    "a few bytes": (lambda: b"PK", "damaged"),
    "a cut document": (lambda: zipped(parts_of(BODY))[:-200], "damaged"),
    "only the first half": (lambda: zipped(parts_of(BODY))[:400], "damaged"),
    "a flipped byte": (damaged_part, "damaged"),
    "broken xml": (lambda: document("<w:document><w:body>"), "damaged"),
    "an empty main part": (lambda: document(""), "damaged"),
    "no body": (lambda: document(f"<w:document {NAMESPACES}/>"), "damaged"),
    "no text": (lambda: document(f"<w:document {NAMESPACES}><w:body/></w:document>"), "no-text"),
    "a zip bomb": (bomb, "bomb"),
    "too many parts": (many_parts, "bomb"),
    "a directory of a million": (huge_directory, "bomb"),
    "a part larger than it says": (larger_than_it_says, "bomb"),
    "overlapping parts": (overlapping, "bomb"),
    "two parts of one name": (duplicate, "unsafe-archive"),
    "a way out": (lambda: renamed("../../../../tmp/x"), "unsafe-archive"),
    "an absolute name": (lambda: renamed("/etc/cron.d/x"), "unsafe-archive"),
    "a drive": (lambda: renamed("c:/windows/x"), "unsafe-archive"),
    "backslashes": (lambda: renamed("..\\..\\x"), "unsafe-archive"),
    "an archive inside": (nested, "unsafe-archive"),
    "an archive by name": (lambda: with_part("word/a.zip", b"x"), "unsafe-archive"),
    "an encrypted part": (encrypted_entry, "password"),
    "a protected document": (
        lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "password",
    ),
    "an old document": (
        lambda: OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600,
        "old-doc",
    ),
    "an old spreadsheet": (lambda: OLE + b"\0" * 2000, "unsupported"),
    "macros by type": (lambda: of_type(MACRO_MAIN), "macro"),
    "macros by part": (lambda: with_part("word/vbaProject.bin", b"x"), "macro"),
    "a spreadsheet": (lambda: of_type(SHEET_MAIN), "unsupported"),
    "a plain archive": (lambda: zipped({"a.txt": "x"}), "unsupported"),
    "a document type": (lambda: document(laughs("<!DOCTYPE w:document>")), "dtd"),
    "entities": (lambda: document(laughs()), "dtd"),
    "an outside entity": (lambda: document(laughs(OUTSIDE)), "dtd"),
    "entities in two-byte letters": (
        lambda: with_part("word/document.xml", WIDE.encode("utf-16")),
        "dtd",
    ),
    "entities in the styles": (lambda: with_part("word/styles.xml", laughs()), "dtd"),
    "a deep document": (lambda: deep(400), "bomb"),
    "millions of elements": (
        lambda: document(f"<w:document {NAMESPACES}><w:body>{MANY}</w:body></w:document>"),
        "bomb",
    ),
    "rich text": (lambda: b"{\\rtf1 hello}", "unsupported"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unsupported"),
    "a compressed stream": (lambda: b"\x1f\x8b" + zlib.compress(b"x"), "unsupported"),
    "spaces only": (lambda: b"  \n\n  ", "no-text"),
    "a page without text": (lambda: b"<html><body><script>x()</script></body></html>", "no-text"),
    "a deep page": (lambda: b"<html>" + b"<div>" * 30_000 + b"x", "bomb"),
    "deep quotations": (lambda: b">" * 20_000 + b" x", "bomb"),
}
