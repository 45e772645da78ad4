"""Rate limits per person or, for visitors, per address. Kept in memory, or in Redis when set."""

from flask import Flask, g, request
from flask_limiter import Limiter

from elearn.core.config import Settings


def who() -> str:
    """Return the key a limit counts by: the signed-in person, else the client's address."""
    person = g.get("signed_in")
    return f"person:{person.id}" if person else f"address:{request.remote_addr}"


limiter = Limiter(key_func=who, default_limits=[], headers_enabled=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Count in Redis when there is one; when it is lost, go on counting in memory."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(settings.redis_url)
    app.config["RATELIMIT_ENABLED"] = settings.env != "testing"
    limiter.init_app(app)
