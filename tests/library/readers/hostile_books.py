"""ODT, EPUB and zipped pages made to do harm or that cannot be read, and odd ones that can."""

import zipfile
from io import BytesIO

from tests.library.readers.conftest import png
from tests.library.readers.docx_made import zipped

ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>{items}'
    "</manifest><spine>{refs}</spine></package>"
)
ITEM = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
REFERENCES = '<itemref idref="a"/><itemref idref="gone"/>'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head><body>'
    "<h1>1. Storage</h1><p>Keep every drum closed and upright.</p>{}</body></html>"
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
TEXT = '<text:h text:outline-level="1">Storage</text:h><text:p>Keep drums closed.</text:p>'


def odt(text=TEXT, before="", **parts):
    """An OpenDocument text; `parts` replace or add, with __ for / and _x_ for a dot."""
    content = (
        f'{before}<office:document-content {ODF} office:version="1.3"><office:body><office:text>'
        f"{text}</office:text></office:body></office:document-content>"
    )
    made = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {ODF}/>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return packed(made, parts)


def epub(page=None, **parts):
    """A book of one chapter."""
    made = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER.format("book.opf"),
        "book.opf": OPF.format(items=ITEM, refs='<itemref idref="a"/>'),
        "a.xhtml": PAGE.format("") if page is None else page,
    }
    return packed(made, parts)


def packed(made, parts):
    for name, content in parts.items():
        made[name.replace("__", "/").replace("_x_", ".")] = content
    return zipped({name: content for name, content in made.items() if content is not None})


def pages(**parts):
    """A zip archive of a page and what lies beside it."""
    return packed({"index.html": PAGE.format("").replace("xmlns", "data-x")}, parts)


def encrypted_by(name, how="http://www.w3.org/2001/04/xmlenc#aes128-cbc"):
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns='
        f'"http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{how}"/><CipherData>'
        f'<CipherReference URI="{name}"/></CipherData></EncryptedData></encryption>'
    )


