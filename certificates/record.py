"""The facts of an award in one exact form: what is signed, printed and attached to the PDF."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _

from certificates.errors import NameIsUnusable

# Raise when a fact is added or its form changes; old records keep the version they were signed in.
VERSION = 1
LONGEST_NAME = 120
# Joiners belong to names in Arabic script and in scripts of India; no other invisible character.
JOINERS = "\u200c\u200d"
# Controls, formatting (direction overrides among them), surrogates, private use, unassigned,
# and separators other than the space.
FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class CertificateRecord:
    """The facts of one award. `score_hundredths` is in hundredths of a percent, None hides it."""

    code: str
    kind: str
    subject: str
    lineage: int
    holder_name: str
    title: str
    language: str
    minutes: int
    score_hundredths: int | None
    issuer: str
    edition_label: str
    edition_symbol: str
    acknowledgement: str
    tier: str
    completed_on: date
    issued_at: datetime

    def facts(self) -> dict[str, str | int | None]:
        """Return the facts as plain values: dates ISO 8601, the moment of issue in UTC seconds."""
        facts: dict[str, Any] = dict(vars(self))
        facts["completed_on"] = self.completed_on.isoformat()
        facts["issued_at"] = self.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return facts | {"version": VERSION}


def holder_name(typed: str) -> str:
    """Return the name as it will be signed and printed: composed, with single spaces.

    Raises NameIsUnusable when it is empty, longer than 120 characters, or holds line breaks,
    direction marks or other characters that could hide or reorder what the certificate says.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise NameIsUnusable(_("Enter the name as it should stand on the certificate."))
    if len(name) > LONGEST_NAME:
        raise NameIsUnusable(
            _("The name may have at most %(most)s characters. Shorten it.", most=LONGEST_NAME)
        )
    for character in name:
        if unicodedata.category(character) in FORBIDDEN and character not in JOINERS:
            raise NameIsUnusable(
                _(
                    "The name holds an invisible character (%(character)s). Type the name again.",
                    character=f"U+{ord(character):04X}",
                )
            )
    return name


def tolerant_name(name: str) -> str:
    """Return a name for the record without refusing any: what cannot belong in one is dropped.

    An achievement is recorded whatever the name is; one that cannot be printed is corrected later.
    """
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if character.isspace()
        or character in JOINERS
        or unicodedata.category(character) not in FORBIDDEN
    )
    return " ".join(kept.split())[:LONGEST_NAME].strip()


def shortened(text: str, most: int) -> str:
    """Return the text composed, on one line, cut after `most` characters with an ellipsis."""
    line = "".join(
        character
        for character in " ".join(unicodedata.normalize("NFC", text).split())
        if unicodedata.category(character) not in ("Cc", "Cs")
    )
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
