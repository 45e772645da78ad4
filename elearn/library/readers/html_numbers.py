"""Numbered paragraphs of pages: lists that go on counting after a heading are no lists."""

from elearn.library.readers.model import Block, Heading, Item, List, Para


def number_paragraphs(blocks: list[Block]) -> list[Block]:
    """Return the blocks with lists counted through the text taken apart into numbered paragraphs.

    Word processors write so what they count across headings; each item keeps its number.
    """
    chains = _chains(blocks)
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, List) and id(block) in chains:
            for item in block.items:
                result.extend(_paragraphs(item, block))
        else:
            result.append(block)
    return result


def _chains(blocks: list[Block]) -> set[int]:
    """Return which lists go on after a heading, or are gone on with."""
    found: set[int] = set()
    last: List | None = None
    chain: list[int] = []
    headed = crossed = False
    for block in blocks:
        headed = headed or isinstance(block, Heading)
        if not isinstance(block, List) or block.format != "decimal":
            continue
        if last is not None and block.start > 1 and block.start == last.start + len(last.items):
            chain.append(id(block))
            crossed = crossed or headed
        else:
            chain, crossed = [id(block)], False
        if crossed:
            found.update(chain)
        last, headed = block, False
    return found


def _paragraphs(item: Item, around: List) -> list[Block]:
    for block in item.blocks:
        if isinstance(block, Para):
            block.label, block.role = item.label, "number"
            block.src.label = item.label
            break
    if item.blocks and around.anchors:
        item.blocks[0].anchors = [*around.anchors, *item.blocks[0].anchors]
        around.anchors = []
    return item.blocks
