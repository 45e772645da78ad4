from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.numbers import could_be_thousands, parse_number, within

READ = {
    "12": "12",
    "12.5": "12.5",
    "12,5": "12.5",
    " 12,5 ": "12.5",
    ".5": "0.5",
    "5.": "5",
    "-3": "-3",
    "\u22123": "-3",
    "- 3": "-3",
    "+3": "3",
    "1 000": "1000",
    "1\u2009000": "1000",
    "1\u202f000\u202f000,25": "1000000.25",
    "1\u00a0000": "1000",
    "1'000": "1000",
    "1\u2019000.5": "1000.5",
    "1,234,567": "1234567",
    "1.234.567": "1234567",
    "1,234.5": "1234.5",
    "1.234,5": "1234.5",
    "1,234": "1.234",
    "٣٫٥": "3.5",
    "１２": "12",
    "10 %": "10",
    "10%": "10",
}
UNREADABLE = [
    "",
    " ",
    "abc",
    "1e5",
    "nan",
    "Infinity",
    "1 2",
    "12 34",
    "1,2,3",
    "1..2",
    ",",
    "-",
    "½",
]


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_numbers_are_read_as_people_write_them(text, value):
    assert parse_number(text, "%") == Decimal(value)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_could_only_be_guessed_is_not_read(text):
    assert parse_number(text) is None


def test_a_number_longer_than_sixty_characters_is_not_read():
    assert parse_number("1" * 60) == Decimal("1" * 60)
    assert parse_number("1" * 61) is None
    assert parse_number("1" * 100_000) is None


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [("1,234", True), ("1.234", True), ("0,234", False), ("1 234", False), ("12,34", False)],
)
def test_a_single_sign_before_three_digits_is_doubtful(text, doubtful):
    assert could_be_thousands(text) is doubtful


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_every_plain_decimal_is_read_exactly_with_comma_and_point(number):
    text = f"{number:f}"
    assert parse_number(text) == number
    assert parse_number(text.replace(".", ",")) == number


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    value = parse_number(text)
    assert value is None or value.is_finite()


def test_the_ends_of_the_tolerance_count_and_nothing_beyond():
    target, tolerance = Decimal("0.3"), Decimal("0.1")
    assert within(Decimal("0.2"), target, tolerance)
    assert within(Decimal("0.4"), target, tolerance)
    assert not within(Decimal("0.4000000000000000000000001"), target, tolerance)
