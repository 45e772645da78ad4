"""The looks of paragraphs and runs, and what the styles that give them mean."""

from dataclasses import dataclass, field, fields

from elearn.library.readers.flow.style_map import heading_level, role_of

BODY_LEVEL = 9


@dataclass(slots=True)
class Props:
    """Properties of paragraphs and runs; None where nothing is said."""

    outline: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    num_style: str | None = None
    indent: int | None = None
    first: int | None = None
    align: str | None = None
    keep_next: bool | None = None
    bidi: bool | None = None
    bordered: bool | None = None
    bold: bool | None = None
    bold_rtl: bool | None = None
    italic: bool | None = None
    italic_rtl: bool | None = None
    under: bool | None = None
    struck: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    vertical: str | None = None
    size: int | None = None
    size_rtl: int | None = None
    font: str | None = None
    lang: str | None = None
    lang_bidi: str | None = None
    lang_east: str | None = None
    rtl: bool | None = None


FIELDS = tuple(f.name for f in fields(Props))


def laid_over(under: Props, over: Props) -> Props:
    """Return the properties of `over`, where it says nothing those of `under`."""
    result = Props()
    for name in FIELDS:
        value = getattr(over, name)
        setattr(result, name, getattr(under, name) if value is None else value)
    return result


@dataclass(slots=True)
class Style:
    """A style with its inheritance worked out."""

    id: str = ""
    name: str = ""
    kind: str = "paragraph"
    based_on: str = ""
    props: Props = field(default_factory=Props)
    level: int | None = None
    role: str = ""
    evidence: str = ""


PLAIN = Style()


def give_meaning(style: Style, chain: list[Style]) -> None:
    """Find a style's heading level and role, the nearest style of its chain first."""
    for depth, link in enumerate(chain):
        outline = link.props.outline
        if outline is not None:
            style.level = outline + 1 if outline < BODY_LEVEL else 0
            style.evidence = "style-outline"
        named = heading_level(link.name)
        if named is not None and (style.level is None or (depth == 0 and style.level != 0)):
            style.level, style.evidence = named, "style-name"
        role = role_of(link.name)
        if role and not style.role and (depth == 0 or role in ("toc", "code", "caption")):
            style.role = role
        if style.level is not None:
            break
    if style.role in ("toc", "toc-title"):
        style.level = None
