"""Who may enrol by themselves, as a pure rule: facts in, a refusal or nothing out.

The page of a course, the catalogue, the lessons, the act of enrolling and the API all ask here,
so that what is said is what happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.core.access import Refusal
from elearn.core.clock import now
from elearn.core.i18n import moment

Kind = Literal["withdrawn", "early", "late", "full", "code", "ask", "asked", "declined", "visitor"]
# Those who come by themselves keep to the dates; whom a trainer lets in need only a place.
OWN_WAYS = ("open", "code")
TAGS: dict[str, tuple[str, object]] = {
    "early": ("waiting", _l("Not open yet")),
    "late": ("locked", _l("Closed")),
    "full": ("locked", _l("Full")),
    "code": ("locked", _l("By code")),
    "ask": ("waiting", _l("After approval")),
}


@dataclass(frozen=True)
class Facts:
    """What is decided on. `free` is how many places are left, None without a limit.

    `request` is the state of the person's last request, `was_in` whether they left the course.
    """

    slug: str
    state: str = "published"
    door: str = "open"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    free: int | None = None
    request: str | None = None
    reason: str = ""
    was_in: bool = False
    signed_in: bool = True


@dataclass(frozen=True)
class EntryRefusal(Refusal):
    """A refusal with the kind of its reason."""

    kind: Kind = "visitor"


def facts_of(row: Any, *, slug: str, state: str, signed_in: bool) -> Facts:
    """Return the facts from a row that holds the columns of `columns.ENTRY`."""
    return Facts(
        slug=slug,
        state=state,
        door=row.entry_door or "open",
        opens_at=row.entry_opens_at,
        closes_at=row.entry_closes_at,
        free=row.entry_free,
        request=row.entry_request,
        reason=row.entry_reason or "",
        was_in=bool(row.entry_was_in),
        signed_in=signed_in,
    )


def kind_of(facts: Facts, moment: datetime, way: str = "open") -> Kind | None:
    """Return why the person may not enrol this way now, or None when they may."""
    if facts.state == "withdrawn":
        return "withdrawn"
    if way in OWN_WAYS:
        if facts.opens_at is not None and moment < facts.opens_at:
            return "early"
        if facts.closes_at is not None and moment >= facts.closes_at:
            return "late"
    if facts.free is not None and facts.free <= 0:
        return "full"
    # Whoever was let in before needs to ask for nothing but a place.
    if way == "open" and facts.door != "open" and not facts.was_in:
        return "code" if facts.door == "closed" else _asking(facts)
    return None if facts.signed_in else "visitor"


def _asking(facts: Facts) -> Kind:
    return {"open": "asked", "declined": "declined"}.get(facts.request or "", "ask")  # type: ignore[return-value]


def doors_of(rows: Iterable[Any]) -> tuple[Kind | None, ...]:
    """Return for each row of the catalogue why somebody new may not simply enrol, or None."""
    moment = now()
    return tuple(
        kind_of(
            Facts(
                row.slug,
                door=row.entry_door,
                opens_at=row.entry_opens_at,
                closes_at=row.entry_closes_at,
                free=0 if row.entry_full else None,
            ),
            moment,
        )
        if row.entry_door is not None
        else None
        for row in rows
    )


def decide(facts: Facts, moment: datetime, way: str = "open") -> EntryRefusal | None:
    """Return why the person may not enrol this way now and what to do next, or None."""
    kind = kind_of(facts, moment, way)
    return None if kind is None else refusal_of(kind, facts)


def refusal_of(kind: Kind, facts: Facts) -> EntryRefusal:
    """Return the refusal of a kind, in words, with the next act. Needs a request, for addresses."""
    return _REFUSALS[kind](facts)


def _others(kind: Kind, reason: str) -> EntryRefusal:
    return EntryRefusal(reason, _("See the other courses"), url_for("courses.catalogue"), kind=kind)


def _withdrawn(facts: Facts) -> EntryRefusal:
    reason = _("This course has been withdrawn, so nobody can enrol on it any more.")
    return _others("withdrawn", reason)


def _early(facts: Facts) -> EntryRefusal:
    day = moment(facts.opens_at) if facts.opens_at else ""
    return _others("early", _("Enrolment opens on %(day)s. Please come back then.", day=day))


def _late(facts: Facts) -> EntryRefusal:
    day = moment(facts.closes_at) if facts.closes_at else ""
    return _others("late", _("Enrolment closed on %(day)s.", day=day))


def _full(facts: Facts) -> EntryRefusal:
    reason = _("All places on this course are taken. A place becomes free when somebody leaves.")
    return _others("full", reason)


def _code(facts: Facts) -> EntryRefusal:
    return EntryRefusal(
        _("This course is for people with a code or an invitation. Ask its trainers for one."),
        _("Enter a code"),
        url_for("entry.join"),
        kind="code",
    )


def _ask(facts: Facts) -> EntryRefusal:
    return EntryRefusal(
        _("The trainers of this course decide who takes part. Ask them, and say why."),
        _("Ask to take part"),
        url_for("entry.request", slug=facts.slug),
        kind="ask",
    )


def _asked(facts: Facts) -> EntryRefusal:
    return EntryRefusal(
        _("You asked to take part. The trainers have not answered yet; they write to you."),
        _("See your request"),
        url_for("entry.request", slug=facts.slug),
        kind="asked",
    )


def _declined(facts: Facts) -> EntryRefusal:
    return EntryRefusal(
        _(
            "The trainers declined your request: %(reason)s You may ask again.",
            reason=facts.reason,
        ),
        _("Ask again"),
        url_for("entry.request", slug=facts.slug),
        kind="declined",
    )


def _visitor(facts: Facts) -> EntryRefusal:
    return EntryRefusal(
        _("Sign in to enrol: your progress is kept with your account."),
        _("Sign in"),
        url_for("accounts.sign_in", next=url_for("courses.show", slug=facts.slug)),
        sign_in=True,
        kind="visitor",
    )


_REFUSALS = {
    "withdrawn": _withdrawn,
    "early": _early,
    "late": _late,
    "full": _full,
    "code": _code,
    "ask": _ask,
    "asked": _asked,
    "declined": _declined,
    "visitor": _visitor,
}
