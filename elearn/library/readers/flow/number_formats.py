"""Numbers in the formats Word knows (ECMA-376 part 1, 17.18.59), as far as manuals use them."""

from collections.abc import Callable

from elearn.library.readers.numerals import letters, roman

LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
ARABIC_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
CHINESE = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
IROHA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
GANADA = "가나다라마바사아자차카타파하"
CHICAGO = "*†‡§"
CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
IROHA_ORDER = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウ"
    "ヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
)
HINDI_VOWELS = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
HINDI_CONSONANTS = "अआइईउऊऋएऐओऔ"
THAI = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
HEBREW_HUNDREDS = {400: "ת", 300: "ש", 200: "ר", 100: "ק"}
HEBREW_TENS = dict(zip(range(10, 100, 10), "יכלמנסעפצ", strict=True))
KOREAN_UNITS = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
VIETNAMESE = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
UNIT_WORDS = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen"
)
TENS_WORDS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety"
UNITS, TENS = UNIT_WORDS.split(), TENS_WORDS.split()
ORDINALS = {
    "One": "First",
    "Two": "Second",
    "Three": "Third",
    "Five": "Fifth",
    "Eight": "Eighth",
    "Nine": "Ninth",
    "Twelve": "Twelfth",
}


def repeated(alphabet: str, n: int) -> str:
    """Return the n-th letter; after the last one Word doubles: y, z, aa, bb, cc."""
    times, at = divmod(n - 1, len(alphabet))
    return alphabet[at] * min(times + 1, 20)


def cycled(alphabet: str, n: int) -> str:
    """Return the n-th character, beginning again after the last."""
    return alphabet[(n - 1) % len(alphabet)]


def digits(n: int, signs: str) -> str:
    """Return the decimal digits of a number in other signs."""
    return "".join(signs[int(digit)] for digit in str(n))


def chinese(n: int, zero: str = "零") -> str:
    """Return a number below 10,000 as Chinese counts it: 十二, 二十, 一百零五."""
    if n >= 10_000:
        return digits(n, CHINESE)
    result, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            result += (zero if gap and result else "") + CHINESE[digit] + sign
        gap = not digit and bool(result)
    return result[1:] if 10 <= n < 20 else result


def chinese_counting(n: int) -> str:
    """Return tens in words and from 100 on digit by digit, as chineseCounting does."""
    return chinese(n) if n < 100 else digits(n, CHINESE)


def cardinal(n: int) -> str:
    """Return a number below 100 in English words, others in digits."""
    if n < 20:
        return UNITS[n]
    if n >= 100:
        return str(n)
    tens, unit = divmod(n, 10)
    return TENS[tens - 2] + (f"-{UNITS[unit].lower()}" if unit else "")


