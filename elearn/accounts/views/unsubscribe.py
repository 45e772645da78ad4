"""Stopping letters of a kind by the address that stands in each of them, without signing in."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts import mailing, preferences, unsubscribing
from elearn.accounts.mail_models import WAYS
from elearn.core.access import anyone
from elearn.core.transaction import write
from elearn.core.web import Blueprint, csrf

blueprint = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")


@blueprint.get("/<value>", access=anyone, limit="60 per minute")
def show(value: str) -> ResponseReturnValue:
    """Offer to stop the letters; nothing changes yet: programs that look at mail open links."""
    person_id, kind = whose(value)
    kinds = preferences.kinds_of_address(person_id, kind)
    return page(value, kind, kinds, preferences.preferences_of(person_id))


# Mail programs send this from their own servers, with no cookie and no token (RFC 8058). There is
# nothing to forge: no session counts here, and who can write the address has the right to it. They
# send for many people from few addresses, so the limit is a wide one.
@csrf.exempt  # type: ignore[untyped-decorator]
@blueprint.post("/<value>", access=anyone, limit="600 per minute")
def stop(value: str) -> ResponseReturnValue:
    """Stop the letters at once, or have them weekly or as before; answered without a redirect."""
    person_id, kind = whose(value)
    how = request.form.get("how", "never")
    sent = request.form.getlist("kind") if kind == mailing.DIGEST else []
    kinds = [name for name in sent if name in mailing.KINDS and mailing.KINDS[name].optional]
    if how not in WAYS:
        abort(400)
    before = preferences.preferences_of(person_id)
    with write():
        kinds = kinds or preferences.kinds_of_address(person_id, kind)
        preferences.choose_each(person_id, dict.fromkeys(kinds, how), None)
    after = preferences.preferences_of(person_id)
    return page(value, kind, kinds, after, before=before)


def whose(value: str) -> tuple[int, str]:
    """Return the person and the kind of an address; one that is not ours is not found."""
    found = unsubscribing.read(value)
    person_id = preferences.reader(found[0]) if found else None
    if found is None or person_id is None:
        abort(404)
    return person_id, found[1]


def page(
    value: str,
    kind: str,
    kinds: list[str],
    wishes: dict[str, str],
    *,
    before: dict[str, str] | None = None,
) -> str:
    """Return the page; `before` are the wishes that were just replaced."""
    weekly = kind == mailing.DIGEST
    now: Any = wishes[kinds[0]] if kinds else "never"
    undo = (before or {}).get(kinds[0]) if kinds else None
    return render_template(
        "accounts/unsubscribe.html",
        value=value,
        label=mailing.WEEKLY if weekly else mailing.KINDS[kind].label,
        named=[mailing.KINDS[name].label for name in kinds] if weekly else [],
        kinds=kinds if weekly else [],
        weekly=weekly,
        how=now,
        undo=undo if undo != now else None,
    )
