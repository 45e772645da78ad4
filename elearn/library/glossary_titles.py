"""Titles that announce terms, definitions or abbreviations, in eight languages. Pure."""

import re

WORDS = (
    "glossary|definitions?|terms?|terminology|abbreviations?|acronyms?|vocabulary|"
    "glossaire|définitions?|termes?|terminologie|abréviations?|sigles?|acronymes?|lexique|"
    "glosario|definici(?:ón|ones)|términos?|terminología|abreviaturas?|siglas?|acrónimos?|"
    "glossar|begriffe|begriffsbestimmungen|begriffserklärungen|definitionen|abkürzungen|"
    "abkürzungsverzeichnis|"
    "glossário|defini(?:ção|ções)|termos?|terminologia|abreviaturas|abreviações|acrônimos?|"
    "глоссарий|определени[еяй]|термин(?:ы|ов)|терминология|сокращени[еяй]|аббревиатур(?:ы|а)?|"
    "обозначени[еяй]|"
    "مسرد(?: المصطلحات)?|المصطلحات|مصطلحات|التعاريف|تعاريف|تعريفات|التعريفات|المختصرات|"
    "الاختصارات|مختصرات|اختصارات|"
    "词汇表|词汇|术语表|术语|定义|缩略语表|缩略语|缩写|缩写词|縮略語|術語"
)
JOINED = (
    r"(?:\s*(?:and|et|y|и|و|und|e|&|,|/|和|与|及|of|de|des|der|dos|das|del|used|key|main|basic|"
    r"common|selected|list|liste|lista|список|перечень|основные|قائمة|principaux|principales|"
    r"clave|clés|wichtige)\s*)"
)
# "... used in this manual", "... utilisés dans le présent guide".
USED = (
    r"(?:\s+(?:used\s+)?(?:in|for)\s+th(?:is|e)\s+[\w ]{3,40}|\s+utilisée?s\s+dans\s+[\w ]{3,40}|"
    r"\s+utilizad[oa]s\s+en\s+[\w ]{3,40}|,?\s+используемы[ех]\s+в\s+[\w ]{3,40}|"
    r"\s+المستخدمة\s+في\s+[\w ]{3,40})"
)
TITLE = re.compile(
    rf"^\W*(?:appendix|annex|annexe|anexo|anhang|приложение|المرفق|附件|附录)?\s*[A-Z\dIVX]{{0,4}}\W*"
    rf"(?:{JOINED}|\b)*(?:{WORDS})(?:{JOINED}+(?:{WORDS}))*{USED}?\W*$",
    re.IGNORECASE,
)
# The heads of a table of terms, in either column.
TERM_HEADS = re.compile(
    r"^(?:key\s+)?(?:term|word|abbreviation|acronym|terme|mot|abréviation|sigle|acronyme|término|"
    r"palabra|abreviatura|sigla|acrónimo|begriff|abkürzung|termo|термин|сокращение|понятие|"
    r"المصطلح|مصطلح|المختصر|الاختصار|术语|词语|缩略语|缩写)s?$",
    re.IGNORECASE,
)
MEANING_HEADS = re.compile(
    r"^(?:its\s+)?(?:meaning|definition|explanation|description|full\s+(?:form|name)|stands\s+for|"
    r"définition|signification|explication|description|significado|definición|explicación|"
    r"bedeutung|erklärung|definição|определение|значение|пояснение|расшифровка|полное название|"
    r"التعريف|المعنى|تعريف|معنى|定义|含义|解释|说明|全称)s?$",
    re.IGNORECASE,
)


def is_glossary_title(title: str) -> bool:
    """Tell whether a title announces terms, definitions or abbreviations."""
    return len(title) <= 160 and bool(TITLE.match(title))


def are_heads(first: str, second: str) -> bool:
    """Tell whether two cells are the heads of a table of terms ("Term", "Definition")."""
    return bool(TERM_HEADS.match(first.strip(" :")) and MEANING_HEADS.match(second.strip(" :")))
