"""Which lines are headings: by bookmarks, else by tags, else by the contents list and the looks.

A heading is marked on its first line (level, evidence, confidence); the other lines of its title
carry the same number in `heading`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import count, pairwise

from elearn.library.readers.pdf.contents import Entry, is_title, plain
from elearn.library.readers.pdf.letters import is_han
from elearn.library.readers.pdf.shapes import Line, Look
from elearn.library.readers.pdf.tags import Element

LONGEST_TITLE = 4
LONGEST = 240
CLOSE = 1.75
# How many lines the place a bookmark leads to may lie away from its title.
NEAR = 3
# A title of fewer letters may be the end of another word; a number before it is digits then.
ENOUGH_LETTERS, MOST_NUMBER = 6, 6
LARGER = 1.08
ENOUGH_TAGS = 2
MATCHED = 0.6
# A line that comes so often is the name of a box ("Note"), not a title.
OFTEN = 3
HAN, LISTING = 3, 0.2
DECIMAL = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*\.?\)?\s")
DEPTH = re.compile(r"^(?:[^\W\d_]+\s+)?([1-9]\d?(?:\.\d{1,2})*)(?:[.:]?\s|\.?$)")
NUMBERED = 0.6
LABELLED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.|[IVX]{1,5}\.|\(?[a-z\d]\))\s+\S")
ONLY_LABEL = re.compile(
    r"^(?:chapter|section|part|annex|appendix|chapitre|partie|annexe|cap[ií]tulo|anexo|parte|"
    r"глава|раздел|приложение|часть|الفصل|الباب|المرفق|القسم)\s+(?:\d{1,3}|[ivxlc]{1,6}|[a-zа-я])[.:]?$"
    r"|^第[\d一二三四五六七八九十]{1,3}[章部编]$",
    re.IGNORECASE,
)
ENDS = (".", ";", ",", "؛", "،", "。", "；", "，", ":", "：")
Mark = tuple[int, str, int, float | None]
# From a line to the one behind the last.
Place = tuple[int, int]


class Marker:
    """Marks the headings of one document. `lines` are all that are not dropped, in order."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.body = body_look(lines)
        self.numbers = count(1)
        self.missing: list[tuple[int, str, int]] = []
        self.said: Counter[str] | None = None

    def by_bookmarks(self, marks: Iterable[Mark]) -> bool:
        """Anchor each bookmark at the line on its page, or the next, that says it."""
        first: dict[int, int] = {}
        for at, line in enumerate(self.lines):
            first.setdefault(line.page, at)
        used: set[int] = set()
        after = -1
        for level, title, page, height in marks:
            places = [first[p] for p in (page, page + 1) if p in first]
            found = next(
                (hit for start in places if (hit := self._find(title, start, used, after, height))),
                None,
            )
            if found is None:
                self.missing.append((level, title, page))
                continue
            begin, end = found
            used.update(range(begin, end))
            after = begin
            self.mark((begin, end), level, "bookmark", 1.0)
        return bool(used)

    def _find(
        self, title: str, start: int, used: set[int], after: int, height: float | None
    ) -> Place | None:
        wanted = plain(title)
        page = self.lines[start].page
        hits: list[Place] = []
        for at in range(start, len(self.lines)):
            if self.lines[at].page != page:
                break
            if at in used:
                continue
            text = ""
            for end in range(at, min(at + LONGEST_TITLE, len(self.lines))):
                text += plain(self.lines[end].text)
                if text == wanted or is_numbered(text, wanted):
                    hits.append((at, end + 1))
                    break
                if not text or not (wanted.startswith(text) or len(text) < len(wanted)):
                    break
        later = [hit for hit in hits if hit[0] > after] or hits
        if height is not None and len(later) > 1:
            size = self.body.size or 1
            near = [hit for hit in later if abs(self.lines[hit[0]].box.y1 - height) < NEAR * size]
            later = near or later
        # A title stands out; the same words in running text do not.
        return max(later, key=lambda hit: (self._stands_out(hit[0]), -hit[0]), default=None)

    def _stands_out(self, at: int) -> float:
        look = self.lines[at].look
        return round(look.size / (self.body.size or 1), 1) + (0.2 if look.bold else 0)

    def by_tags(self) -> bool:
        """Take the headings the tags name; False when there are hardly any."""
        tagged = [
            (at, line.element)
            for at, line in enumerate(self.lines)
            if isinstance(line.element, Element) and line.element.level is not None
        ]
        if len({id(heading_of(element)) for _, element in tagged}) < ENOUGH_TAGS:
            return False
        before: Element | None = None
        for at, element in tagged:
            holder = heading_of(element)
            if holder is before and at and self.lines[at - 1].heading:
                self.lines[at].heading = self.lines[at - 1].heading
            elif element.level and plain(self.lines[at].text):
                self.mark((at, at + 1), element.level, "tag", 0.95)
            before = holder
        self._rank_again()
        return True

    def by_looks(self, entries: list[Entry]) -> None:
        """Take the lines the contents list names, and those that stand out."""
        candidates = self.candidates()
        titles = {plain(entry.title) for entry in entries}
        said = {place: self.entry(place, titles) for place in candidates}
        matched = {place for place in candidates if said[place]}
        if entries and len({said[place] for place in matched}) >= MATCHED * len(titles):
            chosen = self.like(candidates, matched)
            evidence, sure = "contents", 0.9
        else:
            chosen, evidence, sure = self.likely(candidates), "font", 0.7
        levels = self._levels(chosen, said, entries)
        for (begin, end), level in self._with_labels(chosen, levels):
            self.mark((begin, end), level, evidence, sure)

    def entry(self, place: Place, titles: set[str]) -> str:
        """Return the title of the contents list that a place says, or ""."""
        text = plain(self.text(*place))
        if text in titles:
            return text
        return next((title for title in titles if is_numbered(text, title)), "")

    def like(self, candidates: list[Place], matched: set[Place]) -> list[Place]:
        """Return the places the contents list names, those that look so, and numbered ones."""
        looks = {self.lines[begin].look.name for begin, _ in matched}
        likely = set(self.likely(candidates))
        chosen = []
        for place in candidates:
            look, text = self.lines[place[0]].look, self.text(*place)
            alike = look.name in looks and look.size > self.body.size * LARGER
            alone = ONLY_LABEL.match(text) and look.size > self.body.size * LARGER
            numbered = place in likely and LABELLED.match(text)
            later = not self._titles_document(place[0]) and not self._often(text)
            if place in matched or ((alike or alone or numbered) and later):
                chosen.append(place)
        return chosen

    def _with_labels(self, places: list[Place], levels: list[int]) -> list[tuple[Place, int]]:
        """Join "Chapter 3" on a line of its own to the title that follows it."""
        result: list[tuple[Place, int]] = []
        for place, level in zip(places, levels, strict=True):
            last = result[-1][0] if result else None
            if last and last[1] == place[0] and ONLY_LABEL.match(self.text(*last)):
                result[-1] = ((last[0], place[1]), min(level, result[-1][1]))
            else:
                result.append((place, level))
        return result

    def candidates(self) -> list[Place]:
        """Return runs of lines that look unlike the body and are short enough for a title."""
        places: list[Place] = []
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            end = at + 1
            if self._unlike_body(line):
                while end < len(self.lines) and self._goes_on(self.lines[end - 1], self.lines[end]):
                    end += 1
                if end - at <= LONGEST_TITLE and len(self.text(at, end)) <= LONGEST:
                    places.append((at, end))
            at = end
        return places

    def _unlike_body(self, line: Line) -> bool:
        look = line.look
        stands_out = look.size > self.body.size * LARGER or (look.bold and not self.body.bold)
        letters = any(char.isalpha() for char in line.text)
        return stands_out and letters and look.size >= self.body.size * 0.95

    def _goes_on(self, before: Line, line: Line) -> bool:
        close = 0 < before.y - line.y < CLOSE * (line.look.size or 1)
        own = DECIMAL.match(line.text) and DECIMAL.match(before.text)
        same = before.page == line.page and before.column == line.column
        return same and _alike(before.look, line.look) and close and not own

    def likely(self, places: list[Place]) -> list[Place]:
        """Leave out what ends as a sentence, stands in a row of cells, or begins the document."""
        rows = Counter((line.page, line.column, round(line.y)) for line in self.lines)
        chosen = []
        for begin, end in places:
            line, text = self.lines[begin], self.text(begin, end).strip()
            bigger = line.look.size > self.body.size * LARGER
            whole = all(piece.look.bold or not piece.text.strip() for piece in line.pieces)
            if rows[(line.page, line.column, round(line.y))] > 1 or (
                text.endswith(ENDS) and not bigger
            ):
                continue
            if not bigger and not whole:
                continue
            if self._titles_document(begin) or len(text) < 2 or self._often(text):
                continue
            chosen.append((begin, end))
        return chosen

    def _often(self, text: str) -> bool:
        """Tell whether many lines say the same, as the names of boxes do."""
        if self.said is None:
            self.said = Counter(plain(line.text) for line in self.lines)
        return self.said[plain(text)] >= OFTEN and not DECIMAL.match(text)

    def _titles_document(self, at: int) -> bool:
        """The largest line of the first page, when it is the only one, is the document's title."""
        line = self.lines[at]
        largest = max(one.look.size for one in self.lines)
        same = sum(one.look.size == largest for one in self.lines)
        return line.page == self.lines[0].page and line.look.size == largest and same <= 3

    def _levels(
        self,
        places: list[Place],
        said: dict[Place, str],
        entries: list[Entry],
    ) -> list[int]:
        ranks = self.ranks([begin for begin, _ in places])
        indents = {plain(entry.title): round(entry.indent / 6) for entry in entries}
        depths = sorted({*indents.values()})
        numbers = self.number_levels(places)
        result = []
        for place in places:
            known = indents.get(said[place])
            if place in numbers:
                result.append(numbers[place])
            elif known is not None and len(depths) > 1:
                result.append(1 + depths.index(known))
            else:
                result.append(ranks[self.lines[place[0]].look.name])
        return result

    def number_levels(self, places: list[Place]) -> dict[Place, int]:
        """Return the levels that numbers say ("2.3.1"), and so of what looks like those.

        Empty unless most are numbered, with two parts to a number too.
        """
        parts = {place: DEPTH.match(self.text(*place)) for place in places}
        depths = {place: 1 + said.group(1).count(".") for place, said in parts.items() if said}
        if len(depths) < NUMBERED * len(places) or 2 not in depths.values():
            return {}
        sizes: dict[int, list[float]] = {}
        for place, depth in depths.items():
            sizes.setdefault(depth, []).append(self.lines[place[0]].look.size)
        middle = {depth: sorted(all_)[len(all_) // 2] for depth, all_ in sizes.items()}
        for place in places:
            if place not in depths:
                size = self.lines[place[0]].look.size
                smaller = (depth for depth in sorted(middle) if middle[depth] <= size)
                depths[place] = next(smaller, max(middle) + 1)
                if size > middle[min(middle)]:
                    depths[place] = max(min(middle) - 1, 1)
        return depths

    def ranks(self, starts: list[int]) -> dict[str, int]:
        """Return the level of each look: the larger, the higher; bold before plain."""
        looks = {self.lines[at].look.name: self.lines[at].look for at in starts}
        order = sorted({(-look.size, not look.bold) for look in looks.values()})
        return {name: 1 + order.index((-look.size, not look.bold)) for name, look in looks.items()}

    def _rank_again(self) -> None:
        """Where tags say that a deeper level is set larger, the sizes are believed."""
        sizes: dict[int, list[float]] = {}
        for line in self.lines:
            if line.evidence == "tag":
                sizes.setdefault(line.level, []).append(line.look.size)
        middle = {level: sorted(all_)[len(all_) // 2] for level, all_ in sizes.items()}
        levels = sorted(middle)
        if all(middle[a] >= middle[b] for a, b in pairwise(levels)):
            return
        order = sorted({*middle.values()}, reverse=True)
        for line in self.lines:
            if line.evidence == "tag":
                line.level = 1 + order.index(middle[line.level])

    def mark(self, place: Place, level: int, evidence: str, confidence: float) -> None:
        """Make the lines from one place to another a heading."""
        begin, end = place
        number = next(self.numbers)
        first = self.lines[begin]
        first.level, first.evidence, first.confidence = level, evidence, confidence
        for line in self.lines[begin:end]:
            line.heading = number

    def stands_alone(self, place: Place) -> bool:
        """Tell whether more space is above a place than between lines of text."""
        begin, _ = place
        line = self.lines[begin]
        before = self.lines[begin - 1] if begin else line
        together = before.page == line.page and before.column == line.column
        return not together or before.y - line.y > CLOSE * (line.look.size or 1)

    def text(self, begin: int, end: int) -> str:
        """Return the text of some lines."""
        return " ".join(line.text.strip() for line in self.lines[begin:end])


def _alike(one: Look, other: Look) -> bool:
    """A title may hold a word in italics."""
    return (one.size, one.bold, one.colour) == (other.size, other.bold, other.colour)


def heading_of(element: Element) -> Element | None:
    """Return the heading a tag lies in."""
    return element.within("H", "Title", "H1", "H2", "H3", "H4", "H5", "H6")


def is_numbered(text: str, wanted: str) -> bool:
    """A bookmark without the number that is printed, or the other way round."""
    longer, shorter = (text, wanted) if len(text) >= len(wanted) else (wanted, text)
    extra = longer[: len(longer) - len(shorter)]
    if not 0 < len(extra) <= MOST_NUMBER or not longer.endswith(shorter):
        return False
    return extra.isdigit() or len(shorter) >= ENOUGH_LETTERS


def body_look(lines: list[Line]) -> Look:
    """Return the look most of the text has; listings count only where there is nothing else."""
    counts: Counter[Look] = Counter()
    for line in lines:
        if not is_title(line):
            # A Chinese sign says as much as a few letters.
            text = line.text
            signs = 0 if text.isascii() else sum(map(is_han, text))
            counts[line.look] += len(text) + (HAN - 1) * signs
    prose = Counter({look: size for look, size in counts.items() if not look.mono})
    most = (prose if prose.total() > LISTING * counts.total() else counts).most_common(1)
    return most[0][0] if most else Look()
