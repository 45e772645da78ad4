"""The verification code: 95 random bits and a check character, made to be typed from paper.

Twenty characters of Crockford's base32 in four groups of five: no I, L, O or U. The check
character is a weighted sum over GF(32): every single wrong character and every swap of two
characters is noticed, so that a slip of the finger never reads as "no such certificate".
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 19
LENGTH = RANDOM_LENGTH + 1
GROUP = 5
LONGEST_TYPED = 300

# x^5 + x^2 + 1, irreducible over GF(2): the multiplication below stays inside five bits.
POLYNOMIAL = 0b100101
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
# As certificates and their links show it: most codes come so.
PRINTED = re.compile("-".join([f"[{ALPHABET}]{{{GROUP}}}"] * (LENGTH // GROUP)))
VALUES = {character: value for value, character in enumerate(ALPHABET)}
# What people type for a character that looks the same, on Latin and on Cyrillic keyboards.
READ_AS = str.maketrans("OILАВЕКМНРСТУХОЗІ", "011ABEKMHPCTYX031")


def multiplied(left: int, right: int) -> int:
    """Return the product of two elements of GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= POLYNOMIAL
        right >>= 1
    return product


def _powers(count: int) -> list[int]:
    # x generates all 31 non-zero elements, so these weights differ for up to 31 places.
    powers = [2]
    while len(powers) < count:
        powers.append(multiplied(powers[-1], 2))
    return powers


WEIGHTS = _powers(RANDOM_LENGTH)
# What every character adds to the check at every place.
SHARES = [
    {character: multiplied(value, weight) for character, value in VALUES.items()}
    for weight in WEIGHTS
]


def check_character(body: str) -> str:
    """Return the check character for the first nineteen characters of a code."""
    total = 0
    for character, shares in zip(body, SHARES, strict=True):
        total ^= shares[character]
    return ALPHABET[total]


def new_code() -> str:
    """Return a new code of twenty characters, without hyphens. It cannot be guessed."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return body + check_character(body)


def grouped(code: str) -> str:
    """Return the code as it is printed: groups of five, joined by hyphens."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalise(typed: str) -> str | None:
    """Return the code a person meant, or None when what they typed cannot be one.

    Forgives case, spaces, hyphens of any kind, digits of other scripts, O for 0, I and L for 1,
    letters of a Cyrillic keyboard that look Latin, and a pasted address that ends in the code.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    code = typed.replace("-", "") if PRINTED.fullmatch(typed) else _meant(typed)
    if not CODE.fullmatch(code):
        return None
    return code if check_character(code[:RANDOM_LENGTH]) == code[RANDOM_LENGTH] else None


def _meant(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).strip().rstrip("/").rpartition("/")[2]
    return "".join(_plain(character) for character in text.upper()).translate(READ_AS)


def _plain(character: str) -> str:
    """Drop spaces, hyphens and invisible characters; write any digit as an ASCII digit."""
    category = unicodedata.category(character)
    if category in ("Zs", "Cc", "Cf", "Pd") or character in "_.":
        return ""
    return str(unicodedata.decimal(character)) if category == "Nd" else character
