"""Which language a text is in, by its script and its commonest words; and how it runs."""

import re
from collections import Counter

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "dv", "sd", "ug"})
SCRIPTS = (
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("han", re.compile("[\u3400-\u9fff]")),
    ("hebrew", re.compile("[\u0590-\u05ff]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]")),
)
LETTERS_A_CHARACTER = 3
KANA = re.compile("[\u3041-\u30ff]")
# The languages of each script, the likeliest first.
LANGUAGES = {
    "arabic": ("ar", "fa", "ur", "ps", "ug", "sd"),
    "cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"),
    "han": ("zh", "ja", "yue"),
    "hebrew": ("he", "yi"),
}
COMMON = {
    "en": "the of and to in is for that are with be by on as or not from this",
    "fr": "le la les des et du une est dans pour que par sur au aux ou qui avec ce",
    "es": "el los las del y una en es para que por con se al o su como más",
    "pt": "o os as do da dos das e uma em para que por com não ao ou como mais",
    "de": "der die das und zu den von mit ist für im des auf eine nicht dem ein oder",
    "it": "il lo gli della di e una in per che con del al nel è sono dei alla",
    "nl": "de het een van en te dat voor met zijn is op aan niet om er ook",
    "pl": "i w na z do się nie że jest od dla oraz przez po są lub",
}
COMMON_WORDS = {tag: frozenset(words.split()) for tag, words in COMMON.items()}
WORD = re.compile(r"[^\W\d_]+")
ENOUGH_WORDS = 20


def script_of(text: str) -> str:
    """Return latin, cyrillic, arabic, han, hebrew, or "" for a text without letters."""
    if text.isascii():
        return "latin" if re.search("[A-Za-z]", text) else ""
    counts = {name: len(pattern.findall(text)) for name, pattern in SCRIPTS}
    # A Chinese character says as much as some letters do.
    counts["han"] *= LETTERS_A_CHARACTER
    name = max(counts, key=lambda key: counts[key])
    return name if counts[name] else ""


def fitting(tag: str, text: str) -> str:
    """Return the language tag, corrected where the text's script contradicts it.

    Word marks much text with the language of the keyboard, not of the text.
    """
    script = script_of(text)
    primary = tag.split("-")[0].casefold()
    if not script:
        return tag
    if script == "latin":
        foreign = any(primary in tags for tags in LANGUAGES.values())
        return "" if foreign else tag
    if script == "han" and KANA.search(text):
        return "ja"
    if primary in LANGUAGES[script]:
        return tag
    return LANGUAGES[script][0]


def guess(text: str, hint: str = "") -> str:
    """Return the language of a longer text; the hint where words do not decide."""
    script = script_of(text)
    if script != "latin":
        return fitting(hint, text)
    words = Counter(word.casefold() for word in WORD.findall(text[:200_000]))
    scores = {tag: sum(words[word] for word in common) for tag, common in COMMON_WORDS.items()}
    ranked = sorted(scores, key=lambda tag: -scores[tag])
    best, second = ranked[0], ranked[1]
    if sum(words.values()) >= ENOUGH_WORDS and scores[best] > 1.3 * scores[second] + 2:
        return hint if hint.split("-")[0].casefold() == best else best
    return fitting(hint, text)


def direction(tag: str) -> str:
    """Return rtl for a language written from right to left, else ltr."""
    return "rtl" if tag.split("-")[0].casefold() in RIGHT_TO_LEFT else "ltr"
