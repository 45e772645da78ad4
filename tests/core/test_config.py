"""R-20, R-22: no unsafe start in production; keys are replaced without signing anybody out."""

import stat
from dataclasses import fields, replace

import pytest
from flask import Flask
from itsdangerous import BadSignature

from elearn.app.factory import create_app
from elearn.core import outbox
from elearn.core.config import Settings, UnsafeSettings, from_environment, refuse_unsafe

KEY = "k" * 40


@pytest.fixture
def production(tmp_path) -> Settings:
    """Settings that may start in production."""
    signing_key = tmp_path / "signing-key.pem"
    signing_key.write_text("a key")
    return Settings(
        env="production",
        data=str(tmp_path),
        secret_key=KEY,
        trusted_hosts="learn.example.org",
        public_url="https://learn.example.org",
        smtp_url="smtp://localhost",
        signing_key=str(signing_key),
    )


def test_safe_settings_start(production):
    refuse_unsafe(production)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "k" * 31}, "SECRET_KEY"),
        ({"secret_key": f"{KEY},short"}, "SECRET_KEY"),
        ({"secret_key": " , ,"}, "SECRET_KEY"),
        ({"trusted_hosts": ""}, "TRUSTED_HOSTS"),
        ({"trusted_hosts": " , "}, "TRUSTED_HOSTS"),
        ({"public_url": ""}, "PUBLIC_URL"),
        ({"public_url": "http://learn.example.org"}, "PUBLIC_URL"),
        ({"public_url": "learn.example.org"}, "PUBLIC_URL"),
        ({"smtp_url": ""}, "SMTP_URL"),
        ({"signing_key": "/nowhere/key.pem"}, "SIGNING_KEY_FILE"),
        ({"env": "staging"}, "ELEARN_ENV"),
        ({"env": "Production"}, "ELEARN_ENV"),
        ({"env": ""}, "ELEARN_ENV"),
    ],
)
def test_an_unsafe_setting_refuses_the_start_and_is_named(production, change, named):
    with pytest.raises(UnsafeSettings, match=named):
        refuse_unsafe(replace(production, **change))


def test_the_refusal_never_shows_the_secret(production):
    with pytest.raises(UnsafeSettings) as refused:
        refuse_unsafe(replace(production, secret_key="tiny-secret"))
    assert "tiny-secret" not in str(refused.value)


def test_the_start_itself_refuses_an_unsafe_environment(tmp_path):
    environ = {"ELEARN_ENV": "production", "ELEARN_DATA": str(tmp_path), "SECRET_KEY": KEY}
    with pytest.raises(UnsafeSettings, match="TRUSTED_HOSTS"):
        from_environment(environ)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def signals():
    """Put back whom the outbox tells of jobs: an application outside tests connects its broker."""
    before = outbox._signals[:]
    yield
    outbox._signals[:] = before


def test_cookies_in_production_are_secure_and_debugging_is_off(production, signals):
    app = create_app(replace(production, log_level="critical"))
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert (app.debug, app.testing, app.config["PROPAGATE_EXCEPTIONS"]) == (False, False, False)


def test_every_setting_is_read_from_its_own_variable_and_documented(tmp_path):
    names = [item.metadata["env"] for item in fields(Settings)]
    assert len(set(names)) == len(names)
    assert all(item.metadata["doc"] for item in fields(Settings))
    given = {name: f"value of {name}" for name in names}
    given |= {"ELEARN_ENV": "development", "ELEARN_DATA": str(tmp_path)}
    read = from_environment(given)
    assert {item.metadata["env"]: getattr(read, item.name) for item in fields(Settings)} == given


def test_empty_variables_mean_the_default(tmp_path):
    read = from_environment({"ELEARN_DATA": str(tmp_path), "PORT": "", "LANGUAGES": ""})
    assert (read.port, read.language_list) == ("8000", ["en"])


def test_what_settings_mean(tmp_path):
    read = Settings(
        data=str(tmp_path), port="8080", trusted_hosts="a.org, b.org", upload_megabytes="2"
    )
    assert read.origin == "http://127.0.0.1:8080"
    assert replace(read, public_url="https://a.org/").origin == "https://a.org"
    assert read.host_list == ["a.org", "b.org"]
    assert read.upload_bytes == 2 * 1024 * 1024
    assert read.database == f"sqlite:///{tmp_path / 'elearn.db'}"
    assert replace(read, database_url="postgresql://x").database == "postgresql://x"


def test_a_development_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    environ = {"ELEARN_DATA": str(tmp_path / "var")}
    first, second = from_environment(environ), from_environment(environ)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    mode = (tmp_path / "var" / "secret-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def with_keys(production: Settings, keys: str) -> Flask:
    return create_app(replace(production, env="testing", secret_key=keys, log_level="critical"))


def signed(app: Flask, value: dict[str, str]) -> str:
    serializer = app.session_interface.get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(value))


def test_a_session_signed_with_the_older_key_still_counts(production):
    cookie = signed(with_keys(production, "a" * 32), {"who": "Lina"})
    rotated = with_keys(production, f"{'b' * 32},{'a' * 32}")
    serializer = rotated.session_interface.get_signing_serializer(rotated)
    assert serializer.loads(cookie) == {"who": "Lina"}


def test_new_sessions_are_signed_with_the_newest_key(production):
    cookie = signed(with_keys(production, f"{'b' * 32},{'a' * 32}"), {"who": "Lina"})
    newest = with_keys(production, "b" * 32)
    assert newest.session_interface.get_signing_serializer(newest).loads(cookie) == {"who": "Lina"}
    oldest = with_keys(production, "a" * 32)
    with pytest.raises(BadSignature):
        oldest.session_interface.get_signing_serializer(oldest).loads(cookie)


def test_a_key_that_was_taken_off_counts_no_more(production):
    cookie = signed(with_keys(production, "a" * 32), {"who": "Eve"})
    later = with_keys(production, f"{'c' * 32},{'b' * 32}")
    with pytest.raises(BadSignature):
        later.session_interface.get_signing_serializer(later).loads(cookie)
