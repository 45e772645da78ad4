"""Administrators say who suggests: the key goes in and never comes out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.suggestions import operations, queries, sealing
from elearn.suggestions.errors import (
    ConsentIsMissing,
    KeyCannotBeRead,
    KeyIsMissing,
    KeyIsOfAnother,
    ProviderCannotBeAsked,
    ProviderIsMissing,
    SettingChanged,
    SuggestionsAreOff,
)
from elearn.suggestions.models import SuggestionConsent, SuggestionSetting
from elearn.suggestions.operations import Wish
from tests.cast import Cast, actor
from tests.factories.providers import FAKE, HERE, KEY
from tests.factories.suggesting import CONSENT, switch_on
from tests.pages import Answer, Pages

PAGE, API = "/admin/suggestions/", "/api/v1/suggestions/setting"
ON = {"is_on": "y", "provider": FAKE, "key": KEY, "consent": CONSENT, "daily_limit": "3"}


@pytest.fixture
def adam(client: Pages, cast: Cast) -> Pages:
    return client.sign_in(cast.admin)


@pytest.fixture
def rekeyed(app: Flask) -> Iterator[Callable[[str], None]]:
    """Return a function that changes SECRET_KEY."""
    before = app.extensions["settings"]

    def change(secret_key: str) -> None:
        app.extensions["settings"] = replace(before, secret_key=secret_key)

    yield change
    app.extensions["settings"] = before


def problems(answer: Answer) -> list[str]:
    return [item.text_content().strip() for item in answer.all("//*[@class='problems']//li")]


def everything_stored() -> str:
    """Return all text in the database."""
    found = []
    for table in db.metadata.sorted_tables:
        found += [str(row) for row in db.session.execute(select(table))]
    return "\n".join(found)


def test_everything_is_off_until_an_administrator_says_otherwise(adam: Pages, app: Flask):
    assert adam.json("GET", API).json == {
        "is_on": False,
        "provider": "",
        "offered": app.extensions["settings"].suggestion_provider_list,
        "key_end": "",
        "consent": "",
        "consent_version": 0,
        "daily_limit": 20,
        "version": 0,
        "problem": "",
    }
    answer = adam.get(PAGE)
    assert "Off" in answer.main
    assert not answer.all("//input[@name='is_on'][@checked]")
    with app.app_context(), pytest.raises(SuggestionsAreOff):
        queries.provider_in_use()


def test_an_administrator_switches_suggestions_on(adam: Pages, app: Flask):
    answer = adam.follow(adam.post(PAGE, ON))
    assert "On" in answer.main
    assert "A key ending in 7f3a is stored" in answer.main
    (field,) = answer.all("//input[@name='key']")
    assert (field.get("type"), field.get("value")) == ("password", "")
    with app.app_context():
        assert queries.provider_in_use() == (FAKE, KEY)


def test_the_key_is_in_no_page_no_answer_no_log_and_not_in_the_database(
    adam: Pages, app: Flask, capfd: pytest.CaptureFixture[str]
):
    said = [adam.post(PAGE, ON), adam.get(PAGE), adam.post(PAGE, ON | {"daily_limit": "0"}, 422)]
    said += [adam.json("PUT", API, {**API_ON, "version": None}), adam.json("GET", API)]
    said += [adam.get("/admin/audit/"), adam.get("/admin/suggestions/requests/")]
    said += [adam.json("PUT", API, API_ON | {"key": "with spaces in it"}, status=422)]
    assert not [one for one in said if KEY in one.text]
    with app.app_context():
        assert KEY not in everything_stored()
    out = capfd.readouterr()
    assert KEY not in out.out + out.err


API_ON: dict[str, Any] = {"is_on": True, "provider": FAKE, "key": KEY, "consent": CONSENT}


def test_programs_change_the_setting_as_the_page_does(adam: Pages):
    told = adam.json("PUT", API, API_ON).json
    assert (told["is_on"], told["key_end"], told["consent_version"], told["version"]) == (
        True, "7f3a", 1, 1,
    )  # fmt: skip
    kept = adam.json("PUT", API, API_ON | {"key": "", "daily_limit": 7, "version": 1}).json
    assert (kept["key_end"], kept["daily_limit"], kept["version"]) == ("7f3a", 7, 2)
    stale = adam.json("PUT", API, API_ON | {"version": 1}, status=409).json
    assert "Somebody changed this setting meanwhile" in stale["detail"]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"provider": "no.such.module:Provider"}, "ModuleNotFoundError: No module named"),
        ({"provider": f"{HERE}:Missing"}, "AttributeError: module"),
        ({"provider": f"{HERE}:KEY"}, "has no method “suggest”"),
        ({"provider": f"{HERE}:Refusing"}, "cannot be loaded (ValueError)"),
        ({"provider": ""}, "Choose one of the providers offered here"),
        ({"key": ""}, "Enter the key of the provider"),
        ({"key": "too-short"}, "between 12 and 500 characters"),
        ({"consent": " "}, "Write what trainers agree to"),
        ({"daily_limit": "0"}, "Write a number between 1 and 1000"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_changes(
    adam: Pages, app: Flask, more: dict[str, str], problem: str
):
    (said,) = problems(adam.post(PAGE, ON | more, 422))
    assert problem in said
    with app.app_context():
        assert queries.setting() == queries.Setting()


def test_only_providers_the_operator_names_can_be_chosen(adam: Pages, app: Flask):
    """Else an administrator of the site could have any program of the server called."""
    adam.post(PAGE, ON | {"provider": "os:system"}, 422)
    told = adam.json("PUT", API, API_ON | {"provider": "os:system"}, status=422).json
    # It was not even looked for: to load a module is to run it.
    assert told["detail"] == "Choose one of the providers offered here."
    with app.app_context(), write(), pytest.raises(ProviderIsMissing):
        operations.change_setting(
            Wish(**API_ON | {"provider": "os:system", "daily_limit": 1}), None
        )


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"key": "", "forget_key": True}, KeyIsMissing),
        ({"key": "", "provider": f"{HERE}:Refusing"}, KeyIsOfAnother),
        ({"consent": ""}, ConsentIsMissing),
        ({"version": 7}, SettingChanged),
    ],
)
def test_the_operation_refuses_what_is_incomplete(
    app: Flask, more: dict[str, Any], error: type[Exception]
):
    with app.app_context():
        switch_on()
        with pytest.raises(error):
            switch_on(**more)
        assert queries.provider_in_use() == (FAKE, KEY)


def test_the_database_refuses_to_be_on_without_a_key(app: Flask):
    with app.app_context():
        switch_on()
        with pytest.raises(Exception, match="complete"), write():
            db.session.execute(text("UPDATE suggestion_setting SET sealed_key = NULL"))


def test_switching_off_keeps_the_key_and_forgetting_takes_it_away(adam: Pages, app: Flask):
    adam.post(PAGE, ON)
    off = {name: value for name, value in ON.items() if name not in ("is_on", "key")}
    assert "A key ending in 7f3a" in adam.follow(adam.post(PAGE, off)).main
    assert "A key ending" not in adam.follow(adam.post(PAGE, off | {"forget_key": "y"})).main
    with app.app_context():
        assert db.session.scalar(select(SuggestionSetting.sealed_key)) is None
        entries = db.session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "suggestions.change")
        ).all()
    assert [(entry["on"], entry["key"]) for entry in entries] == [
        (True, "new"),
        (False, "kept"),
        (False, "forgotten"),
    ]


def test_a_key_never_goes_to_another_provider_than_it_was_entered_for(adam: Pages, app: Flask):
    adam.post(PAGE, ON)
    other = ON | {"key": "", "provider": f"{HERE}:Refusing"}
    assert "belongs to another provider" in problems(adam.post(PAGE, other, 422))[0]
    del other["is_on"]
    adam.post(PAGE, other)
    with app.app_context():
        assert (queries.setting().has_key, queries.key_of()) == (False, None)


def test_another_wording_of_the_consent_is_another_version(app: Flask, cast: Cast):
    adam = actor(app, cast.admin)
    with app.app_context():
        for words in (CONSENT, CONSENT, "It goes abroad.", CONSENT):
            switch_on(adam, consent=words)
        rows = db.session.execute(
            select(SuggestionConsent.version, SuggestionConsent.text).order_by(SuggestionConsent.id)
        ).all()
        assert [tuple(row) for row in rows] == [
            (1, CONSENT),
            (2, "It goes abroad."),
            (3, CONSENT),
        ]
        assert queries.setting().consent_version == 3


def test_a_sealed_key_opens_with_each_secret_in_the_list_and_with_no_other():
    sealed = sealing.seal(KEY, ["new secret", "old secret"])
    assert sealed != sealing.seal(KEY, ["new secret"])
    assert sealing.opened(sealed, ["newest", "new secret"]) == KEY
    assert sealing.opened(sealed, ["old secret", "another"]) is None
    assert sealing.opened("AAAA" + sealed[4:], ["new secret"]) is None


def test_after_a_change_of_secret_key_the_page_says_so_and_nobody_is_asked(
    adam: Pages, app: Flask, rekeyed: Callable[[str], None]
):
    adam.post(PAGE, ON)
    old = app.extensions["settings"].secret_key
    rekeyed(f"a newer secret that is long enough for anybody,{old}")
    with app.app_context():
        assert queries.provider_in_use() == (FAKE, KEY)
    rekeyed("another secret that is long enough for anybody")
    with app.app_context(), pytest.raises(ProviderCannotBeAsked):
        queries.provider_in_use()
    answer = adam.get(PAGE)
    assert "The stored key cannot be read, because SECRET_KEY was changed since" in answer.main
    assert str(KeyCannotBeRead()) in problems(adam.post(PAGE, ON | {"key": ""}, 422))[0]
    assert "cannot be read" in adam.json("GET", API).json["problem"]
    assert "cannot be read" not in adam.follow(adam.post(PAGE, ON)).main


def test_a_provider_that_is_no_longer_offered_is_named_and_not_asked(adam: Pages, app: Flask):
    adam.post(PAGE, ON)
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, suggestion_providers="")
    try:
        main = adam.get(PAGE).main
        assert f"The provider “{FAKE}” is no longer offered" in main
        assert "No provider is installed" in main
        with app.app_context(), pytest.raises(ProviderCannotBeAsked):
            queries.provider_in_use()
    finally:
        app.extensions["settings"] = before


@pytest.mark.parametrize("who", ["learner", "trainer", "partner", "reviewer", "analyst"])
def test_only_administrators_see_or_change_the_setting(signed_in: Any, cast: Cast, who: str):
    pages = signed_in(getattr(cast, who))
    pages.get(PAGE, status=403)
    pages.post(PAGE, ON, status=403)
    pages.get("/admin/suggestions/requests/", status=403)
    pages.json("GET", API, status=403)
    pages.json("PUT", API, API_ON, status=403)
    pages.json("GET", "/api/v1/suggestions/requests", status=403)
