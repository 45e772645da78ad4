"""What a provider of suggestions is. Pure: this is all an operator's own provider imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# A sentence that sums up, the same in plainer words, what learners can do afterwards.
KINDS = ("summary", "plain", "outcome")
LONGEST_TEXT = 2_000
MOST_SUGGESTIONS = 10


@dataclass(frozen=True)
class Block:
    """A piece of a lesson as a provider reads it: its id and its plain text."""

    id: str
    text: str


@dataclass(frozen=True)
class Suggestion:
    """A suggested text, plain or simple HTML, and the ids of the blocks it was made from."""

    text: str
    block_ids: list[str]


class Provider(Protocol):
    """Made with the key of the setting; making it must be quick and ask nobody."""

    def __init__(self, key: str) -> None: ...

    def suggest(self, kind: str, blocks: Sequence[Block], lang: str) -> list[Suggestion]:
        """Return suggestions of a kind, one of KINDS, in the language `lang` (such as `en`)."""
        ...


class NullProvider:
    """Suggests nothing: the provider when no other is named."""

    def __init__(self, key: str) -> None:
        pass

    def suggest(self, kind: str, blocks: Sequence[Block], lang: str) -> list[Suggestion]:
        """Return no suggestion."""
        return []
