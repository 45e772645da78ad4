from hypothesis import given
from hypothesis import strategies as st

from certificates.codes import (
    ALPHABET,
    LENGTH,
    RANDOM_LENGTH,
    check_character,
    grouped,
    new_code,
    normalise,
)

codes = st.text(ALPHABET, min_size=RANDOM_LENGTH, max_size=RANDOM_LENGTH).map(
    lambda body: body + check_character(body)
)
places = st.integers(min_value=0, max_value=LENGTH - 1)


def test_a_hundred_thousand_codes_are_unique_and_read_back():
    made = {new_code() for _ in range(100_000)}
    assert len(made) == 100_000
    assert all(normalise(code) == code for code in list(made)[:2_000])


def test_a_code_carries_at_least_eighty_random_bits_and_no_look_alike():
    assert RANDOM_LENGTH * 5 >= 80
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@given(codes, places, st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(code, place, character):
    typed = code[:place] + character + code[place + 1 :]
    assert normalise(typed) == (code if typed == code else None)


@given(codes, places, places)
def test_any_two_swapped_characters_are_noticed(code, one, other):
    characters = list(code)
    characters[one], characters[other] = characters[other], characters[one]
    typed = "".join(characters)
    assert normalise(typed) == (code if typed == code else None)


@given(codes, places)
def test_a_missing_or_doubled_character_is_noticed(code, place):
    assert normalise(code[:place] + code[place + 1 :]) is None
    assert normalise(code[:place] + code[place] + code[place:]) is None


@given(codes, st.randoms())
def test_case_spaces_hyphens_and_look_alikes_are_forgiven(code, random):
    look_alikes = {"0": "0OoОо", "1": "1IiLlІ", "3": "3Зз", "A": "AaАа", "C": "CcСс", "X": "XxХх"}
    typed = "".join(
        random.choice(look_alikes.get(character, character + character.lower()))
        + random.choice(["", "", " ", "-", "–", "\u00a0", "\u200b", "."])
        for character in code
    )
    assert normalise(typed) == code


@given(codes)
def test_digits_of_other_scripts_and_wide_letters_are_forgiven(code):
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    assert normalise(arabic) == code
    assert normalise(wide) == code


@given(codes)
def test_a_pasted_address_gives_the_code(code):
    assert normalise(f" https://learn.example.org/v/{grouped(code)}/ ") == code


@given(st.text(max_size=400))
def test_whatever_is_typed_gives_a_code_or_nothing(typed):
    found = normalise(typed)
    assert found is None or (len(found) == LENGTH and set(found) <= set(ALPHABET))


def test_a_code_is_printed_in_four_groups_of_five():
    code = new_code()
    assert [len(group) for group in grouped(code).split("-")] == [5, 5, 5, 5]
    assert grouped(code).replace("-", "") == code
