"""What a section is for, guessed from title and place: body, front, annex, glossary, contents."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elearn.library.glossary import glossary_terms, is_glossary_title
from elearn.library.readers.finish import CONTENTS_TITLES
from elearn.library.readers.text import solid

ANNEX = re.compile(
    r"^(?:annex|annexes|appendix|appendices|annexe|appendice|anexos?|apéndices?|приложени[ея]|"
    r"дополнени[ея]|المرفق(?:ات)?|الملحق|مرفق|ملحق|التذييل|تذييل|附件|附录|附錄)(?=$|[\s\d:.—–-]|[一-十])",
    re.IGNORECASE,
)
BARE_ANNEX = re.compile(r"^(?:annex|annexe|anexo|приложение|المرفق|مرفق|附件)\W*$", re.IGNORECASE)
FRONT_TITLES = (
    "foreword|preface|acknowledgements|acknowledgments|acknowledgement|disclaimer|copyright|"
    "copyright and license|about this manual|about this document|about this guide|"
    "about the standard|frontispiece|note by the secretariat|executive summary|"
    "how to use this manual|how to use this guide|"
    "avant-propos|préface|remerciements|avertissement|note du secrétariat|à propos de ce manuel|"
    "prefacio|prólogo|agradecimientos|descargo de responsabilidad|nota de la secretaría|"
    "acerca de este manual|предисловие|выражение признательности|благодарности|"
    "записка секретариата|об этом руководстве|"
    "تصدير|تمهيد|شكر وتقدير|مذكرة من الأمانة|إخلاء مسؤولية|前言|序言|序|致谢|秘书处的说明|免责声明"
)
FRONT = frozenset(FRONT_TITLES.split("|"))
LETTERS = re.compile(r"[\W_]+")
MOSTLY = 0.6
NEARLY_ALL = 0.9
# So many characters at most stand under the title of a document on its first page.
TITLE_PAGE = 400


def guess_roles(top: Sequence[Any], decided: Mapping[str, str], title: str = "") -> None:
    """Set the role of every section; those below an annex, front part or glossary share it.

    `title` is the document's: a heading that repeats it over a few lines is the title page.
    """
    spine = main_parts(top)
    for node in top:
        _guess(node, "", decided)
    for node in spine:
        if node.role == "body" and node.title.casefold().strip(" :.") in FRONT:
            _share(node, "front", decided)
    _note_before_annex(spine, decided)
    first = top[0] if top else None
    if first is not None and not first.key and len(top) > 1:
        _share(first, "front", decided)
    for node in top[:2] if len(top) > 2 else ():
        if node.role == "body" and is_title_page(node, title):
            _share(node, "front", decided)


def is_title_page(node: Any, title: str) -> bool:
    """Tell whether a section repeats the title of the document over a few lines."""
    own, whole = (LETTERS.sub("", text).casefold() for text in (node.title, title))
    return bool(own) and own == whole and not node.children and _size(node) <= TITLE_PAGE


def _guess(node: Any, above: str, decided: Mapping[str, str]) -> None:
    node.role = decided.get(node.key) or above or own_role(node)
    shared = node.role if node.role != "body" else ""
    for child in node.children:
        _guess(child, shared, decided)


def own_role(node: Any) -> str:
    """Return the role a section's own title and content speak for."""
    title = node.title.casefold().strip(" :.")
    if title in CONTENTS_TITLES:
        return "contents"
    if is_glossary_title(node.title) and len(glossary_terms(node)) >= 3:
        return "glossary"
    return "annex" if is_annex(node) else "body"


def is_annex(node: Any) -> bool:
    """Tell whether a section is titled, or numbered, as an annex."""
    return bool(ANNEX.match(f"{node.label} {node.title}".strip()) or ANNEX.match(node.title))


def main_parts(top: Sequence[Any]) -> Sequence[Any]:
    """Return the parts of the document: its top sections, or those below its title when the
    title itself is set as a heading over nearly everything."""
    total = sum(_size(node) for node in top)
    for node in top:
        most = total and _size(node) >= NEARLY_ALL * total
        if most and node.children and not is_annex(node):
            return main_parts(node.children)
    return top


def _share(node: Any, role: str, decided: Mapping[str, str]) -> None:
    if node.key not in decided:
        node.role = role
    for child in node.children:
        _share(child, role, decided)


def _note_before_annex(top: Sequence[Any], decided: Mapping[str, str]) -> None:
    """A United Nations document is often a note whose one annex is the manual itself."""
    annexes = [at for at, node in enumerate(top) if BARE_ANNEX.match(node.title)]
    if len(annexes) != 1:
        return
    at = annexes[0]
    total = sum(_size(node) for node in top)
    if not total or _size_of(top[at:]) < MOSTLY * total:
        return
    for node in top[:at]:
        _share(node, "front", decided)
    if top[at].key not in decided:
        top[at].role = "body"
    for child in top[at].children:
        _guess(child, "", decided)


def _size_of(nodes: Iterable[Any]) -> int:
    return sum(_size(node) for node in nodes)


def _size(node: Any) -> int:
    return sum(solid(p.text) for p in node.paragraphs) + _size_of(node.children)
