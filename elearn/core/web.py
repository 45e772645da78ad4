"""The HTML side: routes that must say who may enter, error pages, security headers."""

import secrets
from collections.abc import Callable
from functools import lru_cache, wraps
from hmac import compare_digest
from typing import Any

import flask
import structlog
from flask import Flask, Response, g, jsonify, redirect, render_template, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import URLSafeTimedSerializer
from markupsafe import Markup
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException

from elearn.core.access import Access, Refusal
from elearn.core.compress import vary
from elearn.core.errors import DomainError, TooMany
from elearn.core.limits import limited

log = structlog.get_logger("web")
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# As many people as may have a page open at once in one process.
MOST_TOKENS = 4096

View = Callable[..., ResponseReturnValue]


class FormProtection(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection against forged requests.

    The very token this process gave to the session is known at sight; any other is checked in full.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method in SAFE_METHODS:
            return
        if request.endpoint and "csrf_token" in session and self._is_known():
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)

    def _is_known(self) -> bool:
        sent = request.headers.get("X-CSRFToken") or request.form.get("csrf_token") or ""
        return compare_digest(sent.encode(), form_token().encode())


csrf = FormProtection()


class Blueprint(flask.Blueprint):
    """A Flask blueprint whose routes do not start unless they say who may enter (`access=`).

    `limit` is a rate such as "10 per minute", counted per person or address.
    """

    def add_url_rule(  # type: ignore[override]
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        *,
        access: Access,
        limit: str | None = None,
        **options: Any,
    ) -> None:
        if view_func is None:
            raise TypeError("A route needs its view.")
        guarded = guard(limited(view_func, limit) if limit else view_func, access)
        super().add_url_rule(rule, endpoint or view_func.__name__, guarded, **options)


def guard(view: View, access: Access) -> View:
    """Let `access` decide before the view runs."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        refusal = access()
        return refused(refusal) if refusal else view(**values)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded


def refused(refusal: Refusal) -> ResponseReturnValue:
    """Answer a refusal: visitors are sent to sign in, others see the reason and the next act."""
    if for_api():
        return problem(401 if refusal.sign_in else 403, refusal.reason)
    if refusal.sign_in:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=back))
    return error_page(403, refusal.reason, refusal)


def for_api() -> bool:
    """Tell whether the request belongs to the JSON API."""
    return request.path.startswith("/api/")


def problem(status: int, detail: str, code: str | None = None, **more: Any) -> Response:
    """Return a problem+json answer (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": HTTP_TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "code": code or HTTP_CODES.get(status, "error"),
        "request_id": g.get("request_id"),
    }
    response = jsonify(body | more)
    response.status_code = status
    response.headers["Content-Type"] = "application/problem+json"
    return response


HTTP_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    410: "Gone",
    413: "Too large",
    415: "Unsupported media type",
    422: "Cannot be used",
    428: "Precondition required",
    429: "Too many requests",
    500: "Server error",
    503: "Not available now",
}
HTTP_CODES = {401: "sign-in", 403: "forbidden", 404: "not-found", 409: "conflict", 422: "invalid"}


