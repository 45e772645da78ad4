"""Captions: which line belongs to which picture or table."""

import re

from elearn.library.readers.model import Block, Figure, Para, Table, children, plain

LONGEST = 400
NUMBER = r"\s*[\s.:]*\(?(?:\d|[IVXivx]+\b|[A-Z]\b|[٠-٩]|[一二三四五六七八九十])"
FIGURE = re.compile(
    r"^\W*(?:figure|fig\.?|photo(?:graph)?|picture|map|chart|diagram|graph|illustration|image|"
    r"graphique|carte|figura|gráfico|foto|mapa|imagen|ilustración|abbildung|abb\.?|"
    r"рисунок|рис\.?|схема|диаграмма|фото|الشكل|شكل|الصورة|صورة|图|圖|照片)" + NUMBER,
    re.IGNORECASE,
)
TABLE = re.compile(
    r"^\W*(?:table|tab\.|tableau|tabla|cuadro|tabelle|tabella|tabela|таблица|табл\.?|"
    r"الجدول|جدول|表)" + NUMBER,
    re.IGNORECASE,
)


def attach(blocks: list[Block]) -> list[Block]:
    """Return the blocks with captions moved into the figures and tables they stand beside."""
    for block in blocks:
        for inner in children(block):
            inner[:] = attach(inner)
    used: set[int] = set()
    for at, block in enumerate(blocks):
        if isinstance(block, Figure | Table) and not block.caption:
            _find(blocks, at, used)
    return [block for at, block in enumerate(blocks) if at not in used]


def _find(blocks: list[Block], at: int, used: set[int]) -> None:
    block = blocks[at]
    assert isinstance(block, Figure | Table)
    figure = isinstance(block, Figure)
    # Captions usually stand below figures and above tables.
    for beside in (at + 1, at - 1) if figure else (at - 1, at + 1):
        if not 0 <= beside < len(blocks) or beside in used:
            continue
        line = blocks[beside]
        if isinstance(line, Para) and _captions(line, figure):
            block.caption = line.runs
            block.anchors += line.anchors
            used.add(beside)
            return


def _captions(line: Para, figure: bool) -> bool:
    text = plain(line.runs)
    if not text or len(text) > LONGEST or line.role == "title":
        return False
    own, other = (FIGURE, TABLE) if figure else (TABLE, FIGURE)
    if own.match(text):
        return line.role == "caption" or not _running_text(text)
    return line.role == "caption" and not other.match(text)


def _running_text(text: str) -> bool:
    """A sentence such as "Figure 2 shows ..." is no caption."""
    return bool(re.match(r"^\W*\w+\.?\s*[\w.]+\s+[a-zа-яà-ÿ]+\s", text)) and text.endswith(".")
