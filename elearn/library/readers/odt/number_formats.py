"""OpenDocument's names for formats of numbers, as the names the other readers use."""

PLAIN = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "": "none"}
# With "letter sync" aa comes after z and then bb, without it ab.
LETTERS = {
    ("a", True): "lowerLetter",
    ("A", True): "upperLetter",
    ("a", False): "lowerLetterOn",
    ("A", False): "upperLetterOn",
}
# Formats of other scripts are spelled by their first numbers; some need the second to be told.
SAMPLES = (
    ("1st", "ordinal"),
    ("First", "ordinalText"),
    ("One", "cardinalText"),
    ("001", "decimalZero"),
    ("01", "decimalZero"),
    ("أ,ب,ت", "arabicAlpha"),
    ("أ,ب,ج", "arabicAbjad"),
    ("ا,ب,ت", "arabicAlpha"),
    ("ا,ب,ج", "arabicAbjad"),
    ("א,י,ק", "hebrew1"),
    ("א", "hebrew2"),
    ("а", "russianLower"),
    ("А", "russianUpper"),
    ("一", "chineseCountingThousand"),
    ("壹", "chineseLegalSimplified"),
    ("壱", "japaneseLegal"),
    ("甲", "ideographTraditional"),
    ("子", "ideographZodiac"),
    ("ア", "aiueoFullWidth"),
    ("ｱ", "aiueo"),
    ("イ", "irohaFullWidth"),
    ("ｲ", "iroha"),
    ("가", "ganada"),
    ("㉮", "ganada"),
    ("ㄱ", "chosung"),
    ("일", "koreanDigital"),
    ("영", "koreanDigital"),
    ("하나", "koreanCounting"),
    ("①", "decimalEnclosedCircle"),
    ("１", "decimalFullWidth"),
    ("*", "chicago"),
    ("क", "hindiVowels"),
    ("१", "hindiNumbers"),
    ("ก", "thaiLetters"),
    ("๑", "thaiNumbers"),
    ("α", "greekLower"),
    ("Α", "greekUpper"),
    ("٠", "arabicDigits"),
    ("١", "arabicDigits"),
    ("۱", "persianDigits"),
)


def number_format(name: str, synchronous: bool) -> str:
    """Return the format a style:num-format means; decimal where it is unknown."""
    if name in PLAIN:
        return PLAIN[name]
    if (name, synchronous) in LETTERS:
        return LETTERS[name, synchronous]
    bare = name.replace(" ", "")
    return next((known for sample, known in SAMPLES if bare.startswith(sample)), "decimal")
