"""Pages and texts made to do harm or that cannot be read, and odd ones that can."""

import base64

HEAD = b"<!DOCTYPE html><html><head><title>A</title></head><body><h1>Storage</h1>"
LINE = b"<p>Keep every drum closed and upright.</p>"
TEXT = b"# Storage\n\nKeep every drum closed and upright.\n\n"


def cells():
    """A table whose cells say that they are a thousand wide and high."""
    row = b"<tr>" + b'<td colspan="1000" rowspan="60000">a</td>' * 50 + b"</tr>"
    return HEAD + b"<table>" + row * 50 + b"</table>" + LINE


REFUSED = {
    "html: nothing but a script": (lambda: b"<html><script>a()</script></html>", "no-text"),
    "html: pictures only": (lambda: b"<html><body><img src='a.png'></body></html>", "no-text"),
    "html: millions of elements": (lambda: HEAD + b"<b>" * 4_100_000, "bomb"),
    "html: paragraphs in boxes without end": (lambda: HEAD + b"<div><p>a" * 30_000, "bomb"),
    "html: lists without end": (lambda: HEAD + b"<ul><li>a" * 30_000, "bomb"),
    "md: a program": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 90, "unsupported"),
    "md: neither text nor anything": (lambda: b"\xff\xd8\xff\xe0 abc \x00\x01", "unsupported"),
    "md: letters of a mainframe": (lambda: TEXT.decode().encode("cp500"), "unsupported"),
    "md: raw text opened without end": (lambda: TEXT + b"a <![CDATA[" * 10_000, "bomb"),
}
FINE = {
    "md: bytes of another alphabet": (lambda: "Хранение отходов".encode("cp1251"), ""),
    "html: pages in two-byte letters": (
        lambda: (HEAD + LINE).decode().encode("utf-16"),
        "",
    ),
    "html: entities nobody declared": (lambda: HEAD + LINE + b"<p>&laughs; &b;</p>", ""),
    "html: cells over cells": (cells, ""),
    "html: an attribute of five megabytes": (
        lambda: HEAD + b'<p title="' + b"x" * 5_000_000 + b'">a</p>' + LINE,
        "",
    ),
    "html: another address for everything": (
        lambda: HEAD.replace(b"<title>", b'<base href="http://example.org/"><title>') + LINE,
        "",
    ),
    "html: scripts and addresses that run": (
        lambda: HEAD + LINE + b'<p onclick="a()"><a href="javascript:a()">here</a></p>',
        "",
    ),
    "html: files of the machine": (
        lambda: HEAD + LINE + b'<img src="file:///etc/passwd" alt="secret">',
        "",
    ),
    "html: a picture inside that is none": (
        lambda: HEAD + LINE + b'<img src="data:image/png;base64,AAAA" alt="none">',
        "",
    ),
    "html: a picture inside of two megabytes": (
        lambda: (
            HEAD
            + LINE
            + b'<img src="data:image/png;base64,'
            + base64.b64encode(b"\0" * 2_000_000)
            + b'" alt="large">'
        ),
        "",
    ),
    "html: directions turned round": (lambda: HEAD + LINE + "<p>a\u202eb</p>".encode(), ""),
    "html: no end to anything": (
        lambda: b"<html><body><h1>Storage<p>Keep it closed<table><tr>",
        "",
    ),
    "md: brackets without end": (lambda: TEXT + b"[" * 5_000, ""),
    "md: stars without end": (lambda: TEXT + b"*a **a " * 5_000, ""),
    "md: ticks without end": (
        lambda: TEXT + b"".join(b"`" * (n % 90) + b" " for n in range(9000)),
        "",
    ),
    "md: a line of two megabytes": (lambda: TEXT + b"word " * 400_000, ""),
    "md: a table of a thousand columns": (
        lambda: TEXT + b"|" + b"a|" * 1000 + b"\n|" + b"-|" * 1000 + b"\n|" + b"b|" * 1000,
        "",
    ),
    "md: items in items": (
        lambda: TEXT + b"\n".join(b" " * 2 * n + b"- a" for n in range(1000)),
        "",
    ),
    "md: line ends of every kind": (lambda: TEXT.replace(b"\n", b"\r\n") + b"x\ry\n", ""),
    "md: a mark of byte order": (lambda: b"\xef\xbb\xbf" + TEXT, ""),
    "md: notes that call each other": (lambda: TEXT + b"a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]\n", ""),
    "md: zero bytes written out": (lambda: TEXT + b"&#0; &#x0; &#xFFFFFFF;", ""),
}
