"""The only producer of safe markup from untrusted markup. Called when writing, never when reading.

nh3 runs first, since bleach takes seconds on a tag with thousands of attributes; bleach, which
is no longer maintained upstream, is the second wall; the content security policy is the third.
"""

import threading
from html.parser import HTMLParser

import bleach
import nh3

from elearn.core.errors import Invalid

LARGEST = 500_000
# Raise when the policy changes, so that stored markup can be found and cleaned again.
POLICY = 1

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
}
# Our own classes, made by the readers; any other class is dropped.
CLASSES = frozenset(
    {"box", "number", "source", "note", "notes", "caption", "labelled", "align-end", "align-center"}
)
PROTOCOLS = frozenset({"http", "https", "mailto"})
DROPPED_WHOLE = frozenset(
    {"script", "style", "iframe", "object", "embed", "svg", "math", "template"}
)

_own = threading.local()


def clean(markup: str) -> str:
    """Return the markup with everything removed that could run, track or disturb.

    Raises Invalid when it is larger than 500,000 characters.
    """
    if len(markup) > LARGEST:
        raise Invalid("The text is too long.")
    first = nh3.clean(
        markup.replace("\x00", ""),
        tags=set(TAGS),
        attributes={tag: names | {"class"} for tag, names in ATTRIBUTES.items()},
        attribute_filter=_keep,
        url_schemes=set(PROTOCOLS),
        clean_content_tags=set(DROPPED_WHOLE),
        link_rel=None,
    )
    return str(_cleaner().clean(first))


def _cleaner() -> bleach.Cleaner:
    # A shared Cleaner mixes up the texts of two threads.
    if not hasattr(_own, "cleaner"):
        _own.cleaner = bleach.Cleaner(
            tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True
        )
    cleaner: bleach.Cleaner = _own.cleaner
    return cleaner


def _allowed(tag: str, name: str, value: str) -> bool:
    if name != "class" and name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
        return False
    return _keep(tag, name, value) is not None


def _keep(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word in CLASSES) or None
    if name == "src":
        # Pictures come from our own store only: a remote one would track the reader.
        return value if value.startswith("/media/") else None
    if name == "href":
        return None if value.startswith(("//", "/\\", "\\")) else value
    if name == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    return value


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "br", "li", "tr", "td", "th", "div", "dt", "dd"):
            self.parts.append(" ")


def plain(markup: str) -> str:
    """Return the text of clean markup, white space folded."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return " ".join("".join(parser.parts).split())
