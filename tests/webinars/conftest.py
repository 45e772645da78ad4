"""What tests of webinars share."""

import pytest


@pytest.fixture(autouse=True)
def own_pages(whole_app, monkeypatch) -> None:
    """Stands in for the part that signs links of registrations, until it is here."""
    known = whole_app.jinja_env.globals
    if "registration_link" not in known:
        monkeypatch.setitem(
            known, "registration_link", lambda one: f"https://learn.example.org/mine/{one}"
        )
