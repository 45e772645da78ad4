"""One line of a glossary: which words are the term, which its meaning. Pure."""

import re
from collections.abc import Iterator

from elearn.library.readers.model import Run, plain

SEPARATOR = re.compile(r"\s*(?:\t+|\s[-–—−]\s|\s?[–—]\s?|\s?[:：]\s+|：)\s*")
QUOTED = re.compile(r"^[“\"„«「『‘]\s*([^”\"“»」』’]{2,90}?)\s*[”\"“»」』’]\s*(.+)$", re.S)
MEANS = re.compile(
    r"^(?:,?\s*(?:means|refers to|shall mean|désigne(?:nt)?|signifie|s'entend de|s’entend de|"
    r"s'entend d'|significa|se entiende por|se entiende|означает|означают|понимается|"
    r"bedeutet|bezeichnet|تعني|يعني|يقصد به|يقصد بها|是指|指|系指)\s*:?\s*|"
    r"\s*[-–—−:：]\s*)",
    re.IGNORECASE,
)
# How a sentence begins that only leads in, or points elsewhere.
NO_TERM = re.compile(
    r"^(?:https?|www\.|note\b|source\b|see\b|this\b|these\b|the following\b|"
    r"for (?:the|this|more)\b|in (?:this|the|these)\b|"
    r"unless\b|according\b|as used\b|updated?\b|adapted\b|contents?\b|"
    r"ce(?:tte|s)?\b|les (?:termes|définitions|sigles) suivant|aux fins\b|dans (?:le|la|ce)\b|"
    r"pour (?:les|plus)\b|voir\b|nota\b|est[aeo]s?\b|a los efectos\b|en (?:el|la|este|esta)\b|"
    r"para (?:los|más)\b|véase\b|fuente\b|l[ao]s siguientes\b|"
    r"в (?:настоящ|этом|данн)|для целей|следующ|примечание|см\.|источник|эт(?:от|и)\b|"
    r"لأغراض|في هذا|في هذه|هذا|هذه|ملاحظة|انظر|المصدر|"
    r"本|以下|下列|注[:：]?|见|来源|参见|为了|dies(?:e|er|es)?\b|quelle\b|siehe\b|hinweis\b|este\b|ver\b|fonte\b)",
    re.IGNORECASE,
)
LONGEST = 90
WORDS = 9
OPEN_END = re.compile(r"[.!?;。！？；؟]\s")
EDGES = " :：–—-−\t"


def of_line(runs: list[Run]) -> tuple[str, str] | None:
    """Return (term, meaning) of a line, or None. A term in bold needs no sign after it."""
    line = "".join(run.text for run in runs if not run.note and not run.media).strip()
    return of_bold(runs, line) or of_quoted(line) or of_separated(line)


def bold_term(runs: list[Run]) -> str:
    """Return the term of a line that holds nothing but a term in bold, or ""."""
    bold, line = plain(list(leading_bold(runs))), plain(runs)
    term = bold.strip(EDGES + ".")
    return term if bold == line and is_term(term) and not term.endswith(":") else ""


def of_bold(runs: list[Run], line: str) -> tuple[str, str] | None:
    bold = "".join(run.text for run in leading_bold(runs)).strip()
    if not bold or not is_term(bold.strip(EDGES + ".")) or not line.startswith(bold):
        return None
    rest = re.sub(r"^\s*[-–—−:：.]?\s*", "", line[len(bold) :])
    if len(rest) < 2:
        return None
    return folded(bold).strip(EDGES + "."), folded(rest)


def of_quoted(line: str) -> tuple[str, str] | None:
    """Read a line such as “Disposal” means any operation ..."""
    found = QUOTED.match(line)
    if not found or not is_term(found[1]):
        return None
    meaning = MEANS.sub("", found[2], count=1)
    return (folded(found[1]), folded(meaning)) if len(meaning) > 2 else None


def of_separated(line: str) -> tuple[str, str] | None:
    found = SEPARATOR.search(line[: 2 * LONGEST])
    if not found:
        return None
    term, meaning = line[: found.start()].strip(), line[found.end() :].strip()
    if not is_term(term) or len(meaning) < 2:
        return None
    return folded(term), folded(meaning)


def leading_bold(runs: list[Run]) -> Iterator[Run]:
    """Yield the runs in bold a line begins with."""
    for run in runs:
        if "b" not in run.marks and run.text.strip():
            return
        yield run


def is_term(text: str) -> bool:
    """Tell whether words may be a term: few, one of them with letters, no sentence."""
    if not 0 < len(text) <= LONGEST or len(text.split()) > WORDS:
        return False
    letters = sum(char.isalpha() for char in text)
    ideograph = any("\u3400" <= char <= "\u9fff" for char in text)
    if letters < (1 if ideograph else 2) or OPEN_END.search(text + " "):
        return False
    return not NO_TERM.match(text)


def folded(text: str) -> str:
    return " ".join(text.split())
