"""All drafts of a course, each question once. Pure."""

from collections.abc import Iterable, Sequence

from quizzes.drafting.definitions import Defined, of_glossary
from quizzes.drafting.draft import Draft
from quizzes.drafting.duties import of_duties
from quizzes.drafting.languages import language_of
from quizzes.drafting.lists import of_lists
from quizzes.drafting.source import Passage, pieces
from quizzes.drafting.tables import of_tables
from quizzes.drafting.words import folded


def drafts_of(
    passages: Iterable[Passage], terms: Sequence[Defined], code: str, *, wide: bool = False
) -> list[Draft]:
    """Return the drafts for what a course teaches, in the order of rules, then of the text.

    `wide` reads boxes, notes and annexes as well. An unknown language gives none.
    """
    language = language_of(code)
    if language is None:
        return []
    read = pieces(passages, wide=wide)
    found = [
        *of_glossary(terms, language),
        *of_lists(read, language),
        *of_tables(read, language),
        *of_duties(read, language),
    ]
    return list({(folded(draft.prompt), draft.right): draft for draft in reversed(found)}.values())[
        ::-1
    ]
