"""Section trees for tests of the builder, in the shape the library gives them."""

from dataclasses import dataclass, field
from itertools import count

_numbers = count(1)


@dataclass
class Text:
    key: str
    kind: str
    label: str
    html: str
    text: str
    page: int | None = None


@dataclass
class Tree:
    title: str
    paragraphs: list[Text] = field(default_factory=list)
    children: list["Tree"] = field(default_factory=list)
    role: str = "body"
    label: str = ""
    level: int = 1
    key: str = field(default_factory=lambda: f"s-{next(_numbers)}")


def prose(words: int, *, label: str = "", end: str = ".") -> Text:
    """A paragraph of that many words."""
    text = " ".join(["word"] * (words - 1) + [f"end{end}"]) if words else ""
    return Text(f"b-{next(_numbers):012x}", "para", label, f"<p>{text}</p>", text)


def table(rows: int, words_in_row: int = 4) -> Text:
    cells = "".join(f"<td>{'word ' * words_in_row}</td>" for _ in range(1))
    html = f"<table>{f'<tr>{cells}</tr>' * rows}</table>"
    text = "word " * (rows * words_in_row)
    return Text(f"b-{next(_numbers):012x}", "table", "", html, text)


def bullets(items: int, words_in_item: int = 5) -> Text:
    text = " ".join(["word"] * (items * words_in_item))
    html = "<ul>" + "<li>word word word word word</li>" * items + "</ul>"
    return Text(f"b-{next(_numbers):012x}", "list", "", html, text)


def section(title: str, words: int = 0, *children: Tree, **more: object) -> Tree:
    """A section with that many words of its own, in paragraphs of about 100 words."""
    passages = []
    while words > 0:
        passages.append(prose(min(words, 100)))
        words -= 100
    return Tree(title, passages, list(children), **more)  # type: ignore[arg-type]