def ordinal(n: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th ..."""
    ending = "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def ordinal_text(n: int) -> str:
    """Return First, Second, Twenty-first; digits from 100 on."""
    if n >= 100:
        return ordinal(n)
    head, dash, last = cardinal(n).rpartition("-")
    name = last.capitalize()
    done = ORDINALS.get(name) or (name[:-1] + "ieth" if name.endswith("y") else name + "th")
    return f"{head}{dash}{done.lower()}" if dash else done


def legal(n: int, signs: str, units: str) -> str:
    """Return a number below 10,000 in the signs contracts use: 壹拾贰."""
    if n >= 10_000:
        return digits(n, signs)
    result, gap = "", False
    for unit, sign in zip((1000, 100, 10, 1), units + " ", strict=True):
        digit = n // unit % 10
        if digit:
            result += (signs[0] if gap and result else "") + signs[digit] + sign.strip()
        gap = not digit and bool(result)
    return result


def hebrew(n: int) -> str:
    """Return a number below 1000 in Hebrew letters, 15 and 16 without the divine name."""
    result = ""
    for value, sign in HEBREW_HUNDREDS.items():
        while n >= value and n < 1000:
            result += sign
            n -= value
    if n in (15, 16):
        return result + "ט" + HEBREW[n - 10]
    tens = n // 10 * 10
    return result + HEBREW_TENS.get(tens, "") + (HEBREW[n % 10 - 1] if n % 10 else "")


def korean(n: int) -> str:
    """Return a number below 100 in Korean words, others in digits."""
    return KOREAN_TENS[n // 10] + KOREAN_UNITS[n % 10] if n < 100 else str(n)


def vietnamese(n: int) -> str:
    """Return a number below 100 in Vietnamese words, others in digits."""
    if n < 10 or n >= 100:
        return VIETNAMESE[n] if n < 10 else str(n)
    tens, unit = divmod(n, 10)
    head = "mười" if tens == 1 else f"{VIETNAMESE[tens]} mươi"
    last = "mốt" if unit == 1 and tens > 1 else "lăm" if unit == 5 else VIETNAMESE[unit]
    return f"{head} {last}" if unit else head


def enclosed(first: int, last: int) -> Callable[[int], str]:
    """Return a format that shows 1 to last as one sign, others in digits."""
    return lambda n: chr(first + n - 1) if 1 <= n <= last else str(n)


def listed(signs: str) -> Callable[[int], str]:
    """Return a format with a sign for each of the first numbers, others in digits."""
    return lambda n: signs[n - 1] if n <= len(signs) else str(n)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": lambda n: repeated(LATIN, n).upper(),
    "lowerLetter": lambda n: repeated(LATIN, n),
    "ordinal": ordinal,
    "cardinalText": cardinal,
    "ordinalText": ordinal_text,
    "hex": lambda n: f"{n:X}",
    "chicago": lambda n: repeated(CHICAGO, n),
    "numberInDash": lambda n: f"- {n} -",
    "arabicAlpha": lambda n: repeated(ARABIC_ALPHA, n),
    "arabicAbjad": lambda n: repeated(ARABIC_ABJAD, n),
    "hebrew2": lambda n: repeated(HEBREW, n),
    "russianLower": lambda n: repeated(RUSSIAN, n),
    "russianUpper": lambda n: repeated(RUSSIAN, n).upper(),
    "chineseCounting": chinese_counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese_counting,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseDigital": lambda n: digits(n, CHINESE),
    "ideographDigital": lambda n: digits(n, CHINESE),
    "japaneseDigitalTenThousand": lambda n: digits(n, CHINESE),
    "japaneseCounting": chinese,
    "koreanDigital": lambda n: digits(n, "영일이삼사오육칠팔구"),
    "ideographTraditional": listed(STEMS),
    "ideographZodiac": listed(BRANCHES),
    "aiueoFullWidth": lambda n: cycled(IROHA, n),
    "ganada": lambda n: cycled(GANADA, n),
    "decimalFullWidth": lambda n: digits(n, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda n: digits(n, "０１２３４５６７８９"),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": enclosed(0x2460, 20),
    "decimalEnclosedCircleChinese": enclosed(0x2460, 20),
    "decimalEnclosedParen": enclosed(0x2474, 20),
    "decimalEnclosedFullstop": enclosed(0x2488, 20),
    "ideographEnclosedCircle": enclosed(0x3280, 10),
    "hindiNumbers": lambda n: digits(n, "०१२३४५६७८९"),
    "thaiNumbers": lambda n: digits(n, "๐๑๒๓๔๕๖๗๘๙"),
    "none": lambda _: "",
    "hebrew1": hebrew,
    "chineseLegalSimplified": lambda n: legal(n, "零壹贰叁肆伍陆柒捌玖", "仟佰拾"),
    "ideographLegalTraditional": lambda n: legal(n, "零壹貳參肆伍陸柒捌玖", "仟佰拾"),
    "japaneseLegal": lambda n: legal(n, "〇壱弐参四伍六七八九", "阡百拾"),
    "koreanDigital2": lambda n: digits(n, "零一二三四五六七八九"),
    "koreanCounting": korean,
    "chosung": lambda n: cycled(CHOSUNG, n),
    "aiueo": lambda n: cycled(IROHA, n),
    "iroha": lambda n: cycled(IROHA_ORDER, n),
    "irohaFullWidth": lambda n: cycled(IROHA_ORDER, n),
    "hindiVowels": lambda n: repeated(HINDI_VOWELS, n),
    "hindiConsonants": lambda n: repeated(HINDI_CONSONANTS, n),
    "thaiLetters": lambda n: repeated(THAI, n),
    "vietnameseCounting": vietnamese,
    # OpenDocument's own: letters counted on as aa, ab, and digits of other scripts.
    "lowerLetterOn": letters,
    "upperLetterOn": lambda n: letters(n).upper(),
    "greekLower": lambda n: repeated(GREEK, n),
    "greekUpper": lambda n: repeated(GREEK, n).upper(),
    "arabicDigits": lambda n: digits(n, "٠١٢٣٤٥٦٧٨٩"),
    "persianDigits": lambda n: digits(n, "۰۱۲۳۴۵۶۷۸۹"),
}
# How the model names the formats of list items.
PLAIN_NAMES = {
    "lowerLetter": "lower-letter",
    "upperLetter": "upper-letter",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
    "lowerLetterOn": "lower-letter",
    "upperLetterOn": "upper-letter",
}


def shown(number_format: str, n: int) -> str:
    """Return a number as Word prints it; in digits where the format is unknown or n below 1."""
    if number_format == "none":
        return ""
    if n < 1 and number_format not in ("decimal", "decimalZero", "decimalFullWidth"):
        return str(n) if n else "0"
    return FORMATS.get(number_format, str)(min(n, 100_000))
