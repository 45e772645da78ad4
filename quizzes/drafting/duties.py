"""From a duty with a time limit: does the text say this? Every second one has a wrong number. Pure.

A suggestion and no more: the trainer sees the sentence as it stands.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from babel import Locale

from quizzes.drafting.draft import Draft, digest
from quizzes.drafting.languages import LANGUAGES, Language
from quizzes.drafting.source import Piece
from quizzes.drafting.words import folded, length, sentences

SHORTEST, LONGEST = 7, 40
NUMBER = re.compile(r"\d+")
# Numbers that only name a place: (Article 6), para. 12, annex IV, 第6条.
PLACES = re.compile(
    r"[(（][^()（）]*[)）]|(?:\b(?:article|art|annex|annexe|anexo|artículo|para|paragraph|paragraphe|"
    r"párrafo|section|decision|décision|decisión|table|form|статья|статье|статьи|пункт|пункте|"
    r"приложение|приложении|المادة|الفقرة|المرفق)\.?[ \u00a0]*|第)\d+(?:\.\d+)*",
    re.IGNORECASE,
)
# What a time limit is changed to when the text is to be wrong.
USUAL = (3, 5, 7, 10, 14, 15, 20, 30, 45, 60, 90, 120, 180, 12, 18, 24, 36, 48, 72, 6, 8, 4, 9)
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"


def of_duties(pieces: Sequence[Piece], language: Language) -> Iterator[Draft]:
    """Yield a statement, true or false, for each sentence that sets somebody a time limit."""
    for piece in pieces:
        for sentence in sentences(piece.text):
            number = limit_in(sentence, language)
            if number is not None:
                yield from draft_of(piece, sentence, number, language)


def limit_in(sentence: str, language: Language) -> re.Match[str] | None:
    """Return the number of the only time limit of a duty, or None.

    The sentence stands alone, is a duty, and has no other number but of articles and the like.
    """
    if not SHORTEST <= length(sentence) <= LONGEST or not sentence.endswith((".", "。")):
        return None
    if language.leaning.search(sentence) or not language.duty.search(sentence):
        return None
    limits = list(language.time.finditer(sentence))
    numbers = NUMBER.findall(PLACES.sub(" ", sentence))
    if len(limits) != 1 or len(numbers) != 1 or value(numbers[0]) != value(limits[0]["number"]):
        return None
    return limits[0]


def value(number: str) -> int:
    return int("".join(str(unicodedata.digit(char)) for char in number))


def draft_of(
    piece: Piece, sentence: str, found: re.Match[str], language: Language
) -> Iterator[Draft]:
    number = found["number"]
    unsaid = sentence[: found.start("number")] + "#" + sentence[found.end("number") :]
    name = digest(folded(unsaid))
    said, answer = sentence, "true"
    if int(digest(piece.keys[0], name), 16) % 2:
        wrong = another(value(number), name, language)
        if wrong is None:
            return
        said, answer = unsaid.replace("#", like(wrong, number), 1), "false"
    yield Draft(
        rule="duty",
        kind="truefalse",
        name=name,
        prompt=language.says.format(text=language.quoted(said)),
        raw={"answer": answer},
        paragraphs=piece.keys,
        feedback=language.says.format(text=language.quoted(sentence)),
        section=piece.section,
        module_id=piece.module_id,
        aside=piece.aside,
        right=(answer,),
    )


def another(number: int, name: str, language: Language) -> int | None:
    """Return another usual limit, half to three times as long, that needs no other word form."""
    code = next(code for code, known in LANGUAGES.items() if known is language)
    form = Locale(code).plural_form
    fit = sorted(
        other
        for other in set(USUAL) | {number * 2}
        if other != number and form(other) == form(number) and 0.3 <= other / number <= 3
        and not 0.7 < other / number < 1.4
    )  # fmt: skip
    return fit[int(digest(name, "other"), 16) % len(fit)] if fit and number > 1 else None


def like(number: int, written: str) -> str:
    """Return a number in the digits another was written in."""
    if written[0] in ARABIC_DIGITS:
        return "".join(ARABIC_DIGITS[int(digit)] for digit in str(number))
    return str(number)
