"""Pages of words say what the software does, and read well in every language and direction."""

from dataclasses import replace

import pytest

PAGES = {
    "/about": "About this site",
    "/privacy": "Privacy notice",
    "/accessibility": "Accessibility",
    "/designations": "Names of countries",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_a_page_of_words_is_open_to_anyone(visitor, path, heading):
    answer = visitor.get(path)
    assert answer.heading == heading
    assert "%(" not in answer.main
    assert visitor.get(path, headers={"Accept-Language": "ar"}).status == 200


def test_the_privacy_notice_states_the_periods_the_software_keeps(visitor):
    main = visitor.get("/privacy").main
    for sentence in (
        "A sign-in ends after 14 days.",
        "Its entry in the list is deleted 30 days later.",
        "An account whose address is never confirmed is deleted after 30 days.",
        "deleted after 60 minutes",
    ):
        assert sentence in main


def test_pages_name_the_address_to_write_to_when_there_is_one(visitor, app):
    settings = app.extensions["settings"]
    assert "Ask ESM Learn" in visitor.get("/privacy").main
    app.extensions["settings"] = replace(settings, contact="help@example.org", issuer="A Centre")
    try:
        for path in ("/about", "/privacy", "/accessibility"):
            assert "Write to help@example.org." in visitor.get(path).main
        assert "run by A Centre" in visitor.get("/about").main
    finally:
        app.extensions["settings"] = settings


def test_every_page_leads_to_the_pages_of_words_and_to_the_doors(visitor, signed_in, cast):
    links = visitor.get("/about").all("//footer//a/@href")
    assert set(PAGES) <= set(links)
    header = visitor.get("/about").all("//header//a/@href")
    assert {"/sign-in", "/register"} <= set(header)
    mine = signed_in(cast.learner).get("/about")
    assert "/account/" in mine.all("//header//a/@href")
    assert "/admin/people/" not in mine.all("//a/@href")
    assert "/admin/people/" in signed_in(cast.admin).get("/about").all("//a/@href")
