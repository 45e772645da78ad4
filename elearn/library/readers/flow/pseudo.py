"""Headings that are only set to look like headings, used where the author marked too few."""

import re
from collections import Counter

from elearn.library.readers.captions import FIGURE, TABLE
from elearn.library.readers.flow.raw import Raw, RawPara, RawTable

ENOUGH = 3
LONGEST = 120
SHORT = 60
PROMOTE = 0.55
ROMAN = r"[IVXL]{1,6}"
# Headings of Arabic documents of the United Nations: "First -", "A -", "1 -".
ARABIC_ORDINAL = (
    "(?:(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|حادي|ثان)(?:ا|اً|ًا)?(?:\\s+عشر)?)"
)
ARABIC_LETTER = "ألف|باء|جيم|دال|هاء|واو|زاي|حاء|طاء|ياء|كاف|لام|ميم|نون|سين|عين|فاء|صاد|قاف"
NUMBER = re.compile(
    rf"^\s*(?:(?P<arab>{ARABIC_ORDINAL}\s*[-–—.:])|(?P<abjad>(?:{ARABIC_LETTER})\s*[-–—.:])"
    r"|(?P<dash>[\d٠-٩]{1,2}\s*[-–—](?=\s))|"
    rf"(?P<deep>\d{{1,2}}(?:\.\d{{1,2}})+)\.?|(?P<dec>\d{{1,2}})[.)]|(?P<rom>{ROMAN})[.)]"
    r"|(?P<let>[A-ZА-Я])[.)]|(?P<par>\([a-zа-я]\)|\([ivx]+\))|(?P<zh>[一二三四五六七八九十]{1,3}[、.．])"
    r"|(?P<zhp>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<mixed>\d{1,2}\.[a-z])\.?)[\s\u00a0]*(?=\S)"
)
CHAPTER = re.compile(
    r"^(?:annex|appendix|chapter|part|section|module|annexe|appendice|chapitre|partie|anexo|"
    r"apéndice|capítulo|sección|приложение|глава|раздел|часть|المرفق|الفصل|القسم|附件|附录|第.{1,3}[章节部])"
    r"\b",
    re.IGNORECASE,
)
STOP = re.compile(r"[.;,:!?。；，：؛،]$")
DATE = re.compile(r"^\W*(?:\d{1,2}\W+)?\w{3,10}\W+\d{4}\W*$")
# Size, kind of number, capitals, (bold, underlined, slanted), centred.
Look = tuple[int, str, bool, tuple[bool, bool, bool], bool]
KINDS = ("zh", "zhp", "arab", "abjad", "dash", "rom", "let", "dec", "mixed", "deep", "par")
# A line that is nothing but the name of an annex, as it stands over one.
ANNEX = re.compile(
    r"^(?:annex|appendix|annexe|appendice|anexo|apéndice|приложение|дополнение|المرفق|مرفق|التذييل|"
    r"تذييل|附件|附录|附錄)(?:\s+(?:[IVXL]{1,5}|[A-Z\d]{1,3}|الأول|الثاني|الثالث|الرابع|الخامس)"
    r"|\s*[一二三四五六七八九十\d]{1,3})?$",
    re.IGNORECASE,
)


def promote(raws: list[Raw], real: int) -> None:
    """Mark paragraphs that look like headings: all when the author marked fewer than three,
    else only those that fill a gap in a numbered sequence."""
    flow = [raw for raw in raws if isinstance(raw, RawPara) and not raw.contents]
    body = _body_size(flow)
    if real < ENOUGH:
        _promote_all(raws, flow, body)
    else:
        _fill_gaps(flow, body)
        _annexes(flow, body)


