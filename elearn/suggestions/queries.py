"""Reads of the setting. The key is never among what is read here, but for those who ask with it."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from elearn.accounts.models import Person
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.suggestions import loading, sealing
from elearn.suggestions.errors import (
    KeyCannotBeRead,
    ProviderCannotBeAsked,
    SuggestionsAreOff,
)
from elearn.suggestions.models import DAILY_LIMIT, SuggestionConsent, SuggestionSetting


@dataclass(frozen=True)
class Setting:
    """The setting as everybody may see it."""

    is_on: bool = False
    provider: str = ""
    has_key: bool = False
    key_end: str = ""
    consent: str = ""
    consent_version: int = 0
    daily_limit: int = DAILY_LIMIT
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


_setting = (
    select(
        SuggestionSetting.is_on,
        SuggestionSetting.provider,
        SuggestionSetting.sealed_key.is_not(None).label("has_key"),
        SuggestionSetting.key_end,
        SuggestionConsent.text.label("consent"),
        SuggestionConsent.version.label("consent_version"),
        SuggestionSetting.daily_limit,
        SuggestionSetting.version,
        SuggestionSetting.changed_at,
        Person.name.label("changed_by"),
    )
    .outerjoin(SuggestionConsent, SuggestionConsent.id == SuggestionSetting.consent_id)
    .outerjoin(Person, Person.id == SuggestionSetting.changed_by_id)
)
_is_on = select(SuggestionSetting.id).where(SuggestionSetting.is_on)


def setting() -> Setting:
    """Return the setting as it stands; without a row, everything is off."""
    row = db.session.execute(_setting).one_or_none()
    if row is None:
        return Setting()
    values = dict(row._mapping) | {
        "consent": row.consent or "",
        "consent_version": row.consent_version or 0,
        "changed_by": row.changed_by or "",
    }
    return Setting(**values)


def is_on() -> bool:
    """Tell whether trainers may ask for suggestions."""
    return db.session.scalar(_is_on) is not None


def setting_in_use() -> Setting:
    """Return the setting of a site that suggests. Raises SuggestionsAreOff."""
    found = setting()
    if not found.is_on:
        raise SuggestionsAreOff
    return found


def offered() -> list[str]:
    """Return the providers an administrator may choose from."""
    settings: Settings = current_app.extensions["settings"]
    return loading.offered(settings.suggestion_provider_list)


def key_of() -> str | None:
    """Return the key in clear, or None when there is none or SECRET_KEY does not open it."""
    settings: Settings = current_app.extensions["settings"]
    sealed = db.session.scalar(select(SuggestionSetting.sealed_key))
    return sealing.opened(sealed, settings.secret_keys) if sealed else None


def provider_in_use() -> tuple[str, str]:
    """Return name and key of the provider. Raises SuggestionsAreOff, ProviderCannotBeAsked."""
    name, key = setting_in_use().provider, key_of()
    if key is None or name not in offered():
        raise ProviderCannotBeAsked
    return name, key


def problem_with(stands: Setting) -> str:
    """Say what keeps the provider from being asked, or nothing."""
    if stands.has_key and key_of() is None:
        return str(KeyCannotBeRead())
    if stands.is_on and stands.provider not in offered():
        sentence = _(
            "The provider “%(name)s” is no longer offered by whoever runs this site. Trainers"
            " cannot ask it.",
            name=stands.provider,
        )
        return str(sentence)
    return ""
