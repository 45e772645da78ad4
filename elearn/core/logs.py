"""Structured log lines, one JSON object each, with the id of the request they belong to."""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from elearn.core.config import Settings
from elearn.core.ids import public_id

log = structlog.get_logger("web")


def configure(settings: Settings) -> None:
    """Write JSON lines to standard error from the configured level on."""
    level = getattr(logging, settings.log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def init_app(app: Flask) -> None:
    """Give every request an id and one line when it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = public_id()
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint != "static":
        log.info(
            "request",
            request_id=g.get("request_id"),
            method=request.method,
            # The rule, not the address: addresses of links hold secrets.
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("started", 0)) * 1000, 1),
        )
    return response
