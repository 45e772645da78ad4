"""PDF files made to do harm or that cannot be read, and odd ones that can."""

import zlib

from tests.library.readers import pdf_made
from tests.library.readers.pdf_made import Pdf, document, lines

PARAGRAPH = lines(
    "1. Storage of drums", "Keep every drum closed and upright.", "Write it down.", top=500
)


def encrypted():
    """A file nobody opens without the word."""
    made = Pdf()
    pdf_made.protect(made, "secret")
    made.page(PARAGRAPH)
    return made.written()


def forbidden():
    """A file that opens for all and forbids copying."""
    made = Pdf()
    pdf_made.protect(made, "")
    made.page(PARAGRAPH)
    return made.written()


def cut():
    return document(*[PARAGRAPH] * 3).written()[:180]


def without_pages():
    return document().written()


def many_pages(number=1001):
    made = Pdf()
    stream = made.stream(PARAGRAPH)
    for _ in range(number):
        made.page(stream)
    return made.written()


def scanned(pictures=3, texts=0):
    """Pages that are pictures from edge to edge, and pages of text."""
    made = Pdf()
    key = pdf_made.picture(made, 600, 850)
    for _ in range(pictures):
        pdf_made.scan(made, key)
    for _ in range(texts):
        made.page(PARAGRAPH)
    return made.written()


def stream_bomb(layers=1):
    """A page whose drawing unpacks to a thousand times its size, once or twice over."""
    data = zlib.compress(b" " * 150_000_000, 9)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    made = Pdf()
    filters = "/FlateDecode " * layers
    made.page(made.stream(data, f"/Filter[{filters}]"))
    return made.written()


def looping_pages():
    """A tree of pages that has itself below it."""
    made = document(PARAGRAPH)
    made.objects[2] = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"
    return made.written()


def deep_pages(depth=3000):
    """One page at the end of a chain of groups of pages."""
    made = Pdf()
    page = made.page(PARAGRAPH)
    inner = page
    for _ in range(depth):
        inner = made.add(f"<</Type/Pages/Kids[{inner} 0 R]/Count 1/Parent 2 0 R>>")
    made.objects[2] = f"<</Type/Pages/Kids[{inner} 0 R]/Count 1>>".encode()
    return made.written()


def deep_arrays():
    """An array in an array, a hundred thousand times."""
    made = document(PARAGRAPH)
    made.catalogue = "/Names " + "[" * 100_000 + "]" * 100_000
    return made.written()


def with_catalogue(words, *objects):
    made = document(PARAGRAPH)
    numbers = [made.add(one) for one in objects]
    made.catalogue = words.format(*numbers)
    return made.written()


def scripted():
    return with_catalogue("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")


def launching():
    return with_catalogue("/OpenAction<</S/Launch/F(/bin/sh)>>")


def attached():
    made = document(PARAGRAPH)
    inside = made.stream(b"a file inside", "/Type/EmbeddedFile")
    name = made.add(f"<</Type/Filespec/F(tool.exe)/EF<</F {inside} 0 R>>>>")
    made.catalogue = f"/Names<</EmbeddedFiles<</Names[(tool.exe) {name} 0 R]>>>>"
    return made.written()


def many_objects(number=250_000):
    """A page with far more lines drawn on it than anybody can see."""
    made = Pdf()
    made.page(PARAGRAPH + b"\n" + b"1 1 m 2 2 l S\n" * number)
    made.page(PARAGRAPH)
    return made.written()


def huge_page():
    made = Pdf()
    made.page(PARAGRAPH, box="0 0 900000000 900000000")
    return made.written()


def huge_picture():
    """A picture of four hundred million points that packs to almost nothing."""
    made = Pdf()
    data = zlib.compress(bytes(20_000), 9)
    words = "/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray"
    key = made.stream(data, words + "/BitsPerComponent 8/Filter/FlateDecode")
    drawn = b"q 300 0 0 300 72 200 cm /I Do Q "
    made.page(drawn + PARAGRAPH, resources=f"/XObject<</I {key} 0 R>>")
    return made.written()


