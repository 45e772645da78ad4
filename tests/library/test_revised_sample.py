"""A real manual, lightly revised in Word's own file: the new edition tells exactly the edits."""

import zipfile
from copy import deepcopy
from pathlib import Path

from lxml import etree

from elearn.library.alignment import Alignment, align
from elearn.library.carrying import parts_of_tree
from elearn.library.changes import Side, compare
from elearn.library.identity import assign_ids
from elearn.library.readers.child import read_document
from elearn.library.sections import SectionNode, section_tree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
LONG = 120
ADDED = "Operators keep a copy of every consignment note for five years at the gate."
LONGER = " A second person checks the record before it is closed."


def revised(source: Path, target: Path) -> list[str]:
    """Write a copy with one paragraph longer, one removed and one added; return the texts met."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MAIN:
                root = etree.fromstring(content)
                texts = edit(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return texts


def edit(root: etree._Element) -> list[str]:
    """Make the three edits far apart from each other."""
    body = root.find(f"{W}body")
    plain = [p for p in body.iterchildren(f"{W}p") if is_plain(p)]
    longer, gone, before = plain[3], plain[len(plain) // 2], plain[-4]
    texts = [text(longer), text(gone)]
    [*longer.iter(f"{W}t")][-1].text += LONGER
    added = deepcopy(before)
    first, *rest = added.iter(f"{W}t")
    first.text = ADDED
    for one in rest:
        one.text = ""
    before.addnext(added)
    gone.getparent().remove(gone)
    return texts


def is_plain(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph is running text without number, note, picture or break."""
    odd = ("numPr", "footnoteReference", "drawing", "sectPr", "hyperlink", "bookmarkStart", "br")
    return len(text(paragraph)) > LONG and not any(
        paragraph.find(f".//{W}{name}") is not None for name in odd
    )


def text(paragraph: etree._Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t")).strip()


def tree_of(path: Path) -> list[SectionNode]:
    return section_tree(assign_ids(read_document(path, name="manual.docx")))


def sides(nodes: list[SectionNode], found: Alignment | None = None) -> list[Side]:
    """Return headings and paragraphs as the stored ones are compared."""
    names = found.keys if found else {}
    result: list[Side] = []

    def walk(siblings: list[SectionNode], above: tuple[str, ...]) -> None:
        for node in siblings:
            path = (*above, node.title)
            key = names.get(node.key) or node.key
            if node.key:
                head = (key, node.label, "heading", "", node.title, node.page)
                result.append(Side(*head, path, len(result)))
            for one in node.paragraphs:
                facts = (names.get(one.key) or one.key, one.label, one.kind, one.html, one.text)
                result.append(Side(*facts, one.page, path, len(result)))
            walk(node.children, path)

    walk(nodes, ())
    return result


def test_a_light_revision_of_a_real_manual_tells_exactly_the_edits(shared_manuals, tmp_path):
    source, target = shared_manuals / "asvs-5.0-en.docx", tmp_path / "revised.docx"
    longer, gone = revised(source, target)
    old, new = tree_of(source), tree_of(target)
    found = align(parts_of_tree(old), parts_of_tree(new))
    told = compare(sides(old), sides(new, found), found.percent).changes
    assert [(one.kind, (one.before or one.after).text) for one in told] == [
        ("changed", longer),
        ("removed", gone),
        ("new", ADDED),
    ]


def test_the_same_manual_again_has_no_changes(shared_manuals):
    tree = tree_of(shared_manuals / "asvs-5.0-en.docx")
    found = align(parts_of_tree(tree), parts_of_tree(tree))
    assert compare(sides(tree), sides(tree, found), found.percent).changes == []
