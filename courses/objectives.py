"""Objectives of a module: a draft made from its heading and its first list. Pure.

Nothing is made up: the verbs are those of the course's level, in turn, and what follows them stands
in the module. A colon parts the two, so that no language has to inflect what it quotes. The six
languages of the United Nations are spoken; for others, and for modules without a list, the draft
is empty. A list that says itself what readers will be able to do is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import html as markup

from courses.glossary import clean_words
from courses.labels import LEVELS
from courses.lesson_pieces import words_of
from courses.reading_time import word_count
from elearn.core.config import UnsafeSettings

MOST = 12
LONGEST = 300
MOST_ITEMS = 5
FEWEST_ITEMS = 2
# A longer item is a paragraph with a mark before it.
MOST_WORDS = 18

LEADS = {
    "ar": "بعد هذه الوحدة ستتمكن من:",
    "en": "After this module you can:",
    "es": "Al terminar este módulo, usted podrá:",
    "fr": "À la fin de ce module, vous pourrez :",
    "ru": "После этого модуля вы сможете:",
    "zh": "学完本单元后，您能够：",
}
COLONS = {"fr": " : ", "zh": "："}
# By language and level: the first verb goes with the heading, the others with the items in turn.
VERBS: dict[tuple[str, str], tuple[str, ...]] = {
    ("ar", "introductory"): ("شرح", "تحديد", "وصف"),
    ("ar", "intermediate"): ("شرح", "تطبيق", "مقارنة"),
    ("ar", "advanced"): ("تقييم", "تطبيق", "تخطيط"),
    ("en", "introductory"): ("explain", "identify", "describe"),
    ("en", "intermediate"): ("explain", "apply", "compare"),
    ("en", "advanced"): ("assess", "apply", "plan"),
    ("es", "introductory"): ("explicar", "identificar", "describir"),
    ("es", "intermediate"): ("explicar", "aplicar", "comparar"),
    ("es", "advanced"): ("evaluar", "aplicar", "planificar"),
    ("fr", "introductory"): ("expliquer", "identifier", "décrire"),
    ("fr", "intermediate"): ("expliquer", "appliquer", "comparer"),
    ("fr", "advanced"): ("évaluer", "appliquer", "planifier"),
    ("ru", "introductory"): ("объяснить", "определить", "описать"),
    ("ru", "intermediate"): ("объяснить", "применить", "сравнить"),
    ("ru", "advanced"): ("оценить", "применить", "спланировать"),
    ("zh", "introductory"): ("解释", "识别", "描述"),
    ("zh", "intermediate"): ("解释", "应用", "比较"),
    ("zh", "advanced"): ("评估", "应用", "规划"),
}

# How a manual begins a list of objectives of its own.
_ABLE = re.compile(
    r"(?:you|learners|participants|readers) (?:can|will be able to|should be able to)|"
    r"vous (?:pourrez|saurez|serez capables?)|seront capables|(?:podrá|será capaz|serán capaces)|"
    r"сможете|смогут|ستتمكن|ستكون قادر|能够[:：]?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:[IVXLC]+\.|[A-Z]\.|\d+(?:\.\d+)*\.?|\([a-z0-9]+\))\s+")
_CLAUSE = re.compile(r"[;:.。；：؛]\s|\s[-–—]\s|[;:.,。；：؛،]*$")


def use_verbs(said: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
    """Draft with these verbs from now on. Called once, when the application starts.

    Raises UnsafeSettings for a level that no course has.
    """
    if any(level not in LEVELS for _language, level in said):
        raise UnsafeSettings(f"The levels in OBJECTIVE_VERBS are {', '.join(LEVELS)}.")
    VERBS.update(said)


def lead(language: str) -> str:
    """Return how a list of objectives begins in the language of a course, or nothing."""
    return LEADS.get(language.split("-")[0], "")


def suggested(heading: str, blocks: Iterable[str], language: str, level: str) -> list[str]:
    """Return a draft of the objectives of a module from its heading and the markup of its blocks.

    Empty when no block holds a list, or when nobody wrote verbs for language and level.
    """
    code = language.split("-")[0]
    verbs = VERBS.get((code, level))
    if not verbs or code not in LEADS:
        return []
    before, items = first_list(blocks, language)
    if not items or _ABLE.search(before):
        return [item[:LONGEST] for item in items]
    colon = COLONS.get(code, ": ")
    turns = verbs[1:] or verbs
    said = [f"{verbs[0]}{colon}{_NUMBER.sub('', heading)}"]
    said += [f"{turns[at % len(turns)]}{colon}{item}" for at, item in enumerate(items)]
    return [one[:LONGEST] for one in said]


def first_list(blocks: Iterable[str], language: str) -> tuple[str, list[str]]:
    """Return the short items of the first list that has any, and what stands before it.

    Notes are no list; without one, both are empty.
    """
    before = ""
    for html in blocks:
        if "<li" not in html:
            before = words_of(html)
            continue
        root = markup.fragment_fromstring(html, create_parent="div")
        for found in root.iter("ul", "ol"):
            if not any("notes" in (one.get("class") or "") for one in found.iterancestors()):
                items = [item for item in _items(found) if _short(item, language)]
                if len(items) >= FEWEST_ITEMS:
                    return before, items[:MOST_ITEMS]
    return "", []


def _items(found: markup.HtmlElement) -> Iterator[str]:
    for item in found.iterchildren("li"):
        for inner in list(item.iter("ul", "ol", "sup", "span")):
            if inner.tag in ("ul", "ol", "sup") or "number" in (inner.get("class") or "").split():
                inner.drop_tree()
        text = clean_words(item.text_content())
        yield _CLAUSE.split(text, maxsplit=1)[0].strip()


def _short(item: str, language: str) -> bool:
    return 0 < word_count(item, language) <= MOST_WORDS


def cleaned(lines: Iterable[str]) -> list[str]:
    """Return objectives as they are kept: clean words, none empty, none twice."""
    return list(dict.fromkeys(line for line in map(clean_words, lines) if line))


def too_many(objectives: Sequence[str]) -> bool:
    """Tell whether there are more, or longer ones, than a module may have."""
    return len(objectives) > MOST or any(len(one) > LONGEST for one in objectives)
