"""From a glossary: a meaning is told, and its term is to be chosen among terms like it. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from quizzes.drafting.draft import Draft, choices, digest
from quizzes.drafting.gaps import ABBREVIATED, is_short_for, without_term
from quizzes.drafting.languages import ARABIC, CHINESE, ENGLISH, FRENCH, RUSSIAN, SPANISH, Language
from quizzes.drafting.words import (
    CODE,
    HAN,
    capital,
    content,
    folded,
    length,
    likeness,
    shared,
    small_stems,
)

WRONG = 3
MOST_WORDS = 60
LONGEST_TERM = 6
ALIKE = 0.35
BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
# Signs no term in words has.
NO_WORDS = re.compile(r"[/%+,;:]|\d{2}|\.\w")
FEMININE = {
    FRENCH: re.compile(r"(?:tion|sion|té|ure|ence|ance|erie|ie|ée|ise)s?$"),
    SPANISH: re.compile(r"(?:ción|sión|dad|tud|a)(?:e?s)?$"),
    RUSSIAN: re.compile(r"(?:а|я|ь)$"),
    ARABIC: re.compile(r"(?:ة|ات|اء)$"),
}
NEUTER = re.compile(r"(?:о|е|ё)$")
PLURALS = {
    ENGLISH: re.compile(r"[^sui]s$"),
    FRENCH: re.compile(r"[sx]$"),
    SPANISH: re.compile(r"s$"),
    RUSSIAN: re.compile(r"[ыи]$"),
    ARABIC: re.compile(r"(?:ات|ون|ين)$"),
}


@dataclass(frozen=True)
class Defined:
    """A term of a glossary with its meaning, and where the course first uses it."""

    term: str
    meaning: str
    key: str
    module_id: int | None = None
    section: str = ""
    taught: bool = True


def of_glossary(terms: Sequence[Defined], language: Language) -> Iterator[Draft]:
    """Yield a question for each term that can be told from others by its meaning alone."""
    fit = [
        replace(one, meaning=ABBREVIATED.sub("", one.meaning.strip()))
        for one in terms
        if is_wordy(bare(one.term)) and not spells(one)
    ]
    for one in fit:
        if not one.taught or language.pointing.match(one.meaning):
            continue
        if not 4 <= length(one.meaning) <= MOST_WORDS:
            continue
        told = without_term(one.meaning, bare(one.term), language)
        wrong = distractors(one, told, fit, language) if told else []
        if told and len(wrong) == WRONG:
            yield draft_of(one, told, wrong, language)


def draft_of(one: Defined, told: str, wrong: Sequence[str], language: Language) -> Draft:
    right = capital(bare(one.term))
    return Draft(
        rule="definition",
        kind="single",
        name=folded(one.term),
        prompt=f"{language.term}\n\n{language.quoted(capital(told))}",
        raw=choices(right, [capital(text) for text in wrong]),
        paragraphs=(one.key,),
        feedback=f"{right} – {one.meaning}",
        section=one.section,
        module_id=one.module_id,
        right=(right,),
    )


def bare(term: str) -> str:
    """Return a term without an abbreviation in brackets after it."""
    return BRACKETS.sub("", term).strip()


def is_wordy(term: str) -> bool:
    """Tell whether a term is words: no abbreviation, number, path or code."""
    letters = [char for char in term if char.isalpha()]
    if not letters or length(term) > LONGEST_TERM:
        return False
    if NO_WORDS.search(term) or CODE.search(term):
        return False
    if HAN.search(term):
        return 2 <= len(term) <= 10
    capitals = sum(char.isupper() for char in letters)
    return len(letters) >= 4 and capitals <= max(len(term.split()), len(letters) / 2)


def spells(one: Defined) -> bool:
    """Tell whether the meaning only writes an abbreviation out."""
    short = bare(one.term)
    return short.isupper() and length(one.meaning) <= 2 * len(short)


def distractors(
    one: Defined, told: str, others: Sequence[Defined], language: Language
) -> list[str]:
    """Return three terms of the same shape that the meaning does not fit; fewer if there are no
    more.

    None is a part, a whole or another name of the term, or named in the meaning.
    """
    own, meaning = bare(one.term), content(one.meaning, language)
    shape, words = shape_of(own, language), content(own, language)
    found: dict[str, tuple[float, str]] = {}
    for other in others:
        text = bare(other.term)
        if folded(text) == folded(own) or shape_of(text, language) != shape:
            continue
        if not 0.5 <= len(text) / len(own) <= 2 or is_within(words, content(text, language)):
            continue
        if names(one.meaning, text, language) or names(other.meaning, own, language):
            continue
        alike = likeness(meaning, content(other.meaning, language))
        if alike < ALIKE:
            found.setdefault(folded(text), (alike, text))
    return balanced(own, found.values(), language)


def is_within(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether all words of one term are in the other: waste, hazardous waste."""
    few, many = sorted((one, other), key=len)
    return bool(few) and shared(few, many) == len(few)


def names(meaning: str, term: str, language: Language) -> bool:
    """Tell whether a meaning says a term, in whatever form, or its abbreviation."""
    small = small_stems(language)
    if any(is_short_for(word, term, small) for word in re.findall(r"\w+", meaning)):
        return True
    if HAN.search(term):
        return term in meaning
    wanted = content(term, language)
    return bool(wanted) and shared(wanted, content(meaning, language)) == len(wanted)


def balanced(own: str, found: Iterable[tuple[float, str]], language: Language) -> list[str]:
    """Return three of the texts, those whose meanings are more alike first, shorter and longer
    ones by turns, so that length tells nothing; no two of them a whole and its part."""
    ranked = sorted(found, key=lambda one: (-round(one[0], 1), digest(own, one[1])))
    rest = [text for _alike, text in ranked]
    chosen: list[str] = []
    while rest and len(chosen) < WRONG:
        longer = len(chosen) % 2 == 1
        text = next((one for one in rest if (len(one) > len(own)) == longer), rest[0])
        rest.remove(text)
        theirs = content(text, language)
        if not any(is_within(theirs, content(have, language)) for have in chosen):
            chosen.append(text)
    return chosen


@lru_cache(maxsize=1024)
def shape_of(term: str, language: Language) -> tuple[object, ...]:
    """Return what a meaning gives away of a term by grammar: number, gender, kind of word."""
    if language is CHINESE:
        return (HAN.search(term) is not None,)
    words = [folded(word) for word in re.findall(r"[^\W_]+", term)]
    head = words[-1] if language is ENGLISH and "of" not in words[1:] else words[0]
    if "of" in words[1:]:
        head = words[words.index("of", 1) - 1]
    plural = bool(PLURALS[language].search(head))
    if language is ENGLISH:
        return (plural, head.endswith("ing"), words[-1].endswith(("ed", "ly", "able")))
    feminine = bool(FEMININE[language].search(head))
    neuter = language is RUSSIAN and bool(NEUTER.search(head))
    return (plural, feminine, neuter)
