"""What a device keeps of a visitor's reading: the cookie, and what pages ask of it."""

from collections.abc import Container, Sequence

from flask import current_app, request
from werkzeug.wrappers import Response as BaseResponse

from courses import device_reading
from courses.progress import Outline, steps_of
from elearn.accounts.session import current_person
from elearn.core.clock import now
from elearn.core.config import Settings


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def kept_here() -> tuple[str, ...]:
    """Return the lessons this device keeps as read, by their public ids."""
    value = request.cookies.get(device_reading.COOKIE)
    return device_reading.unpacked(value, now(), _settings().secret_keys) if value else ()


def read_by_visitor() -> frozenset[str]:
    """Return the lessons a visitor read on this device; nothing for people with an account."""
    return frozenset() if current_person() else frozenset(kept_here())


def keep(response: BaseResponse, steps: Sequence[str]) -> BaseResponse:
    """Let the device keep these lessons, or nothing."""
    if not steps:
        response.delete_cookie(device_reading.COOKIE)
        return response
    response.set_cookie(
        device_reading.COOKIE,
        device_reading.packed(steps, now(), _settings().secret_keys),
        max_age=device_reading.DAYS * 24 * 3600,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def lessons_kept(outline: Outline, done: Container[str]) -> int:
    """Return how many lessons of a course this device keeps that the person has not done."""
    kept = set(kept_here())
    if not kept or current_person() is None:
        return 0
    lessons = (step["id"] for step, _counts in steps_of(outline) if step["kind"] == "lesson")
    return sum(one in kept and one not in done for one in lessons)
