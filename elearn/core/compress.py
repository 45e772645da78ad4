"""Answers made smaller for poor lines: pages and JSON as they are sent, built assets once.

A proxy in front may do this too; then it finds nothing left to do. Pages hold secrets (the CSRF
token) beside words from the address, so their compressed length is blurred by a random name in
the gzip header, which defeats guessing the secret from many lengths (BREACH).
"""

import gzip
import io
import secrets

from flask import Flask, Response, request

SMALLEST = 1_000
LEVEL = 4
BLUR = 64
TYPES = ("text/", "application/json", "application/problem+json", "image/svg+xml")

_assets: dict[str, bytes] = {}


def init_app(app: Flask) -> None:
    """Compress what the reader's browser accepts."""
    app.after_request(smaller)


def smaller(response: Response) -> Response:
    """Compress a whole answer of text; leave everything else as it is."""
    if response.status_code == 304:
        # Nobody reads the file of an answer without a body, so nobody else closes it.
        response.close()
        return response
    # The header itself: `response.mimetype` takes it apart.
    kind = response.headers.get("Content-Type", "")
    if not kind.startswith(TYPES) or "Content-Encoding" in response.headers:
        return response
    vary(response, "Accept-Encoding")
    if response.status_code != 200 or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    if request.endpoint == "static":
        pack_file(response)
    elif response.is_streamed or (response.content_length or 0) < SMALLEST:
        return response
    else:
        response.set_data(blurred(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    # The same content in another coding is another representation: its tag can only be weak.
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(tag, weak=True)
    return response


def vary(response: Response, names: str) -> None:
    """Say that the answer depends on these headers. `response.vary` parses the list every time."""
    said = response.headers.get("Vary")
    response.headers["Vary"] = f"{said}, {names}" if said else names


def pack_file(response: Response) -> None:
    """Compress a static file; built assets carry their hash, so once is enough."""
    file = response.response
    response.direct_passthrough = False
    packed = _assets.get(request.path)
    if packed is None:
        packed = gzip.compress(response.get_data(), 9, mtime=0)
        if "/dist/" in request.path:
            _assets[request.path] = packed
    response.set_data(packed)
    if hasattr(file, "close"):
        file.close()


def blurred(content: bytes) -> bytes:
    """Return the content compressed, its length blurred by up to 64 bytes."""
    out = io.BytesIO()
    name = secrets.token_urlsafe(BLUR)[: secrets.randbelow(BLUR)]
    with gzip.GzipFile(name, "wb", LEVEL, out, mtime=0) as file:
        file.write(content)
    return out.getvalue()
