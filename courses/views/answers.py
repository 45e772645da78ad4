"""Answering with a page that the reader's browser may keep and ask about again."""

import hashlib

import flask
from flask import Response, g, get_flashed_messages, session

from elearn.core.web import conditional


def kept_page(markup: str) -> Response:
    """Return the page with an ETag over what it says; 304 when the reader has exactly that.

    The form token is signed anew each time, so it is left out of the tag; the secret it is signed
    for is in it, since a page of an older session would hold tokens that are refused. A page with
    a message left by the last act is shown once and never kept.
    """
    if get_flashed_messages():
        response = flask.make_response(markup)
        response.headers["Cache-Control"] = "no-store"
        return response
    token = g.get("csrf_token")
    lasting = markup.replace(token, "") if token else markup
    secret = session.get("csrf_token", "")
    tag = hashlib.sha256(f"{secret}\n{lasting}".encode()).hexdigest()[:32]
    return conditional(flask.make_response(markup), tag)