def _body_size(flow: list[RawPara]) -> int:
    sizes: Counter[int] = Counter()
    for p in flow:
        sizes[p.size] += len(p.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def score(p: RawPara, body: int, followed: bool) -> float:
    """Return how much a paragraph looks like a heading, from 0 to 1."""
    text = p.text
    if not text or len(text) > LONGEST or p.figures or p.role in ("title", "subtitle", "caption"):
        return 0.0
    if (p.number is not None and p.number.bullet) or not any(c.isalpha() for c in text):
        return 0.0
    if TABLE.match(text) or FIGURE.match(text) or DATE.match(text):
        return 0.0
    if STOP.search(text) and not _numbered(p):
        return 0.0
    caps = text.isupper() and sum(c.isalpha() for c in text) > 3
    larger = body and p.size > body
    points = 0.35 * (p.bold or p.under or _slanted(p)) + 0.25 * bool(larger) + 0.2 * caps
    points += 0.15 * (_numbered(p) or bool(CHAPTER.match(text)))
    points += 0.1 * (p.props.align == "center") + 0.1 * bool(p.props.keep_next)
    points += 0.1 * (len(text) <= SHORT) + 0.1 * followed - 0.3 * bool(STOP.search(text))
    return min(points, 1.0)


def _slanted(p: RawPara) -> bool:
    """A slanted line may be a heading when it is short and begins like one, as sources do not."""
    text = p.text
    named = ":" not in text and "：" not in text and not text[0].islower()
    return p.slanted and (_numbered(p) or (named and len(text) <= SHORT))


def _numbered(p: RawPara) -> bool:
    return p.number is not None or bool(NUMBER.match(p.text))


def _promote_all(raws: list[Raw], flow: list[RawPara], body: int) -> None:
    chosen: list[tuple[RawPara, float]] = []
    for at, raw in enumerate(raws):
        if not isinstance(raw, RawPara) or raw.level or raw.contents:
            continue
        points = score(raw, body, _followed(raws, at, body))
        marked = raw.bold or raw.under or raw.slanted or raw.text.isupper()
        marked = marked or (body > 0 and raw.size > body)
        if points >= PROMOTE and marked:
            chosen.append((raw, points))
    letters = sum(len(p.text) for p in flow) or 1
    if sum(len(p.text) for p, _ in chosen) > 0.4 * letters:
        # Where nearly all is bold, bold says nothing: only numbered ones stand out.
        chosen = [(p, points) for p, points in chosen if _numbered(p)]
    ranks = _ranks([p for p, _ in chosen])
    below = _above_all(flow, chosen)
    for p, points in chosen:
        p.level, p.evidence = min(ranks[_signature(p)] + below, 9), "looks"
        p.confidence = round(min(0.9, points), 2)


def _above_all(flow: list[RawPara], chosen: list[tuple[RawPara, float]]) -> int:
    """Return the level of the marked headings when they stand above all those found by looks."""
    marked = [p for p in flow if p.level and p.text]
    if not marked or not chosen or marked[0].index > chosen[0][0].index:
        return 0
    return max(p.level for p in marked)


def _followed(raws: list[Raw], at: int, body: int) -> bool:
    for raw in raws[at + 1 : at + 4]:
        if isinstance(raw, RawTable):
            return True
        if isinstance(raw, RawPara) and raw.text:
            return len(raw.text) > 80 or not raw.bold or raw.size <= body
    return False


def _annexes(flow: list[RawPara], body: int) -> None:
    """A line that only says "Annex" begins one, and the headings below are part of it."""
    begun = False
    for at, p in enumerate(flow):
        stands_out = p.bold or p.size > body or p.props.align in ("center", "right", "end")
        if p.level and p.text and ANNEX.match(p.text):
            # The author marks annexes: their levels are as they should be.
            return
        if not p.level and not p.role and stands_out and p.number is None and ANNEX.match(p.text):
            ahead = [other for other in flow[at + 1 :] if other.level and other.text]
            if ahead:
                p.level, p.evidence, p.confidence, begun = 1, "looks", 0.8, True
                continue
        if begun and p.level:
            p.level = min(p.level + 1, 9)


def _signature(p: RawPara) -> Look:
    text = p.text
    kind = ""
    found = NUMBER.match(text)
    if p.number is not None:
        kind = f"{p.number.level.format}{p.number.level.ilvl}"
    elif found:
        kind = next(name for name in KINDS if found.group(name))
        if kind == "deep":
            kind += str(found.group("deep").count("."))
    elif CHAPTER.match(text):
        kind = "chapter"
    if kind.startswith("deep"):
        # Numbers such as 2.1.3 say how deep a line lies, whatever its look is.
        return 0, kind, False, (False, False, False), False
    if kind == "chapter":
        # "Chapter 2" and "Preface" set alike are of one rank.
        kind = ""
    centred = p.props.align == "center"
    return p.size, kind, text.isupper(), (p.bold, p.under, p.slanted), centred


def _ranks(chosen: list[RawPara]) -> dict[Look, int]:
    """Order the looks: larger first, then by which look first appeared under which."""
    order: dict[Look, int] = {}
    sizes: dict[Look, Counter[int]] = {}
    for p in chosen:
        look = _signature(p)
        order.setdefault(look, len(order))
        sizes.setdefault(look, Counter())[p.size] += 1
    size = {look: seen.most_common(1)[0][0] for look, seen in sizes.items()}
    ranked = sorted(order, key=lambda look: (-size[look], _depth(look[1]), order[look]))
    return {look: min(at + 1, 9) for at, look in enumerate(ranked)}


def _depth(kind: str) -> int:
    """Deeply numbered looks go below plain ones of the same size."""
    if kind.startswith("deep"):
        return 1 + int(kind[4:] or 1)
    return {"mixed": 2, "par": 4}.get(kind, 1 if kind and kind != "chapter" else 0)


def _fill_gaps(flow: list[RawPara], body: int) -> None:
    """Promote a numbered paragraph that is the missing one between two numbered headings."""
    last: dict[int, tuple[int, int]] = {}
    for at, p in enumerate(flow):
        if not p.level or not p.text:
            continue
        value = _decimal(p)
        for deeper in [level for level in last if level > p.level]:
            del last[deeper]
        before = last.get(p.level)
        if value is not None and before is not None and value > before[0] + 1:
            _fill(flow[before[1] + 1 : at], range(before[0] + 1, value), p, body)
        if value is not None:
            last[p.level] = value, at


def _decimal(p: RawPara) -> int | None:
    if p.number is not None:
        return None
    found = NUMBER.match(p.text)
    if not found:
        return None
    digits = found.group("dec") or (found.group("deep") or "").rpartition(".")[2]
    return int(digits) if digits else None


def _fill(between: list[RawPara], missing: range, model: RawPara, body: int) -> None:
    wanted = list(missing)
    for p in between:
        if not wanted or p.level or not p.text or p.role:
            continue
        if _decimal(p) == wanted[0] and score(p, body, True) >= PROMOTE and p.bold:
            p.level, p.evidence, p.confidence = model.level, "gap", 0.7
            wanted.pop(0)
