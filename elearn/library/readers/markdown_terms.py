"""Lists of terms in Markdown: a term on a line, and ":   its meaning" on the lines below."""

import re

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
MEANING = re.compile(r"^ {0,3}:[ \t]+(\S.*)$")
TERM = re.compile(r"^(?![ \t#>|<:=]|[*+-][ \t]|-{2}|\d+[.)][ \t]|`{3}|~{3})\S.{0,200}$")
INDENTS = ("    ", "\t")


def with_terms(text: str) -> str:
    """Return Markdown with its lists of terms written as HTML; code is left alone."""
    lines = text.split("\n")
    result: list[str] = []
    fence, at = "", 0
    while at < len(lines):
        mark = FENCE.match(lines[at])
        if mark and (not fence or lines[at].strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
        items, end = ([], at) if fence or mark else _items(lines, at)
        if items:
            result += ["", "<dl>", *items, "</dl>", ""]
            at = end
        else:
            result.append(lines[at])
            at += 1
    return "\n".join(result)


def _items(lines: list[str], at: int) -> tuple[list[str], int]:
    """Return the terms that begin at a line, as HTML around Markdown, and where they end."""
    items: list[str] = []
    while at < len(lines) and TERM.match(lines[at]):
        meanings, end = _meanings(lines, at + 1)
        if not meanings:
            break
        items += ["<dt>", "", lines[at], "", "</dt>"]
        for meaning in meanings:
            items += ["<dd>", "", meaning, "", "</dd>"]
        at = _past_blank(lines, end)
    return items, at


def _meanings(lines: list[str], at: int) -> tuple[list[str], int]:
    found: list[str] = []
    while True:
        begin = _past_blank(lines, at)
        match = MEANING.match(lines[begin]) if begin < len(lines) else None
        if not match:
            return found, at
        words = [match.group(1)]
        at = begin + 1
        while at < len(lines) and lines[at].startswith(INDENTS) and lines[at].strip():
            words.append(lines[at].strip())
            at += 1
        found.append(" ".join(words))


def _past_blank(lines: list[str], at: int) -> int:
    return at + 1 if at < len(lines) and not lines[at].strip() else at
