"""Countries: the list people choose from, with regional groups and Parties, and its note.

`data/countries.csv` has the Member States of the United Nations and the Parties to the Basel
Convention; the other countries and territories of ISO 3166 come from Babel and belong to no
regional group. The European Union is a Party, but nobody's country.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

TABLE = Path(__file__).parent / "data" / "countries.csv"
EUROPEAN_UNION = "EU"

DESIGNATIONS_NOTE = _l(
    "The names of countries and territories, and the way they are listed, do not express any "
    "opinion on the legal status of a country, territory, city or area, of its authorities, or "
    "of its borders."
)

# The regional groups of the United Nations as the table names them, and the codes we keep.
GROUP_CODES = {
    "African States": "african",
    "Asia-Pacific States": "asia-pacific",
    "Eastern European States": "eastern-european",
    "Latin American and Caribbean States": "grulac",
    "Western European and other States": "weog",
}

# Two-letter codes Babel knows that are no country or territory of ISO 3166-1.
NOT_IN_ISO = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
# Short names of ISO 3166 where Babel's differ in more than spelling.
ISO_NAMES = {
    "FK": "Falkland Islands (Malvinas)",
    "HK": "Hong Kong",
    "MO": "Macao",
    "TW": "Taiwan, Province of China",
}


@dataclass(frozen=True, slots=True)
class Country:
    """A row of the table. `group` is the UN regional group, empty for none."""

    code: str
    name: str
    group: str
    is_party: bool
    is_least_developed: bool
    is_landlocked_developing: bool
    is_small_island: bool


@cache
def table() -> dict[str, Country]:
    """Return the countries of the table by code, the European Union included."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["iso2"]: Country(
                code=row["iso2"],
                name=row["name"],
                group=row["un_regional_group"],
                is_party=row["basel_party"] == "yes",
                is_least_developed=row["ldc"] == "yes",
                is_landlocked_developing=row["lldc"] == "yes",
                is_small_island=row["sids"] == "yes",
            )
            for row in csv.DictReader(file)
        }


@cache
def other_codes() -> frozenset[str]:
    """Return the codes of countries and territories that are not in the table."""
    known = [str(code) for code in Locale("en").territories]
    codes = {code for code in known if len(code) == 2 and code.isalpha()}
    return frozenset(codes - NOT_IN_ISO - set(table()))


def is_country(code: str) -> bool:
    """Tell whether a person or an organisation can be in it."""
    return code in other_codes() or (code in table() and code != EUROPEAN_UNION)


def group_of(code: str | None) -> str:
    """Return the code of a country's UN regional group, empty for none."""
    found = table().get(code or "")
    return GROUP_CODES.get(found.group, "") if found else ""


@cache
def name_of(code: str | None, language: str = "en") -> str:
    """Return the name of a country in the language, as far as we have it; empty for none."""
    if not code:
        return ""
    own = table()[code].name if code in table() else ISO_NAMES.get(code)
    if own and language.startswith("en"):
        return own
    locale = Locale.parse(language, sep="-")
    # Names the United Nations use differ from Babel's here; English is better than another name.
    if code in KEPT_IN_ENGLISH:
        return own or code
    return locale.territories.get(code) or own or code


KEPT_IN_ENGLISH = frozenset({"PS", "VA", "TW", "FK", "HK", "MO"})


def choices(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return options by heading: the table's countries, then other countries and territories."""
    states = [code for code in table() if code != EUROPEAN_UNION]
    return {
        _("Countries"): _sorted(states, language),
        _("Another country or territory"): _sorted(list(other_codes()), language),
    }


def described(language: str) -> list[dict[str, object]]:
    """Return code, name, regional group and Party status of all that people can choose."""
    return [
        {
            "code": code,
            "name": name,
            "group": table()[code].group if code in table() else "",
            "is_party": code in table() and table()[code].is_party,
        }
        for options in choices(language).values()
        for code, name in options
    ]


def _sorted(codes: list[str], language: str) -> list[tuple[str, str]]:
    named = [(code, name_of(code, language)) for code in codes]
    return sorted(named, key=lambda item: item[1].casefold())