def error_page(status: int, sentence: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    """Return the error page: what happened, what is kept, what to do, and the request's id."""
    page = render_template(
        "layouts/error.html",
        status=status,
        sentence=sentence,
        refusal=refusal,
        request_id=g.get("request_id"),
    )
    return page, status


def failed(
    status: int, sentence: str, code: str | None = None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """Answer an error as a page or as problem+json, whichever the caller reads."""
    return problem(status, sentence, code) if for_api() else error_page(status, sentence, refusal)


def sentence_for(status: int) -> str:
    """Return what an HTTP error means, in words a person can act on."""
    sentences = {
        400: _("The request could not be understood. Go back and try again."),
        404: _("There is no page here. It may have moved, or you may not have access to it."),
        405: _("This address does not accept that kind of request."),
        413: _("What you sent is too large. Nothing was saved."),
        415: _("The request must be JSON (Content-Type: application/json)."),
        422: _("Some of what you sent cannot be used. Nothing was changed."),
        429: _("That was too often. Wait a minute, then try again."),
        503: _("The site is busy or being repaired. Nothing you saved is lost. Try again shortly."),
    }
    return str(sentences.get(status) or _("Something went wrong. Nothing was changed."))


def init_app(app: Flask) -> None:
    """Put headers, error answers and protection against forged requests on the application."""
    csrf.init_app(app)
    app.session_interface = Sessions()
    app.jinja_env.globals["csrf_token"] = form_token
    app.context_processor(lambda: {"csrf_token": form_token})
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.jinja_env.globals["slot"] = slot
    app.after_request(secure)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(NoConnectionLeft, _database_error)
    app.register_error_handler(DataError, _unusable)
    app.register_error_handler(Exception, _unexpected)


def _domain_error(error: DomainError) -> ResponseReturnValue:
    response = flask.make_response(failed(error.status, str(error), error.code, error.refusal))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _forged(error: CSRFError) -> ResponseReturnValue:
    sentence = _("This page was open too long, or was opened in another session. Reload and retry.")
    return failed(400, sentence, "csrf")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    more = {"errors": error.data["messages"]} if status == 422 and hasattr(error, "data") else {}
    answer = problem(status, _told(error), **more) if for_api() else failed(status, _told(error))
    response = flask.make_response(answer)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _told(error: HTTPException) -> str:
    # Our own sentences are lazy or translated texts; werkzeug's own stand on the class.
    own = error.description if error.description != type(error).description else None
    status = error.code or 500
    return str(own) if own and status == 400 and for_api() else sentence_for(status)


def _database_error(error: OperationalError | NoConnectionLeft) -> ResponseReturnValue:
    said = getattr(error, "orig", None) or error
    log.error("database_unavailable", request_id=g.get("request_id"), error=str(said))
    response = flask.make_response(failed(503, sentence_for(503)))
    response.headers["Retry-After"] = "5"
    return response


def _unusable(error: DataError) -> ResponseReturnValue:
    # PostgreSQL refuses NUL in texts and numbers out of range; both only come from outside.
    log.warning("data_refused", request_id=g.get("request_id"), error=type(error.orig).__name__)
    return failed(400, sentence_for(400))


def _unexpected(error: Exception) -> ResponseReturnValue:
    if flask.current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.exception("unexpected_error", request_id=g.get("request_id"))
    return failed(500, sentence_for(500))


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; the signer is made once, not for every request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        # Nothing is said of a session that stays as it is: `secure` names the cookie in Vary.
        if self.should_set_cookie(app, session):
            super().save_session(app, session, response)


def form_token() -> str:
    """Return the token of this session's forms; it has no date, so it is signed once."""
    if "csrf_token" not in session:
        return str(generate_csrf())
    g.csrf_token = _signed_token(str(flask.current_app.secret_key), session["csrf_token"])
    return str(g.csrf_token)


@lru_cache(maxsize=MOST_TOKENS)
def _signed_token(secret_key: str, of_session: str) -> str:
    # As Flask-WTF signs and checks it.
    return str(URLSafeTimedSerializer(secret_key, salt="wtf-csrf-token").dumps(of_session))


def csp_nonce() -> str:
    """Return this request's nonce for the rare script that must stand in the page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; script-src 'self'"
)

LASTING_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


def secure(response: Response) -> Response:
    """Put the security headers on every answer. Personal pages are not stored by browsers."""
    headers = response.headers
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    headers.setdefault("Content-Security-Policy", POLICY + nonce)
    headers.extend(LASTING_HEADERS)
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store" if g.get("signed_in") else "no-cache")
        vary(response, "Cookie, Accept-Language")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def conditional(response: Response, tag: str, *, cache: str = "private, no-cache") -> Response:
    """Give the answer an ETag and turn it into 304 when the reader has it already."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = cache
    # Most requests have no condition, and looking for one takes werkzeug as long as the answer.
    if not request.environ.keys().isdisjoint(CONDITIONS):
        response.make_conditional(request)
    return response


def fill(app: Flask, name: str, draw: Callable[..., Markup]) -> None:
    """Let `draw(**facts)` of an upper room put markup into a slot of a lower room's page."""
    app.extensions.setdefault("slots", {}).setdefault(name, []).append(draw)


def slot(name: str, **facts: Any) -> Markup:
    """Return what fills a named slot, in the order it was filled; empty when nothing does."""
    fillings = flask.current_app.extensions.get("slots", {}).get(name, ())
    return Markup("").join(draw(**facts) for draw in fillings)
