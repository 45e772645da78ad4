"""From a list of like items: which of these is not on it? The odd one is an item of another list
of the course that is written in the same way. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizzes.drafting.draft import Draft, choices, digest
from quizzes.drafting.languages import Language, words
from quizzes.drafting.source import Piece
from quizzes.drafting.words import (
    CODE,
    HAN,
    capital,
    content,
    folded,
    length,
    likeness,
    sentences,
    shared,
    small_stems,
    stem,
)

ASKED = 3
FEWEST_ITEMS = 4
FEWEST_OF_SIBLING = 3
LONGEST_ITEM = 25
LONGEST_LEAD = 45
SHORTEST_LEAD = 4
ALIKE_LEADS = 0.5
# So many of an item's words may stand in the section of the list it is not on.
MOST_KNOWN = 0.4
STRETCH = 1.7
TAIL = re.compile(
    r"[\s,;.،؛；。、]*(?:[,;]?\s(?:and/or|and|or|et|ou|y|e|o|u|и|или|و|أو))?[\s,;.،؛；。、]*$"
)
POINTS_ELSEWHERE = re.compile(
    r"https?:|\b(?:above|below|ci-dessus|ci-dessous|supra|infra|anterior|siguiente|выше|ниже)\b|"
    r"أعلاه|أدناه|上述|下述|[:：]$|…$|\betc\b",
    re.IGNORECASE,
)
ENDINGS = ("ing", "ed", "er", "ir", "re", "ar", "ть", "ти", "ние", "ция", "cion", "tion", "ment")
ARTICLES = words(
    "the a an any all each every le la les l un une des tout toute el los las una cada todo"
)
# A verb that makes an item a clause of its own.
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|can|may|must|shall|should|will|does|do|est|sont|ont|doit|doivent|"
    r"peut|peuvent|es|son|están?|han|debe|deben|puede|pueden)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Listed:
    """A list that is fit to be asked about, or to lend an item."""

    piece: Piece
    lead: str
    items: tuple[str, ...]
    shape: tuple[object, ...]
    place: int


def of_lists(pieces: Sequence[Piece], language: Language) -> Iterator[Draft]:
    """Yield a question for each list of four or more like items that another list can lend to."""
    listed = [one for at, piece in enumerate(pieces) for one in fit(piece, at, language)]
    said = Counter((one.piece.section, folded(one.lead)) for one in listed)
    around = words_of_sections(pieces, language)
    for one in listed:
        once = said[one.piece.section, folded(one.lead)] == 1
        if not once or len(one.items) < FEWEST_ITEMS:
            continue
        found = odd_one(one, listed, around[one.piece.section_id], language)
        if found:
            yield draft_of(one, *found, language)


def fit(piece: Piece, place: int, language: Language) -> Iterator[Listed]:
    """Yield the list of a piece with its items trimmed, unless they are not alike."""
    if len(piece.items) < FEWEST_OF_SIBLING or piece.linked or piece.nested or not piece.lead:
        return
    lead = lead_of(piece.lead, language)
    if not SHORTEST_LEAD <= length(lead) <= LONGEST_LEAD or language.no_list.search(lead):
        return
    if any(POINTS_ELSEWHERE.search(item) or CODE.search(item) for item in piece.items):
        return
    items = tuple(TAIL.sub("", item) for item in piece.items)
    if any(not 2 <= length(item) <= LONGEST_ITEM or len(sentences(item)) > 1 for item in items):
        return
    shapes = Counter(shape_of(text, language) for text in items)
    shape, often = shapes.most_common(1)[0]
    like = tuple(text for text in items if shape_of(text, language) == shape)
    if often < max(FEWEST_OF_SIBLING, 0.75 * len(items)) or overlapping(like):
        return
    yield Listed(piece, lead, like, shape, place)


def lead_of(text: str, language: Language) -> str:
    """Return the sentence that leads to the list, with the one it leans on."""
    said = sentences(text)
    lead = said.pop()
    while said and (length(lead) < SHORTEST_LEAD + 2 or language.leaning.search(lead)):
        lead = f"{said.pop()} {lead}"
    return lead


def overlapping(items: Sequence[str]) -> bool:
    texts = [folded(item) for item in items]
    return any(
        one in other for at, one in enumerate(texts) for other in texts[:at] + texts[at + 1 :]
    )


def shape_of(item: str, language: Language) -> tuple[object, ...]:
    """Return how an item is written: its first word's kind, and whether it is a sentence."""
    if HAN.search(item):
        return ("han", "，" in item)
    first = (re.findall(r"[^\W_]+", item) or [item])[0]
    word, kind = folded(first), ""
    if word in ARTICLES:
        kind = "article"
    elif word in small_stems(language):
        kind = word
    elif first != stem(first) and stem(first) != word:
        kind = "ال"
    elif len(word) > 4:
        kind = next((end for end in ENDINGS if word.endswith(end)), "")
    return kind, bool(FINITE.search(item)), ":" in item, item.endswith("?"), first.isdigit()


def words_of_sections(pieces: Sequence[Piece], language: Language) -> dict[int, frozenset[str]]:
    """Return the words that carry meaning of everything a section says."""
    found: dict[int, set[str]] = {}
    for piece in pieces:
        cells = [cell for row in piece.rows for cell in row]
        text = " ".join([piece.text, piece.lead, *piece.items, *cells])
        found.setdefault(piece.section_id, set()).update(content(text, language))
    return {section: frozenset(known) for section, known in found.items()}


def odd_one(
    one: Listed, others: Sequence[Listed], known: frozenset[str], language: Language
) -> tuple[str, Listed, list[str]] | None:
    """Return an item of another list, that list, and three items of this one of like length."""
    lead = content(one.lead, language)
    near = sorted(others, key=lambda other: (distance(one, other), other.place))
    for other in near:
        if other.shape != one.shape or other.piece.section_id == one.piece.section_id:
            continue
        if likeness(lead, content(other.lead, language)) >= ALIKE_LEADS:
            continue
        for item in sorted(other.items, key=lambda text: digest(one.lead, text)):
            own = content(item, language)
            if not own or shared(own, known) > MOST_KNOWN * len(own):
                continue
            asked = of_like_length(item, one.items)
            if asked:
                return item, other, asked
    return None


def distance(one: Listed, other: Listed) -> tuple[bool, int]:
    return one.piece.module_id != other.piece.module_id, abs(one.place - other.place)


def of_like_length(item: str, items: Sequence[str]) -> list[str]:
    """Return three of the items among which this one is neither by far the longest nor the
    shortest; none when there are not three."""
    near = sorted(items, key=lambda text: (abs(len(text) - len(item)), text))[:ASKED]
    sizes = [len(text) for text in near]
    if len(near) < ASKED or not min(sizes) / STRETCH <= len(item) <= max(sizes) * STRETCH:
        return []
    return near


def draft_of(
    one: Listed, odd: str, other: Listed, asked: Sequence[str], language: Language
) -> Draft:
    section = language.quoted(one.piece.section)
    begins = language.list_begins.format(section=section, lead=language.quoted(one.lead))
    right = capital(odd)
    return Draft(
        rule="list",
        kind="single",
        name="",
        prompt=f"{begins}\n\n{language.not_listed}",
        raw=choices(right, [capital(text) for text in asked]),
        paragraphs=one.piece.keys,
        feedback=language.listed_elsewhere.format(lead=language.quoted(other.lead)),
        section=one.piece.section,
        module_id=one.piece.module_id,
        aside=one.piece.aside,
        right=(right,),
    )
