"""What a certificate states, as labels and values in the reader's language."""

from datetime import UTC, datetime
from typing import NamedTuple

from flask_babel import get_locale
from flask_babel import gettext as _

from certificates.labels import KIND_LABELS, TIER_LABELS
from certificates.queries import AwardRow
from certificates.words import long_date, score, study_time, words_language


class Fact(NamedTuple):
    """A label and its value; `language` is that of the value, when it is not the page's."""

    label: str
    value: str
    language: str | None = None


def facts_of(award: AwardRow) -> list[Fact]:
    """Return the facts printed on the certificate, in the order of the page."""
    language = here()
    edition = " · ".join(part for part in (award.edition_label, award.edition_symbol) if part)
    facts = [
        Fact(_("Holder"), award.holder_name),
        Fact(_("Certificate"), str(TIER_LABELS[award.tier])),
        Fact(str(KIND_LABELS[award.kind]), award.title, award.language),
        Fact(_("Based on"), edition),
        Fact(_("Study time"), study_time(award.minutes, language) if award.minutes else ""),
        Fact(_("Result"), score(award.score_hundredths, language)),
        Fact(_("Completed on"), long_date(award.completed_on, language)),
        Fact(_("Issued on"), day(award.issued_at)),
        Fact(_("Issued by"), award.issuer),
    ]
    return [fact for fact in facts if fact.value]


def day(moment: datetime | None) -> str:
    """Return the date of a moment, in UTC, in the reader's language; empty for none."""
    return long_date(moment.astimezone(UTC).date(), here()) if moment else ""


def here() -> str:
    """Return the reader's language, among those numbers and dates are written in."""
    locale = get_locale()
    return words_language(locale.language if locale else "en")
