"""Structured log lines, one JSON object each, with the id of the request they belong to."""

import json
import logging
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

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
            structlog.processors.JSONRenderer(written),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def written(line: dict[str, Any], default: Callable[[Any], Any]) -> str:
    """Return the line as JSON; `default` says what stands for a value JSON does not know."""
    return _encoder(default).encode(line)


# `json.dumps` makes its encoder anew for every line that is not to be plain ASCII.
@lru_cache(maxsize=4)
def _encoder(default: Callable[[Any], Any]) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, default=default)


def init_app(app: Flask) -> None:
    """Give every request an id and one line when it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = public_id()
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    request_id, rule = g.get("request_id", ""), request.url_rule
    response.headers.add("X-Request-ID", request_id)
    if rule is None or rule.endpoint != "static":
        log.info(
            "request",
            request_id=request_id,
            method=request.method,
            # The rule, not the address: addresses of links hold secrets.
            route=rule.rule if rule else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("started", 0)) * 1000, 1),
        )
    return response
