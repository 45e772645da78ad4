"""The list of countries and its arithmetic, and the smaller lists people choose from."""

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from elearn.accounts import countries, devices, labels, profiles, zones
from elearn.accounts.addresses import normalised_email
from elearn.accounts.models import GENDERS, ROLES, STAKEHOLDERS


def test_the_table_adds_up():
    rows = countries.table().values()
    assert len(rows) == 198
    assert sum(row.is_party for row in rows) == 191
    assert Counter(row.group for row in rows if row.is_party) == {
        "African States": 53,
        "Asia-Pacific States": 54,
        "Eastern European States": 23,
        "Latin American and Caribbean States": 32,
        "Western European and other States": 28,
        "": 1,
    }
    assert sum(row.is_least_developed for row in rows) == 44
    assert sum(row.is_landlocked_developing for row in rows) == 32
    assert sum(row.is_small_island for row in rows) == 39


def test_people_live_in_countries_and_territories_not_in_the_union():
    assert countries.is_country("KE")
    assert countries.is_country("GL")
    for code in ("EU", "XK", "ZZ", "UN", "ke", "KEN", "", "AC"):
        assert not countries.is_country(code), code


def test_names_follow_the_table_in_english_and_the_reader_elsewhere():
    assert countries.name_of("BO") == "Bolivia (Plurinational State of)"
    assert countries.name_of("KE", "fr") == "Kenya"
    assert countries.name_of("DE", "fr") == "Allemagne"
    assert countries.name_of("GL") == "Greenland"
    assert countries.name_of(None) == ""


def test_every_country_is_offered_once_and_in_order(app):
    with app.test_request_context():
        headings = countries.choices("en")
    codes = [code for options in headings.values() for code, _ in options]
    assert len(codes) == len(set(codes)) > 235
    for options in headings.values():
        names = [name.casefold() for _, name in options]
        assert names == sorted(names)


def test_every_zone_offered_exists():
    for options in zones.choices().values():
        for name, place in options:
            assert ZoneInfo(name)
            assert place
    assert "UTC" in zones.zones()
    assert zones.place("America/Argentina/Buenos_Aires") == "Argentina, Buenos Aires"


def test_every_code_has_a_label():
    assert set(labels.ROLES) == set(ROLES)
    assert set(labels.STAKEHOLDERS) == set(STAKEHOLDERS)
    assert set(labels.GENDERS) == set(GENDERS)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/605", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_devices_are_named_so_that_their_owner_knows_them(agent, name):
    assert devices.described(agent) == name


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (" Lina@Example.ORG ", "lina@example.org"),
        ("a.b+c@example.org", "a.b+c@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a" * 300 + "@example.org", None),
        ("nonsense", None),
        ("a@b@c.org", None),
        ("a\n@example.org", None),
        ("é@example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_has_one_written_form(typed, written):
    assert normalised_email(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  Lina \t Haddad ", "Lina Haddad"),
        ("Zoe\u0308 Müller", "Zoë Müller"),
        ("李娜", "李娜"),
        ("محمد بن يوسف", "محمد بن يوسف"),
        ("O'Neill-Ng, Jr.", "O'Neill-Ng, Jr."),
        ("a\u200db", "a\u200db"),
        ("\x07", None),
        ("\ud800", None),
        ("   ", None),
        (None, None),
        ("x" * 121, None),
    ],
)
def test_a_name_is_composed_and_folded_and_any_script_is_one(typed, written):
    assert profiles.clean_name(typed) == written
