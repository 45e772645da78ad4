"""The words and numbers on a certificate, in its own language.

They belong to the template, not to the translation catalogues: a certificate drawn again years
later must say the same thing.
"""

import json
from datetime import UTC, date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_percent
from babel.units import format_unit

from certificates.record import CertificateRecord

FOLDER = Path(__file__).parent / "typst"
WORDS: dict[str, dict[str, Any]] = json.loads((FOLDER / "words.json").read_text("utf-8"))
FALLBACK = "en"
# English as the United Nations writes it: the day before the month.
LOCALES = {"en": "en_GB"}
# United Nations usage gives the month in both of its Arabic names.
ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)


def words_language(language: str) -> str:
    """Return the language of the fixed words: the certificate's own, else English."""
    base = language.replace("_", "-").split("-")[0].lower()
    return base if base in WORDS else FALLBACK


def wording(record: CertificateRecord) -> dict[str, Any]:
    """Return the sentences and the labelled facts of the certificate, in reading order."""
    language = words_language(record.language)
    words = WORDS[language]
    purposes = words["for"].get(record.tier, words["for"]["completion"])
    facts = [
        (words["time"], study_time(record.minutes, language) if record.minutes else ""),
        (words["score"], score(record.score_hundredths, language)),
        (words["completed"], long_date(record.completed_on, language)),
        (words["issued"], long_date(record.issued_at.astimezone(UTC).date(), language)),
        (words["issuer"], record.issuer),
    ]
    return {
        "language": language,
        "heading": words["heading"][record.tier],
        "holder": words["holder"],
        "purpose": purposes[record.kind],
        "edition_words": words["edition"],
        "facts": [[label, value] for label, value in facts if value],
        "code_label": words["code"],
        "check": words["check"],
        "qr": words["qr"],
    }


@lru_cache(maxsize=1024)
def study_time(minutes: int, language: str) -> str:
    """Return minutes as hours and minutes in words."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    # Babel has no long form of Chinese units; the short one is the full word.
    length: Literal["short", "long"] = "short" if language == "zh" else "long"
    locale = LOCALES.get(language, language)
    joined = " و" if language == "ar" else " "
    return joined.join(
        format_unit(count, unit, length, locale=locale) for count, unit in parts if count
    )


@lru_cache(maxsize=1024)
def score(hundredths: int | None, language: str) -> str:
    """Return a score given in hundredths of a percent, exactly; empty when there is none."""
    if hundredths is None:
        return ""
    share = Decimal(hundredths) / 10_000
    return str(
        format_percent(share, locale=LOCALES.get(language, language), decimal_quantization=False)
    )


@lru_cache(maxsize=1024)
def long_date(day: date, language: str) -> str:
    """Return the date with the month in words."""
    if language == "ar":
        return f"{day.day} {ARABIC_MONTHS[day.month - 1]} {day.year}"
    return str(format_date(day, "long", locale=LOCALES.get(language, language)))
