"""Roman numerals and letters, as numbers in lists are printed."""

ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def roman(n: int) -> str:
    """Return a Roman numeral, upper case."""
    result = ""
    for value, letters_ in ROMAN:
        result += letters_ * (n // value)
        n %= value
    return result


def letters(n: int) -> str:
    """Return a to z, then aa, ab ... as browsers count."""
    result = ""
    while n > 0:
        n, at = divmod(n - 1, 26)
        result = chr(97 + at) + result
    return result


def ordinary(number_format: str, n: int) -> str:
    """Return a number as browsers show it in a list of this format, without the stop."""
    if number_format == "decimal" or n < 1:
        return str(n)
    if number_format.endswith("letter"):
        return letters(n).upper() if number_format == "upper-letter" else letters(n)
    return roman(n) if number_format == "upper-roman" else roman(n).lower()