def link_inside():
    """A part that is a link to a file of the machine."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", PAGE.format(""))
        entry = zipfile.ZipInfo("picture.png")
        entry.external_attr = 0xA1FF << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def way_out(made):
    """The same archive with one name that leads out of it."""
    return made.replace(b"pictures/aaaaaaaa.png", b"../../../../../tmp/xx")


def deep(element, depth, inside="x"):
    name = element.split(" ")[0]
    return f"<{element}>" * depth + inside + f"</{name}>" * depth


NESTED = zipped({"a.txt": "x"})
FAR = "<p><img src='http://example.org/x.png' alt='far'/></p>"
REFUSED = {
    "odt: no content": (lambda: odt(content_x_xml=None), "damaged"),
    "odt: broken content": (lambda: odt(content_x_xml="<office:document"), "damaged"),
    "odt: cut": (lambda: odt()[:-90], "damaged"),
    "odt: no text": (lambda: odt(text=""), "no-text"),
    "odt: macros": (lambda: odt(Basic__Standard__Module1_x_xml="<x/>"), "macro"),
    "odt: scripts": (lambda: odt(Scripts__python__a_x_py="x"), "macro"),
    "odt: a password": (
        lambda: odt(**{"META-INF__manifest_x_xml": "<m><encryption-data/></m>"}),
        "password",
    ),
    "odt: entities": (lambda: odt(before=LAUGHS), "dtd"),
    "odt: entities in the styles": (lambda: odt(styles_x_xml=LAUGHS + "<x>&b;</x>"), "dtd"),
    "odt: a deep document": (lambda: odt(text=deep("text:section", 400, TEXT)), "bomb"),
    "odt: millions of elements": (lambda: odt(text="<text:p/>" * 2_100_000 + TEXT), "bomb"),
    "odt: a zip bomb": (lambda: odt(Pictures__a_x_bin=b"\0" * 90_000_000), "bomb"),
    "odt: an archive inside": (lambda: odt(Pictures__a_x_png=NESTED), "unsafe-archive"),
    "odt: a way out": (lambda: way_out(odt(pictures__aaaaaaaa_x_png=b"x")), "unsafe-archive"),
    "odt: a spreadsheet": (
        lambda: odt(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "unsupported",
    ),
    "epub: no container": (lambda: epub(**{"META-INF__container_x_xml": None}), "damaged"),
    "epub: no list of parts": (lambda: epub(book_x_opf=None), "damaged"),
    "epub: broken list of parts": (lambda: epub(book_x_opf="<package"), "damaged"),
    "epub: no chapter there": (lambda: epub(a_x_xhtml=None), "damaged"),
    "epub: no text": (lambda: epub(page="<html><body><img src='x.png'/></body></html>"), "no-text"),
    "epub: protected against copying": (
        lambda: epub(**{"META-INF__encryption_x_xml": encrypted_by("a.xhtml")}),
        "password",
    ),
    "epub: entities": (lambda: epub(page=LAUGHS + PAGE.format("&b;")), "dtd"),
    "epub: entities in the list": (lambda: epub(book_x_opf=LAUGHS + OPF), "dtd"),
    "epub: a deep page": (lambda: epub(page=PAGE.format(deep("div", 20_000))), "bomb"),
    "epub: a zip bomb": (lambda: epub(a_x_png=b"\0" * 90_000_000), "bomb"),
    "epub: an archive inside": (lambda: epub(a_x_png=NESTED), "unsafe-archive"),
    "epub: a way out": (lambda: way_out(epub(pictures__aaaaaaaa_x_png=b"x")), "unsafe-archive"),
    "zip: a link inside": (link_inside, "unsafe-archive"),
    "zip: a way out": (lambda: way_out(pages(pictures__aaaaaaaa_x_png=b"x")), "unsafe-archive"),
    "zip: a zip bomb": (lambda: pages(a_x_bin=b"\0" * 90_000_000), "bomb"),
    "zip: an archive inside": (lambda: pages(a_x_zip=NESTED), "unsafe-archive"),
    "zip: pictures only": (lambda: zipped({"a.png": png()}), "unsupported"),
    "zip: a page without text": (lambda: zipped({"index.html": "<html><p></p></html>"}), "no-text"),
}
FINE = {
    "odt: lists of libraries without macros": (
        lambda: odt(
            **{"Basic__script-lc_x_xml": "<x/>", "Basic__Standard__script-lb_x_xml": "<x/>"}
        ),
        "",
    ),
    "odt: no styles": (lambda: odt(styles_x_xml=None), ""),
    "odt: a hundred sections deep": (lambda: odt(text=deep("text:section", 100, TEXT)), ""),
    "epub: fonts made unreadable": (
        lambda: epub(
            **{
                "META-INF__encryption_x_xml": encrypted_by(
                    "font.otf", "http://www.idpf.org/2008/embedding"
                )
            },
            font_x_otf=b"x",
        ),
        "",
    ),
    "epub: a picture from afar": (lambda: epub(page=PAGE.format(FAR)), "outside-picture"),
    "epub: one of two chapters missing": (
        lambda: epub(book_x_opf=OPF.format(items=ITEM, refs=REFERENCES)),
        "missing-part",
    ),
    "epub: the usual document type": (
        lambda: epub(page="<!DOCTYPE html>" + PAGE.format("")),
        "",
    ),
    "epub: the old document type": (
        lambda: epub(
            page='<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
            '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">' + PAGE.format("&nbsp;")
        ),
        "",
    ),
    "zip: a page and its picture": (lambda: pages(a_x_png=png()), ""),
    "zip: pages in a folder": (lambda: zipped({"manual/index.html": PAGE.format("")}), ""),
    "zip: one text": (lambda: zipped({"manual.md": "# 1. Storage\n\nKeep drums closed.\n"}), ""),
}
