"""Writes of the setting of suggestions. Only administrators; the views see to that."""

from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.suggestions import queries, running, sealing
from elearn.suggestions.errors import (
    ConsentIsMissing,
    KeyCannotBeRead,
    KeyIsMissing,
    KeyIsOfAnother,
    ProviderCannotBeLoaded,
    ProviderIsMissing,
    SettingChanged,
)
from elearn.suggestions.models import DAILY_LIMIT, THE_ONE, SuggestionConsent, SuggestionSetting

_first = upsert(SuggestionSetting).on_conflict_do_nothing(index_elements=["id"])


@dataclass(frozen=True)
class Wish:
    """What the setting is to be. An empty `key` keeps the stored one; `version` is the one seen."""

    is_on: bool
    provider: str
    consent: str
    daily_limit: int
    key: str = field(default="", repr=False)
    forget_key: bool = False
    version: int | None = None


def locked_setting() -> SuggestionSetting:
    """Return the one row, made when it is missing; it stays as it is while the transaction lasts.

    Whoever counts requests holds it, too, so that two windows cannot share the last one.
    """
    values = {"id": THE_ONE, "is_on": False, "provider": "", "key_end": "", "version": 0}
    values |= {"daily_limit": DAILY_LIMIT, "changed_at": now()}
    db.session.execute(_first, values)
    statement = select(SuggestionSetting).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def checked(wish: Wish) -> Wish:
    """Try the provider of a wish before any transaction: it takes a moment.

    Raises ProviderIsMissing, ProviderCannotBeLoaded, and what the key lacks.
    """
    if not wish.is_on:
        return wish
    if wish.provider not in queries.offered():
        raise ProviderIsMissing
    key = wish.key or kept_key(wish, queries.setting())
    answer = running.check(wish.provider, key)
    if answer.outcome != "answered":
        raise ProviderCannotBeLoaded(wish.provider, answer.problem or answer.outcome)
    return wish


def kept_key(wish: Wish, stands: queries.Setting | SuggestionSetting) -> str:
    """Return the stored key for a wish that brings none. Raises what is wrong with it."""
    key_is_there = bool(stands.key_end) and not wish.forget_key
    if not key_is_there:
        raise KeyIsMissing
    if stands.provider != wish.provider:
        raise KeyIsOfAnother
    key = queries.key_of()
    if key is None:
        raise KeyCannotBeRead
    return key


def change_setting(wish: Wish, actor: SignedIn | None) -> None:
    """Say who suggests, with which key and under which consent text; or switch it off.

    Raises SettingChanged, ProviderIsMissing, ConsentIsMissing, and what the key lacks.
    """
    found = locked_setting()
    if wish.version is not None and wish.version != found.version:
        raise SettingChanged
    if wish.is_on:
        refuse_incomplete(wish, found)
    consent = keep_consent(wish.consent.strip(), found, actor)
    key_act = keep_key(wish, found)
    found.is_on, found.provider, found.daily_limit = wish.is_on, wish.provider, wish.daily_limit
    found.consent_id = consent.id if consent else None
    found.version += 1
    found.changed_by_id, found.changed_at = actor.id if actor else None, now()
    record(
        actor.id if actor else None,
        "suggestions.change",
        "site",
        "suggestions",
        on=wish.is_on,
        provider=wish.provider,
        key=key_act,
        consent=consent.version if consent else 0,
        daily_limit=wish.daily_limit,
    )


def refuse_incomplete(wish: Wish, found: SuggestionSetting) -> None:
    """Refuse to be on without a provider that is offered, a key for it, and a consent text."""
    if not wish.provider or wish.provider not in queries.offered():
        raise ProviderIsMissing
    if not wish.key:
        kept_key(wish, found)
    if not wish.consent.strip():
        raise ConsentIsMissing


def keep_consent(
    text: str, found: SuggestionSetting, actor: SignedIn | None
) -> SuggestionConsent | None:
    """Return the consent text in force; another wording becomes the next version."""
    stands = db.session.get(SuggestionConsent, found.consent_id) if found.consent_id else None
    if not text or (stands is not None and stands.text == text):
        return stands if text else None
    newest = db.session.scalar(select(func.max(SuggestionConsent.version))) or 0
    written = SuggestionConsent(
        version=newest + 1, text=text, written_by_id=actor.id if actor else None
    )
    db.session.add(written)
    db.session.flush()
    return written


def keep_key(wish: Wish, found: SuggestionSetting) -> str:
    """Store a new key, or forget the old one; return in one word what was done."""
    settings: Settings = current_app.extensions["settings"]
    if wish.key:
        found.sealed_key = sealing.seal(wish.key, settings.secret_keys)
        found.key_end = wish.key[-4:]
        return "new"
    if wish.forget_key or (found.sealed_key and wish.provider != found.provider):
        found.sealed_key, found.key_end = None, ""
        return "forgotten"
    return "kept" if found.sealed_key else "none"
