"""What most letters of a paragraph look like: bold, underlined, slanted; size and language."""

from collections import Counter

from elearn.library.readers.flow.raw import RawPara
from elearn.library.readers.text import solid

BOLD_SHARE = 0.9


class Weights:
    """Weighs the stretches of one paragraph by their letters."""

    def __init__(self) -> None:
        self.letters = 0
        self._bold = 0
        self._under = 0
        self._slanted = 0
        self._sizes: Counter[int] = Counter()
        self._tags: Counter[str] = Counter()

    def add(
        self,
        text: str,
        *,
        bold: bool,
        size: int | None,
        tag: str,
        under: bool = False,
        slanted: bool = False,
    ) -> None:
        """Take in a stretch of text with its looks; the size is in half points."""
        weight = solid(text)
        self.letters += weight
        self._bold += weight * bold
        self._under += weight * under
        self._slanted += weight * slanted
        if size:
            self._sizes[size] += weight
        self._tags[tag] += weight

    def give(self, raw: RawPara) -> None:
        """Give the paragraph the looks most of its letters have."""
        most = max(BOLD_SHARE * self.letters, 1)
        raw.bold, raw.under = self._bold >= most, self._under >= most
        raw.slanted = self._slanted >= most
        raw.size = self._sizes.most_common(1)[0][0] if self._sizes else 0
        raw.lang = self._tags.most_common(1)[0][0] if self._tags else ""
