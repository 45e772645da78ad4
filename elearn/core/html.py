"""The only producer of safe markup from untrusted markup. Called when writing, never when reading.

nh3 runs first, since bleach takes seconds on a tag with thousands of attributes; bleach, which
is no longer maintained upstream, is the second wall; the content security policy is the third.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from html.parser import HTMLParser

import bleach
import nh3
from flask_babel import gettext as _

from elearn.core.errors import Invalid

LARGEST = 500_000
# Nobody writes a hundred elements into one another; the parsers take seconds on thousands, so
# what is left open before them is counted too, more generously, since people forget end tags.
DEEPEST = 100
MOST_OPEN = 1_000
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
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
}
# Our own classes, made by the readers; any other class is dropped.
CLASSES = frozenset(
    {"box", "number", "source", "note", "notes", "caption", "labelled", "align-end", "align-center"}
    # On a block a machine suggested and a trainer accepted.
    | {"machine-suggested"}
)
PROTOCOLS = frozenset({"http", "https", "mailto"})
DROPPED_WHOLE = frozenset(
    {"script", "style", "iframe", "object", "embed", "svg", "math", "template"}
)

# In nh3's output a `<` that opens no tag is escaped.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_EMPTY = frozenset({"br", "hr", "img"})
_CLOSE_THEMSELVES = _EMPTY | {
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "input", "meta", "link",
}  # fmt: skip
_MEDIA = re.compile(r"/media/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_MEDIA_SET = re.compile(rf"{_MEDIA.pattern} \d{{1,5}}w(, {_MEDIA.pattern} \d{{1,5}}w){{0,3}}")
_SIZES = re.compile(
    r"(\(max-width: \d{1,4}(\.\d)?(rem|px)\) \d{1,3}vw, )?\d{1,4}(\.\d)?(vw|rem|px)"
)
_own = threading.local()


def clean(markup: str) -> str:
    """Return the markup with everything removed that could run, track or disturb.

    Raises Invalid when it is larger than 500,000 characters, as sent or with its signs escaped,
    or when more than a hundred elements lie in one another.
    """
    if len(markup) > LARGEST:
        raise Invalid(_("The text is too long."))
    if _left_open(markup) > MOST_OPEN:
        raise Invalid(_("Too many elements lie in one another. Simplify the text."))
    first = nh3.clean(
        markup.replace("\x00", ""),
        tags=set(TAGS),
        attributes={tag: names | {"class"} for tag, names in ATTRIBUTES.items()},
        attribute_filter=_keep,
        url_schemes=set(PROTOCOLS),
        clean_content_tags=set(DROPPED_WHOLE),
        link_rel=None,
    )
    # A byte order mark means nothing inside a text, and is dropped at its start by every reading.
    first = first.replace("\ufeff", "")
    if len(first) > LARGEST:
        raise Invalid(_("The text is too long."))
    if _depth(first) > DEEPEST:
        raise Invalid(_("Too many elements lie in one another. Simplify the text."))
    return str(_cleaner().clean(first))


def _left_open(markup: str) -> int:
    """Return how many elements are open at once at most, but for those that close themselves."""
    most = now_open = 0
    of_tag: Counter[str] = Counter()
    for closing, tag in _TAG.findall(markup):
        name = tag.lower()
        if name in _CLOSE_THEMSELVES:
            continue
        if not closing:
            of_tag[name] += 1
            now_open += 1
            most = max(most, now_open)
        elif of_tag[name]:
            of_tag[name] -= 1
            now_open -= 1
    return most


def _depth(markup: str) -> int:
    """Return how many elements lie in one another in markup that nh3 wrote."""
    deepest = depth = 0
    for closing, tag in _TAG.findall(markup):
        if tag not in _EMPTY:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


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
        return value if _MEDIA.fullmatch(value) else None
    if name == "srcset":
        return value if _MEDIA_SET.fullmatch(value) else None
    if name == "sizes":
        return value if _SIZES.fullmatch(value) else None
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
