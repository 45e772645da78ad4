"""A meaning without the term it explains: every form of its words becomes a gap. Pure."""

import re

from quizzes.drafting.languages import Language
from quizzes.drafting.words import HAN, akin, content, folded, length, small_stems, tokens

GAP = "[…]"
MOST_GAPS = 2
FEWEST_WORDS = 5
CLAUSE = re.compile(r"(?<=[;；。])\s*|(?<=[.!?؟])\s+(?=[^\W\d_a-z])")
# "(CSP) – A source of ...": the abbreviation before the meaning proper.
ABBREVIATED = re.compile(r"^\(?[A-ZА-ЯЁ][\w/-]{1,9}\)?\s*[-–—:]\s*(?=\w)")
ELIDED = re.compile(r"(?:\b[ldnsmtcj]|\bqu)['’]$", re.IGNORECASE)
ARTICLE = re.compile(r"\b([Aa])n? (?=\[…\])")
PAIRS = (("(", ")"), ("“", "”"), ("«", "»"), ("[", "]"))


def without_term(meaning: str, term: str, language: Language) -> str | None:
    """Return a meaning with gaps for the term, or None when it cannot be told without it.

    Later clauses that hold the term are left out; the first one may have two gaps at most.
    """
    first, *rest = [clause for clause in CLAUSE.split(meaning) if clause]
    first = gapped(first, term, language)
    kept = [first] + [clause for clause in rest if GAP not in gapped(clause, term, language)]
    text = " ".join(kept) if not HAN.search(meaning) else "".join(kept)
    text = ARTICLE.sub(r"\1(n) ", text).strip().rstrip(";；,،")
    if text.count(GAP) > MOST_GAPS or text.startswith(GAP) or not is_whole(text):
        return None
    if length(text) - text.count(GAP) < FEWEST_WORDS or hints(text, term, language):
        return None
    return text


def is_whole(text: str) -> bool:
    """Tell whether all brackets and quotation marks that open are closed."""
    bare = text.replace(GAP, "")
    return all(bare.count(left) == bare.count(right) for left, right in PAIRS)


def gapped(clause: str, term: str, language: Language) -> str:
    """Return a clause with a gap for every form of a word of the term, and for its initials."""
    if HAN.search(term):
        return clause.replace(term, GAP)
    small = small_stems(language)
    wanted = {word for _s, _e, word in tokens(term) if word not in small and len(word) > 2}
    spans = [
        (start, end)
        for start, end, word in tokens(clause)
        if any(akin(word, one) for one in wanted) or is_short_for(clause[start:end], term, small)
    ]
    return with_gaps(clause, spans, small)


def is_short_for(word: str, term: str, small: frozenset[str]) -> bool:
    """Tell whether a word is made of the initials of the term: ESM, CPEs."""
    capitals = [char for char in word if char.isupper()]
    if len(capitals) < 2 or len(capitals) < len(word) - 1:
        return False
    initials = [(text[:1], text in small) for _s, _e, text in tokens(term)]
    return taken(folded("".join(capitals)), initials)


def taken(letters: str, initials: list[tuple[str, bool]]) -> bool:
    """Tell whether the letters are the initials, of which those of small words may be left out."""
    if not initials:
        return not letters
    (first, may_go), rest = initials[0], initials[1:]
    return (letters[:1] == first and taken(letters[1:], rest)) or (may_go and taken(letters, rest))


def with_gaps(clause: str, spans: list[tuple[int, int]], small: frozenset[str]) -> str:
    """Return a clause with gaps; what stands between two of a kind with small words is one."""
    merged: list[list[int]] = []
    for start, end in spans:
        between = clause[merged[-1][1] : start] if merged else "."
        joins = not re.search(r"[^\s\w'’-]", between) and all(
            word in small for _s, _e, word in tokens(between)
        )
        if joins:
            merged[-1][1] = end
        else:
            merged.append([start, end])
    for start, end in reversed(merged):
        clause = clause[:start] + GAP + clause[end:]
    return clause


def hints(text: str, term: str, language: Language) -> bool:
    """Tell whether what is left gives the term away: by an elision, or by part of its signs."""
    before_gaps = text.split(GAP)[:-1]
    if any(ELIDED.search(part) for part in before_gaps):
        return True
    if HAN.search(term):
        return bool(content(term, language) & content(text, language))
    return False
