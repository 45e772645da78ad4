"""From paragraphs and tables with decisions made to the blocks of the model."""

from elearn.library.readers.flow.lists import Gatherer, is_item
from elearn.library.readers.flow.raw import Raw, RawBox, RawPara, RawTable, is_empty
from elearn.library.readers.flow.tables import table_of
from elearn.library.readers.language import fitting
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.model import (
    Block,
    Box,
    Code,
    Heading,
    Para,
    Quote,
    Run,
    Source,
    plain,
)
from elearn.library.readers.text import kept, paired

BOX_TITLE = 120
LEFT_OVER = ("Error! Reference source not found", "Error! Bookmark not defined")


class Builder:
    """Builds blocks. One for the body, used again for cells, boxes and notes."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.waiting: list[str] = []

    def blocks(self, raws: list[Raw]) -> list[Block]:
        """Return the blocks of a stretch of paragraphs and tables."""
        result: list[Block] = []
        at = 0
        while at < len(raws):
            raw = raws[at]
            if is_item(raw) and not is_empty(raw):  # type: ignore[arg-type]
                lists, at = Gatherer(self._item, self._one).take(raws, at)
                self._hand_over(lists)
                result.extend(lists)
                continue
            made = self._one(raw)
            self._hand_over(made)
            result.extend(made)
            at += 1
        return _joined(result)

    def _hand_over(self, made: list[Block]) -> None:
        """Give targets of references that stood on something empty to what comes next."""
        if made and self.waiting:
            made[0].anchors = [*self.waiting, *made[0].anchors]
            self.waiting = []

    def _one(self, raw: Raw) -> list[Block]:
        if isinstance(raw, RawTable):
            table = table_of(raw, self.blocks)
            table.src = Source(raw.index, page=raw.page)
            return [table] if table.rows else []
        if isinstance(raw, RawBox):
            return self._box(raw.blocks, raw)
        return self._paragraph(raw)

    def _item(self, p: RawPara) -> list[Block]:
        """Return the blocks of a list item: its number belongs to the item, not to them."""
        made = self._paragraph(p, item=True)
        self._hand_over(made)
        return made

    def _paragraph(self, p: RawPara, item: bool = False) -> list[Block]:
        if is_empty(p):
            self.waiting += p.anchors
            return []
        made: list[Block] = []
        runs = self._runs(p)
        if plain(runs) or any(run.media or run.note for run in runs):
            block = self._text_block(p, runs, item)
            _place(block, p)
            made.append(block)
        elif p.anchors:
            self.waiting += p.anchors
        for figure in p.figures:
            figure.src = Source(p.index, page=p.page)
            made.append(figure)
        for box in p.boxes:
            made.extend(self._box(box, p))
        return made

    def _text_block(self, p: RawPara, runs: list[Run], item: bool) -> Block:
        label = p.number.label if p.number and not p.number.bullet and not item else ""
        if p.level and plain(runs):
            for run in runs:
                run.marks = run.marks.replace("b", "")
            return Heading(
                level=min(p.level, 9),
                label=label,
                runs=_merged(runs),
                evidence=p.evidence,
                confidence=p.confidence,
                style=p.style.name,
            )
        if p.role == "code" and not p.number:
            return Code(text="".join(run.text for run in runs if not run.note))
        para = Para(label=label, runs=runs, role=p.role if p.role in ROLES else "")
        return Quote(blocks=[para]) if p.role == "quote" else para

    def _box(self, raws: list[Raw], place: RawPara | RawBox) -> list[Block]:
        inner = self.blocks(raws)
        if not inner:
            return []
        if any(isinstance(block, Heading) for block in inner):
            # A heading in a frame is still a heading of the text.
            return inner
        box = Box(blocks=inner)
        first = inner[0]
        if len(inner) > 1 and isinstance(first, Para) and _is_box_title(first):
            box.title = plain(first.runs)
            box.blocks = inner[1:]
            box.anchors = first.anchors
        box.src = Source(place.index, page=place.page)
        return [box]

    def _runs(self, p: RawPara) -> list[Run]:
        runs = [run for run in p.runs if run.text or run.note or run.media]
        for run in runs:
            run.text = paired(kept(run.text)).replace("\u00ad", "")
            if run.text.startswith(LEFT_OVER):
                self.ledger.warn("broken-reference", p.text, p.index)
        _trim(runs)
        return _merged([run for run in runs if run.text or run.note or run.media])


ROLES = ("title", "subtitle", "label", "caption", "number")


def _place(block: Block, p: RawPara) -> None:
    label = p.number.label if p.number and not p.number.bullet else ""
    block.src = Source(p.index, label, p.page, p.style.name)
    block.lang = fitting(p.lang, p.text)
    block.anchors = list(p.anchors)
    if p.props.bidi is not None:
        block.dir = "rtl" if p.props.bidi else "ltr"


def _trim(runs: list[Run]) -> None:
    texts = [run for run in runs if not run.note and not run.media]
    if texts and runs[0] is texts[0]:
        texts[0].text = texts[0].text.lstrip()
    if texts and runs[-1] is texts[-1]:
        texts[-1].text = texts[-1].text.rstrip()


def _merged(runs: list[Run]) -> list[Run]:
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if (
            last is not None
            and not (last.note or run.note or last.media or run.media)
            and (last.marks, last.link, last.xref) == (run.marks, run.link, run.xref)
        ):
            last.text += run.text
        else:
            result.append(run)
    return result


def _is_box_title(para: Para) -> bool:
    text = plain(para.runs)
    styled = all("b" in run.marks for run in para.runs if run.text.strip())
    plain_only = not any(run.note or run.media or run.link for run in para.runs)
    return styled and plain_only and 0 < len(text) <= BOX_TITLE


def _joined(blocks: list[Block]) -> list[Block]:
    """Join lines of one listing, and paragraphs of one quotation."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if isinstance(block, Code) and isinstance(last, Code):
            last.text += "\n" + block.text
        elif isinstance(block, Quote) and isinstance(last, Quote):
            last.blocks += block.blocks
        else:
            result.append(block)
    return result
