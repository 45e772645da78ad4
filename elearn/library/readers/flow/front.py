"""What the first page of a document tells: its title and its document symbol."""

import re

from elearn.library.readers.model import Doc, Heading, Para, plain, text_of, walk

SYMBOL = re.compile(r"\b(?:UNEP|UNCTAD|ECE|FAO|A|E|CCPR|FCCC|S|TD|ST)(?:/[A-Z0-9][\w.()-]*){2,}")
NO_TITLE = re.compile(r"^(?:microsoft word\b|document\d*$|untitled|normal$|\W*$)", re.IGNORECASE)
TITLE_WITHIN = 80
SYMBOL_WITHIN = 40


def give_symbol(doc: Doc, heads: list[str]) -> None:
    """Note the document symbol of the running heads, or of the first blocks."""
    front = " ".join(text_of(block) for block in doc.blocks[:SYMBOL_WITHIN])
    found = SYMBOL.search(" ".join(heads)) or SYMBOL.search(front)
    if found:
        doc.meta["symbol"] = found.group().rstrip(".")


def give_title(doc: Doc) -> None:
    """The title: what is set as title, else what the file says, else the first heading."""
    titled = [b for b in doc.blocks[:TITLE_WITHIN] if isinstance(b, Para) and b.role == "title"]
    if titled:
        doc.meta["title"] = " ".join(plain(b.runs) for b in titled[:2])
    elif NO_TITLE.match(doc.meta.get("title", "")):
        first = next((b for b in walk(doc.blocks) if isinstance(b, Heading)), None)
        doc.meta["title"] = first.title if first else ""
