"""The account of a reading: everything left out with its reason, everything worth a warning."""

from collections import Counter
from typing import Any

from elearn.library.readers.model import Block, Box, Code, Doc, Report, runs_of, terms_of, walk
from elearn.library.readers.text import shown, solid

LISTED = 200
NAMES = {
    "heading": "headings",
    "para": "paragraphs",
    "table": "tables",
    "list": "lists",
    "figure": "figures",
    "box": "boxes",
    "code": "listings",
    "quote": "quotations",
}


class Ledger:
    """Collects what a reader drops and warns about. Reasons and codes are stable words."""

    def __init__(self) -> None:
        self.counts_in: Counter[str] = Counter()
        self.counts_out: Counter[str] = Counter()
        self.dropped: list[dict[str, Any]] = []
        self.warnings: list[dict[str, Any]] = []
        self.dropped_characters = 0
        self._listed: Counter[str] = Counter()
        self._rest: dict[str, dict[str, Any]] = {}

    def drop(self, reason: str, text: str = "", where: int = 0, *, counted: bool = True) -> None:
        """Note something left out. `counted` is false for text that `counts_in` does not count:
        it stands `beside` the text."""
        size = solid(text)
        if counted:
            self.dropped_characters += size
        self._listed[reason] += 1
        beside = {} if counted else {"beside": True}
        if self._listed[reason] <= LISTED:
            entry = _entry(reason=reason, text=shown(text), characters=size, at=where)
            self.dropped.append(entry | beside)
            return
        rest = self._rest.setdefault(
            reason, {"reason": reason, "more": 0, "characters": 0} | beside
        )
        rest["more"] += 1
        rest["characters"] += size

    def warn(self, code: str, text: str = "", where: int = 0) -> None:
        """Note something the trainer should look at."""
        self._listed["!" + code] += 1
        if self._listed["!" + code] <= LISTED:
            self.warnings.append(_entry(code=code, text=shown(text), at=where))

    def report(self, doc: Doc) -> Report:
        """Return the account: counts in and out, what was dropped, whether anything is missing."""
        out = counted(doc) + self.counts_out
        came = self.counts_in.get("characters", 0)
        carried = out["characters"] + self.dropped_characters
        return Report(
            counts_in=dict(sorted(self.counts_in.items())),
            counts_out=dict(sorted(out.items())),
            dropped=[*self.dropped, *self._rest.values()],
            warnings=list(self.warnings),
            complete=carried >= came,
        )


def _entry(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def counted(doc: Doc) -> Counter[str]:
    """Count what a document holds: blocks by kind, notes, pictures, characters but spaces."""
    result: Counter[str] = Counter()
    lists = [doc.blocks, *(note.blocks for note in doc.notes.values())]
    for blocks in lists:
        for block in walk(blocks):
            _count(block, result)
    result["notes"] = len(doc.notes)
    return result


def _count(block: Block, result: Counter[str]) -> None:
    result[NAMES[block.kind]] += 1
    if block.kind == "figure":
        result["images"] += 1
    if isinstance(block, Code):
        result["characters"] += solid(block.text)
    result["characters"] += sum(map(solid, terms_of(block)))
    if isinstance(block, Box):
        result["characters"] += solid(block.title)
    for runs in runs_of(block):
        for run in runs:
            if run.media:
                result["images"] += 1
            elif run.note:
                result["references"] += 1
            else:
                result["characters"] += solid(run.text)
