"""What a certificate states, as labels and values in the reader's language."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _

from certificates.labels import KIND_LABELS, TIER_LABELS
from certificates.queries import AwardRow
from certificates.words import long_date, score, study_time, words_language

SOURCE = Locale("en")


class Fact(NamedTuple):
    """A label and its value; `language` is that of the value, when it is not the page's."""

    label: str
    value: str
    language: str | None = None


def facts_of(award: AwardRow) -> list[Fact]:
    """Return the facts printed on the certificate, in the order of the page."""
    locale = get_locale() or SOURCE
    language = words_language(locale.language)
    edition = " · ".join(part for part in (award.edition_label, award.edition_symbol) if part)
    said = words(locale)
    facts = [
        Fact(said["holder"], award.holder_name),
        Fact(said["tier"], said[award.tier]),
        Fact(said[award.kind], award.title, award.language),
        Fact(said["edition"], edition),
        Fact(said["time"], study_time(award.minutes, language) if award.minutes else ""),
        Fact(said["score"], score(award.score_hundredths, language)),
        Fact(said["completed"], long_date(award.completed_on, language)),
        Fact(said["issued"], long_date(award.issued_at.astimezone(UTC).date(), language)),
        Fact(said["issuer"], award.issuer),
    ]
    return [fact for fact in facts if fact.value]


# Looked up once a language: strangers check many certificates.
@lru_cache(maxsize=64)
def words(locale: Locale) -> dict[str, str]:
    """Return the labels in the language spoken here, which is that of `locale`."""
    labels = {
        "holder": _("Holder"),
        "tier": _("Certificate"),
        "edition": _("Based on"),
        "time": _("Study time"),
        "score": _("Result"),
        "completed": _("Completed on"),
        "issued": _("Issued on"),
        "issuer": _("Issued by"),
    }
    return labels | {code: str(label) for code, label in (TIER_LABELS | KIND_LABELS).items()}


def day(moment: datetime | None) -> str:
    """Return the date of a moment, in UTC, in the reader's language; empty for none."""
    return long_date(moment.astimezone(UTC).date(), here()) if moment else ""


def here() -> str:
    """Return the reader's language, among those numbers and dates are written in."""
    return words_language((get_locale() or SOURCE).language)
