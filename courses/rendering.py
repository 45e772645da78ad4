"""A lesson as learners read it: anchors on headings, links that lead on, a source line. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from itertools import count
from typing import Any

from flask_babel import gettext as _

Block = Mapping[str, Any]

_HEADING = re.compile(r"<(h[2-6])(?![^>]*\sid=)([^>]*)>")
_ID = re.compile(r'\sid="([^"]+)"')
_INNER_LINK = re.compile(r'<a\b[^>]*?\shref="#([^"]*)"[^>]*>(.*?)</a>', re.S)
_WHOLE_NUMBER = re.compile(r"\(?(\d+)[.)]?")
_HAS_DIGIT = re.compile(r"\d")
MOST_RANGES = 4


def lesson_html(
    blocks: Sequence[Block],
    source_name: str,
    addresses: Mapping[str, str] | None = None,
    link_terms: Callable[[str, str | None], str] = lambda html, _key: html,
) -> str:
    """Return the HTML of a lesson, ending in its source line.

    `addresses` says where each paragraph of the course is taught, for links between lessons;
    a link that leads nowhere becomes plain text. `link_terms` makes links of the glossary's terms
    in a block, given its markup and key. What a machine suggested says so right below: learners
    may take the rest for the words of the manual.
    """
    body = "\n".join(
        link_terms(str(block["html"]), block.get("key")) + suggested_line(block) for block in blocks
    )
    body = with_heading_anchors(body)
    body = with_links(body, addresses or {})
    line = source_line(blocks, source_name)
    return f'{body}\n<p class="source">{escape(line, quote=False)}</p>' if line else body


def suggested_line(block: Block) -> str:
    """Return the line below a block that a machine suggested; nothing below others."""
    if not block.get("suggested"):
        return ""
    line = _("Suggested by a machine, accepted by the trainers of this course.")
    return f'\n<p class="source">{escape(line, quote=False)}</p>'


def with_heading_anchors(html: str) -> str:
    """Give headings without an id one of their own: s-1, s-2 ..."""
    numbers = count(1)
    return _HEADING.sub(lambda found: f'<{found[1]} id="s-{next(numbers)}"{found[2]}>', html)


def with_links(html: str, addresses: Mapping[str, str]) -> str:
    """Lead links inside the document to where their target is taught."""
    if 'href="#' not in html:
        return html
    here = set(_ID.findall(html))

    def lead(found: re.Match[str]) -> str:
        target, words = found[1], found[2]
        if target in here:
            return found[0]
        if target in addresses:
            return found[0].replace(f'href="#{target}"', f'href="{addresses[target]}#{target}"')
        return words

    return _INNER_LINK.sub(lead, html)


def source_line(blocks: Iterable[Block], source_name: str) -> str:
    """Return "Source: SYMBOL, para. 12–15, p. 9", or nothing for a text without a source."""
    sourced = [block for block in blocks if block.get("key")]
    if not sourced or not source_name:
        return ""
    facts = [source_name]
    numbers = paragraph_numbers([str(block.get("label") or "") for block in sourced])
    if numbers:
        facts.append(_("para. %(numbers)s", numbers=numbers))
    pages = sorted({block["page"] for block in sourced if block.get("page")})
    if pages:
        facts.append(_("p. %(pages)s", pages=span(pages[0], pages[-1])))
    if any(block.get("edited") for block in sourced):
        facts.append(_("adapted"))
    return str(_("Source: %(facts)s", facts=", ".join(facts)))


def paragraph_numbers(labels: Iterable[str]) -> str:
    """Return printed numbers in short: 12, 13, 14, 20 -> "12–14, 20"."""
    labels = [label.strip() for label in labels if _HAS_DIGIT.search(label)]
    found = [_WHOLE_NUMBER.fullmatch(label) for label in labels]
    numbers = [int(match[1]) for match in found if match]
    if not numbers:
        return span(labels[0].rstrip("."), labels[-1].rstrip(".")) if labels else ""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        elif not ranges or number != ranges[-1][1]:
            ranges.append([number, number])
    if len(ranges) > MOST_RANGES:
        ranges = [[ranges[0][0], ranges[-1][1]]]
    return ", ".join(span(first, last) for first, last in ranges)


def span(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first}–{last}"
