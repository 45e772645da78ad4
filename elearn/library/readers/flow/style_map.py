"""What style names mean: headings in many languages, and the United Nations templates.

The table is a default: a trainer's own map (name -> level or role) is laid over it.
"""

import re
import unicodedata

# Roles: title, subtitle, body (never a heading), toc, toc-title, caption, quote, code, number.
# United Nations and UNEP templates, as their documents name the styles.
TEMPLATE_STYLES: dict[str, int | str] = {
    "ch1": 1,
    "ch2": 2,
    "ch3": 3,
    "ch4": 4,
    "ch5": 5,
    "hm": 1,
    "hch": 1,
    "h1": 2,
    "h23": 3,
    "h4": 4,
    "h56": 5,
    "aatitle": "title",
    "bbtitle": "title",
    "aatitle2": "subtitle",
    "titlehch": 1,
    "titleh1": 2,
    "titleh2": 3,
    "normalpool": "body",
    "normalnumber": "body",
    "singletxt": "body",
    "singletxtg": "body",
    "footnotetextpool": "body",
}

HEADING_WORDS = (
    "heading|titre|título|titulo|überschrift|ueberschrift|titolo|заголовок|标题|標題|見出し|"
    "العنوان|عنوان|kop|rubrik|nagłówek|naglowek|cabeçalho|nadpis|otsikko|overskrift|başlık|제목"
)
HEADING = re.compile(rf"^(?:{HEADING_WORDS})\s*([1-9])(?:\s|$|,|;|\+|char)", re.IGNORECASE)
TITLE_NAMES = (
    "title|titre|título|titulo|titel|titolo|название|заголовок|标题|標題|العنوان|tytuł|"
    "document title|book title|doc title"
)
TITLES = frozenset(TITLE_NAMES.split("|"))
SUBTITLE_NAMES = (
    "subtitle|sous-titre|subtítulo|subtitulo|untertitel|sottotitolo|подзаголовок|副标题|副標題|"
    "العنوان الفرعي"
)
SUBTITLES = frozenset(SUBTITLE_NAMES.split("|"))
TOC = re.compile(
    r"^(?:toc|tm|tdc|оглавление|verzeichnis|inhaltsverzeichnis|sommario|目录|目錄|contents|index"
    r"|فهرس|جدول المحتويات)\s*[1-9]\b",
    re.IGNORECASE,
)
TOC_TITLE = re.compile(
    r"^(?:toc heading|contents heading|contents title|en-tête de table des matières|"
    r"título de tdc|título tdc|inhaltsverzeichnisüberschrift|заголовок оглавления)",
    re.IGNORECASE,
)
FIGURES = re.compile(
    r"^(?:table of figures|table of authorities|table des illustrations|tabla de ilustraciones|"
    r"перечень рисунков|abbildungsverzeichnis|图表目录)",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"caption|légende|epígrafe|leyenda|beschriftung|didascalia|название объекта|题注|題注|"
    r"تسمية توضيحية|figure title|table title",
    re.IGNORECASE,
)
QUOTE = re.compile(r"^(?:intense quote|quote|block ?text|citation|cita|zitat|цитата|引用)\b", re.I)
CODE = re.compile(
    r"^(?:source ?code|code|html preformatted|preformatted text|listing|verbatim|program)\b", re.I
)


def squeezed(name: str) -> str:
    """Return a style name without case, spaces and signs, for the template table."""
    return re.sub(r"[\W_]+", "", name.casefold())


def heading_level(name: str) -> int | None:
    """Return the level a heading style's name says, in any of the languages, or None."""
    found = HEADING.match(unicodedata.normalize("NFC", name.strip()))
    return int(found.group(1)) if found else None


def role_of(name: str) -> str:
    """Return the role a style's name says, or ""."""
    bare = unicodedata.normalize("NFC", name.strip().casefold())
    if TOC_TITLE.match(bare):
        return "toc-title"
    if TOC.match(bare) or FIGURES.match(bare):
        return "toc"
    if bare in TITLES:
        return "title"
    if bare in SUBTITLES:
        return "subtitle"
    for pattern, role in ((CAPTION, "caption"), (QUOTE, "quote"), (CODE, "code")):
        if pattern.search(bare):
            return role
    return ""


# Geneva's templates end in G and a letter for the language, New York's in neither.
UN_HEADING = re.compile(r"^(h(?:m|ch|1|23|4|56))g?[acersf]?$")


def mapped(name: str, own: dict[str, int | str] | None = None) -> int | str | None:
    """Return the level or role of a style from the trainer's map, else from the templates."""
    key = squeezed(name)
    for known, meaning in (own or {}).items():
        if squeezed(known) == key:
            return meaning
    found = UN_HEADING.match(key)
    return TEMPLATE_STYLES.get(found.group(1) if found else key)
