"""The difference between two texts, word by word, as a list and as HTML."""

from typing import Literal

from markupsafe import Markup

Step = tuple[Literal["equal", "insert", "delete"], str]


def word_diff(before: str, after: str, language: str) -> list[Step]:
    """Return the steps from one text to the other; equal and delete make up `before` again.

    Words with their spaces; characters for Chinese.
    """
    raise NotImplementedError


def diff_html(before: str, after: str, language: str) -> Markup:
    """Return both texts as one, escaped, with what went in <del> and what came in <ins>."""
    raise NotImplementedError
