"""Texts of authors, made clean and editable; moments and scores in words."""

import html
import re
from datetime import datetime
from decimal import Decimal

from babel.numbers import format_percent
from flask_babel import format_datetime, get_locale, get_timezone
from flask_babel import gettext as _

from elearn.core.html import clean, plain

MARKUP = re.compile(
    r"</?(p|br|ul|ol|li|strong|em|b|i|sub|sup|table|tr|td|th|a|code|img|blockquote|figure|h[2-6])\b",
    re.IGNORECASE,
)
ONLY_PARAGRAPHS = re.compile(r"(<p>[^<]*</p>\s*)+")


def as_html(text: str) -> str:
    """Return clean markup: markup is cleaned, plain text becomes paragraphs. Slow: not in write().

    Raises Invalid when the text is too long.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        return ""
    if MARKUP.search(text):
        return clean(text)
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return clean("".join(f"<p>{html.escape(' '.join(part.split()))}</p>" for part in parts))


def as_source(markup: str) -> str:
    """Return what an author edits: plain text when the markup is nothing but paragraphs."""
    if not ONLY_PARAGRAPHS.fullmatch(markup):
        return markup
    texts = re.findall(r"<p>([^<]*)</p>", markup)
    source = "\n\n".join(html.unescape(text) for text in texts)
    return markup if MARKUP.search(source) else source


def first_words(markup: str, longest: int = 90) -> str:
    """Return the beginning of the text, for lists."""
    text = plain(markup)
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"


def when(moment: datetime) -> str:
    """Return a moment in the reader's own time, with the zone, so that nobody misreads it."""
    return str(
        _(
            "%(day)s, %(time)s (%(zone)s)",
            day=format_datetime(moment, "d MMMM y"),
            time=format_datetime(moment, "HH:mm"),
            zone=str(get_timezone() or "UTC"),
        )
    )


def percent(hundredths: int) -> str:
    """Return hundredths of a percent as a percentage in the reader's language, never rounded."""
    share = Decimal(hundredths).scaleb(-4)
    return format_percent(share, locale=get_locale() or "en", decimal_quantization=False)
