"""Passwords are accepted by plain rules and stored so that they cannot be read (R-18)."""

import time
import unicodedata

import pytest

from elearn.accounts import passwords


@pytest.fixture(autouse=True)
def _inside(app):
    with app.app_context():
        yield


def test_a_password_is_stored_as_argon2id_and_verified():
    stored = passwords.hash_password("seven quiet lorries")
    assert stored.startswith("$argon2id$")
    assert "lorries" not in stored
    assert passwords.verify(stored, "seven quiet lorries")
    assert not passwords.verify(stored, "seven quiet lorrie")


def test_any_script_is_accepted_and_both_ways_of_writing_an_accent_are_the_same():
    for password in (
        "пять тихих рек",
        "七条安静的河流和两座山",
        "سبعة أنهار هادئة",
        "sept rivières",
    ):
        assert passwords.problem_with(password) is None
        stored = passwords.hash_password(unicodedata.normalize("NFD", password))
        assert passwords.verify(stored, unicodedata.normalize("NFC", password))


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("seven77", "at least 8"),
        ("x" * 129, "at most 128"),
        ("y" * 1_000_000, "at most 128"),
        ("password123", "Many people"),
        ("PassWord123", "Many people"),
        ("aaaaaaaabbb", "Many people"),
        ("abcdefghijk", "Many people"),
        ("lina@example.org", "your name or e-mail"),
        ("Lina Haddad", "your name or e-mail"),
        ("linahaddad", "your name or e-mail"),
        ("lone \ud800 surrogate", "at most 128"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(password, reason):
    assert reason in passwords.problem_with(password, "Lina Haddad", "lina@example.org")


def test_lengths_are_counted_in_characters_and_nothing_is_cut_off():
    longest = "é" * 125 + "abc"
    assert passwords.problem_with(longest) is None
    stored = passwords.hash_password(longest)
    assert not passwords.verify(stored, longest[:-1])
    assert not passwords.verify(stored, longest + "x")


def test_a_password_of_a_megabyte_costs_next_to_nothing():
    stored = passwords.hash_password("seven quiet lorries")
    huge = "e\u0301" * 500_000
    started = time.thread_time()
    assert not passwords.verify(stored, huge)
    assert passwords.problem_with(huge)
    assert time.thread_time() - started < 0.05


def test_a_hash_of_other_costs_is_outdated():
    other = passwords.PasswordHasher(time_cost=2, memory_cost=32, parallelism=1).hash("x")
    assert passwords.outdated(other)
    assert not passwords.outdated(passwords.hash_password("seven quiet lorries"))


def test_the_list_of_common_passwords_holds_only_what_could_be_tried():
    listed = passwords.common_passwords()
    assert len(listed) > 300
    assert all(len(word) >= passwords.SHORTEST and word == word.casefold() for word in listed)


def test_nobody_has_the_password_that_stands_in_for_a_missing_one():
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("not a hash", "anything at all")