def looping_bookmarks():
    made = document(PARAGRAPH)
    first = made.add("<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>")
    made.add(f"<</Title(Loop)/Parent {first} 0 R/Next {first + 1} 0 R/First {first + 1} 0 R>>")
    made.catalogue = f"/Outlines {first} 0 R"
    return made.written().replace(b"7 0 R", b"%d 0 R" % (first + 1))


def looping_tags():
    made = document(PARAGRAPH)
    root = made.add("<</Type/StructTreeRoot/K[9 0 R]>>")
    made.objects[root] = f"<</Type/StructTreeRoot/K[{root + 1} 0 R]>>".encode()
    made.add(f"<</Type/StructElem/S/Sect/P {root} 0 R/K[{root + 1} 0 R {root + 1} 0 R]>>")
    made.catalogue = f"/StructTreeRoot {root} 0 R/MarkInfo<</Marked true>>"
    return made.written()


def wrong_places():
    """A table of places that is wrong throughout, as careless programs leave it."""
    return document(PARAGRAPH).written().replace(b" 00000 n", b" 00007 n")


def calling_itself():
    """A form that draws itself."""
    made = Pdf()
    form = made.stream(b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 99 0 R")
    own = made.add(f"<</XObject<</X {form} 0 R>>>>")
    made.objects[form] = made.objects[form].replace(b"99 0 R", b"%d 0 R" % own)
    made.page(PARAGRAPH + b" /X Do", resources=f"/XObject<</X {form} 0 R>>")
    return made.written()


REFUSED = {
    "pdf: a first line and nothing else": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "damaged"),
    "pdf: a cut file": (cut, "damaged"),
    "pdf: noise after the first line": (lambda: b"%PDF-1.7\n" + b"\xff\x00x" * 9000, "damaged"),
    "pdf: no pages": (without_pages, "damaged"),
    "pdf: a tree of pages in a circle": (looping_pages, "damaged"),
    "pdf: a password": (encrypted, "password"),
    "pdf: too many pages": (many_pages, "too-big"),
    "pdf: scanned": (scanned, "scanned"),
    "pdf: mostly scanned": (lambda: scanned(3, 2), "scanned"),
    "pdf: blank pages": (lambda: document(b"", b"").written(), "no-text"),
    "pdf: a drawing that unpacks without end": (stream_bomb, "bomb"),
    "pdf: a drawing packed twice": (lambda: stream_bomb(2), "bomb"),
}
# Read all the same, with a warning of that code, or none.
FINE = {
    "pdf: copying is forbidden": (forbidden, "permissions"),
    "pdf: scripts": (scripted, "javascript"),
    "pdf: starts a program": (launching, "launch"),
    "pdf: a file attached": (attached, "attachment"),
    "pdf: a page of a million marks": (many_objects, "page-objects"),
    "pdf: a page as large as a town": (huge_page, ""),
    "pdf: a picture of 400 million points": (huge_picture, ""),
    "pdf: some pages scanned": (lambda: scanned(1, 3), "scanned-pages"),
    "pdf: a cover that is a picture": (lambda: scanned(1, 12), ""),
    "pdf: bookmarks in a circle": (looping_bookmarks, ""),
    "pdf: tags in a circle": (looping_tags, ""),
    "pdf: a form that draws itself": (calling_itself, ""),
    "pdf: wrong places of objects": (wrong_places, ""),
    "pdf: words before its first line": (lambda: b"mail: \r\n" + document(PARAGRAPH).written(), ""),
    "pdf: words after its end": (lambda: document(PARAGRAPH).written() + b"\0" * 3000, ""),
    "pdf: arrays in arrays": (deep_arrays, ""),
    "pdf: a deep tree of pages": (lambda: deep_pages(200), ""),
    "pdf: a hundred pages alike": (lambda: many_pages(100), ""),
}
