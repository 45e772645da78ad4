"""Numbers as people write them: comma or point, thin spaces, any script's digits. Exact."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

LONGEST = 60
MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u066b": ".", "\u066c": "\u2019"})
PLAIN = re.compile(r"[+-]? ?(\d+([.,]\d*)?|[.,]\d+)")
GROUPED = re.compile(
    r"[+-]? ?\d{1,3}(?:(?P<mark>[ '\u2019.,])\d{3})(?:(?P=mark)\d{3})*(?P<rest>[.,]\d*)?"
)


def parse_number(text: str, unit: str = "") -> Decimal | None:
    """Return the number a person wrote, or None when it cannot be read without guessing.

    One comma or point is a decimal sign. Spaces, apostrophes and repeated commas or points may
    group digits in threes. The unit may follow the number. Powers of ten are not read.
    """
    text = unicodedata.normalize("NFKC", text[: LONGEST * 2]).translate(MINUS)
    text = " ".join(text.split())
    wanted = " ".join(unicodedata.normalize("NFKC", unit).split())
    if wanted and text.casefold().endswith(wanted.casefold()):
        text = text[: len(text) - len(wanted)].rstrip()
    if len(text) > LONGEST:
        return None
    if PLAIN.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(",", "."))
    grouped = GROUPED.fullmatch(text)
    if grouped is None or (grouped["rest"] or "").startswith(grouped["mark"]):
        return None
    rest = grouped["rest"] or ""
    whole = text[: len(text) - len(rest)]
    for mark in " '\u2019.,":
        whole = whole.replace(mark, "")
    return Decimal(whole + rest.replace(",", "."))


def could_be_thousands(text: str) -> bool:
    """Tell whether somebody may have meant the only comma or point to group thousands."""
    return re.fullmatch(r"\s*[+-]?[1-9]\d{0,2}[.,]\d{3}", text) is not None


def within(value: Decimal, target: Decimal, tolerance: Decimal) -> bool:
    """Tell whether `value` lies within `tolerance` of `target`, the ends included, exactly."""
    return abs(Fraction(value) - Fraction(target)) <= Fraction(tolerance)
