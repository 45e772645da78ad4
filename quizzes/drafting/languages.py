"""What the rules say and look for in each language. A language that is not here has no drafts."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Language:
    """Sentences of questions, and the words by which the rules know what they read.

    In sentences `{section}`, `{lead}`, `{table}`, `{head}`, `{row}` and `{text}` are quoted from
    the manual, so that no word of ours has to agree with them.
    """

    term: str
    list_begins: str
    not_listed: str
    listed_elsewhere: str
    lookup: str
    says: str
    marks: tuple[str, str]
    small: frozenset[str]
    # How a sentence begins that leans on the one before it.
    leaning: re.Pattern[str]
    # Leads of lists that are no knowledge: aims of a module, further reading.
    no_list: re.Pattern[str]
    # How a meaning begins that only points elsewhere, or says another name.
    pointing: re.Pattern[str]
    duty: re.Pattern[str]
    time: re.Pattern[str]

    def quoted(self, text: str) -> str:
        """Return a text in the quotation marks of the language."""
        return f"{self.marks[0]}{text}{self.marks[1]}"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


ENGLISH = Language(
    term="Which term does this definition explain?",
    list_begins="Under {section}, the text begins a list: {lead}",
    not_listed="Which of these is not on that list?",
    listed_elsewhere="It stands on another list: {lead}",
    lookup="In the table {table}, what stands under {head} for {row}?",
    says="The text says: {text}",
    marks=("“", "”"),
    small=words(
        "a an the of and or for in on to by with from at as is are be been was were that which who "
        "whom whose this these those it its their they them not no any all each every such other "
        "than more most least must shall should may can could will would has have had do does if "
        "when where while how what into out up so but also both only under over one two used use"
    ),
    leaning=any_of(
        r"^(?:it|they|this|that|these|those|such|he|she|there|here|however|therefore|thus|then|"
        r"also|"
        r"moreover|furthermore|otherwise|instead|in addition|for example|in this case|in practice|"
        r"in that case|and|but|or|so|yet|if so|the same|the latter|both|note)\b",
        r"^where (?:this|that|it|they)\b",
    ),
    no_list=any_of(
        r"\byou (?:can|will|should|are able)\b",
        r"\b(?:able to|learn(?:ing)? (?:outcomes?|objectives?))\b",
        r"\b(?:see|consult|read|refer|references?|further reading|more information|"
        r"following links?)\b",
        r"\b(?:changes|new entries|contributors|thank|example|e\.g)\b",
    ),
    pointing=any_of(r"^(?:see|cf|refer|same as|another (?:word|name|term)|short for|also )\b"),
    duty=any_of(r"\b(?:shall|must|(?:is|are) required|ha(?:s|ve) to|(?:is|are) obliged)\b"),
    time=any_of(
        r"(?P<number>\d{1,3})(?= (?:(?:working|calendar|business|consecutive) )?"
        r"(?:days|hours|weeks|months|years|minutes)\b)"
    ),
)
FRENCH = Language(
    term="Quel terme cette définition explique-t-elle ?",
    list_begins="Sous {section}, le texte ouvre une liste : {lead}",
    not_listed="Lequel de ces éléments ne figure pas dans cette liste ?",
    listed_elsewhere="Cet élément figure dans une autre liste : {lead}",
    lookup="Dans le tableau {table}, que trouve-t-on sous {head} pour {row} ?",
    says="Le texte dit : {text}",
    marks=("« ", " »"),
    small=words(
        "le la les l un une des du de d et ou à au aux en dans par pour avec sans sur sous ce cet "
        "cette ces qui que qu quoi dont où il elle ils elles on leur leurs son sa ses se s ne "
        "n pas "
        "plus moins est sont être été a ont avoir doit doivent peut peuvent tout toute tous toutes "
        "autre autres si comme afin lors ainsi aussi très même c y"
    ),
    leaning=any_of(
        r"^(?:il|elle|ils|elles|cela|ceci|ce|cet|cette|ces|celui-ci|celle-ci|ceux-ci|toutefois|"
        r"cependant|ainsi|donc|alors|aussi|en outre|de plus|par exemple|dans ce cas|et|mais|ou|"
        r"or)\b"
    ),
    no_list=any_of(
        r"\b(?:vous (?:pourrez|pouvez|saurez|serez)|être capables?|objectifs d['’]apprentissage)\b",
        r"\b(?:voir|consultez|consulter|références?|pour en savoir plus|exemple)\b",
    ),
    pointing=any_of(r"^(?:voir|cf|synonyme|même sens|autre nom|abréviation|également appelée?)\b"),
    duty=any_of(r"\b(?:doi(?:t|vent)|est tenue?|sont tenue?s|est obligatoire|il faut)\b"),
    time=any_of(
        r"(?P<number>\d{1,3})(?=[ \u00a0\u202f](?:jours|heures|semaines|mois|ans|années|minutes)\b)"
    ),
)
SPANISH = Language(
    term="¿Qué término explica esta definición?",
    list_begins="En el apartado {section}, el texto abre una lista: {lead}",
    not_listed="¿Cuál de estos elementos no figura en esa lista?",
    listed_elsewhere="Este elemento figura en otra lista: {lead}",
    lookup="En el cuadro {table}, ¿qué figura en la columna {head} para {row}?",
    says="El texto dice: {text}",
    marks=("«", "»"),
    small=words(
        "el la los las un una unos unas de del y e o u a al en por para con sin sobre bajo "
        "este esta "
        "estos estas ese esa que quien cual cuyo donde se su sus lo le les no más menos es son ser "
        "sido ha han haber debe deben puede pueden todo toda todos todas otro otra otros otras si "
        "como cuando así también muy mismo misma entre"
    ),
    leaning=any_of(
        r"^(?:él|ella|ellos|ellas|ello|est[eao]s?|es[eao]s?|estos|esos|dich[oa]s?|sin embargo|"
        r"no obstante|por tanto|por lo tanto|así|además|también|por ejemplo|en este caso|y|"
        r"pero|o)\b"
    ),
    no_list=any_of(
        r"\b(?:podrá|podrás|usted puede|será capaz|objetivos de aprendizaje)\b",
        r"\b(?:consulte|consultar|véase|ver|referencias?|más información|ejemplo)\b",
    ),
    pointing=any_of(r"^(?:véase|ver|cf|sinónimo|otro nombre|abreviatura|también llamad[oa])\b"),
    duty=any_of(
        r"\b(?:debe(?:rá)?n?|deberán|tiene[n]? que|está[n]? obligad[oa]s?|es obligatori[oa])\b"
    ),
    time=any_of(r"(?P<number>\d{1,3})(?= (?:días|horas|semanas|meses|años|minutos)\b)"),
)
RUSSIAN = Language(
    term="Какой термин объясняет это определение?",
    list_begins="В разделе {section} текст открывает перечень: {lead}",
    not_listed="Что из этого не входит в перечень?",
    listed_elsewhere="Это стоит в другом перечне: {lead}",
    lookup="Что указано в таблице {table} в графе {head} для строки {row}?",
    says="В тексте сказано: {text}",
    marks=("«", "»"),
    small=words(
        "и или а но в во на по с со к ко о об от до из у за для при без над под между не ни же "
        "ли бы "
        "что чтобы как так это этот эта эти тот та те который которая которое которые которых "
        "его её "
        "их он она оно они быть был была были есть если когда где все всех весь вся всё также "
        "более "
        "менее может могут должен должна должны должно другой другие иной иные либо"
    ),
    leaning=any_of(
        r"^(?:он|она|оно|они|это|эт[аои]т?|эти|такой|такая|такие|однако|поэтому|затем|тогда|также|"
        r"кроме того|например|в этом случае|и|но|а|или)\b"
    ),
    no_list=any_of(
        r"\b(?:вы (?:сможете|можете|узнаете|будете)|цели обучения)\b",
        r"(?:\bсм\.|\bсмотрите|\bссылк|\bлитератур|\bподробнее|\bнапример)",
    ),
    pointing=any_of(r"^(?:см\b|смотри|то же|синоним|другое название|сокращение)"),
    duty=any_of(r"\b(?:долж(?:ен|на|но|ны)|обязан[аоы]?|необходимо|следует|требуется)\b"),
    time=any_of(
        r"(?P<number>\d{1,3})(?= (?:(?:рабочих|календарных) )?"
        r"(?:дн(?:я|ей)|суток|час(?:а|ов)|недел[иь]|месяц(?:а|ев)|лет|года|минут[ы]?)\b)"
    ),
)
ARABIC = Language(
    term="ما المصطلح الذي يشرحه هذا التعريف؟",
    list_begins="تحت عنوان {section} يبدأ النص قائمة: {lead}",
    not_listed="أيّ مما يلي لا يرد في تلك القائمة؟",
    listed_elsewhere="يرد ذلك في قائمة أخرى: {lead}",
    lookup="في الجدول {table}، ماذا يرد تحت {head} في صف {row}؟",
    says="يقول النص: {text}",
    marks=("«", "»"),
    small=words(
        "و أو في من إلى على عن مع ب ل ك ما لا لم لن هو هي هم هذا هذه ذلك تلك التي الذي الذين "
        "أن إن كان "
        "كانت يكون تكون كل جميع بعض غير بين عند قبل بعد حتى إذا كما أي أيّ قد ثم أيضا وهو وهي "
        "بما فيها منها "
        "يجب يمكن"
    ),
    leaning=any_of(
        r"^(?:هو|هي|هم|هذا|هذه|ذلك|تلك|وهذا|ومع ذلك|لذلك|ولذلك|كما|أيضا|ثم|مثلا|"
        r"على سبيل المثال|و)(?=\s)"
    ),
    no_list=any_of(r"(?:ستتمكن|تستطيع|يمكنك|أهداف التعلم|انظر|للمزيد|المراجع|مثال)"),
    pointing=any_of(r"^(?:انظر|راجع|مرادف|اختصار)"),
    duty=any_of(r"(?:يجب|يتعين|يلزم|يلتزم|تلتزم|لا بد)"),
    time=any_of(
        r"(?P<number>\d{1,3}|[٠-٩]{1,3})(?= (?:يوما|يومًا|أيام|ساعة|ساعات|أسبوعا|أسابيع|شهرا|"
        r"شهرًا|أشهر|"
        r"سنة|سنوات|عاما|أعوام|دقيقة|دقائق)(?!\w))"
    ),
)
CHINESE = Language(
    term="下面的定义解释的是哪个术语？",
    list_begins="在{section}部分，文中列出一个清单：{lead}",
    not_listed="下列哪一项不在该清单中？",
    listed_elsewhere="它属于另一个清单：{lead}",
    lookup="在表{table}中，{row}对应的{head}是什么？",
    says="文中写道：{text}",
    marks=("“", "”"),
    small=words(
        "的 和 或 与 及 在 是 为 以 将 对 由 从 到 其 该 这 那 等 并 可 应 不 有 所 之 者 于 "
        "中 上 下 被 把 而"
    ),
    leaning=any_of(r"^(?:它|它们|这|那|该|此|因此|但是|然而|例如|此外|另外|同时|其)"),
    no_list=any_of(r"(?:你能够|您能够|您可以|你可以|学习目标|参见|参阅|参考|更多信息|例如)"),
    pointing=any_of(r"^(?:见|参见|同义|简称|又称)"),
    duty=any_of(r"(?:必须|应当|应该|须|应在)"),
    time=any_of(r"(?P<number>\d{1,3})(?= ?(?:个)?(?:工作日|日|天|小时|周|星期|月|年|分钟))"),
)
LANGUAGES = {
    "en": ENGLISH,
    "fr": FRENCH,
    "es": SPANISH,
    "ru": RUSSIAN,
    "ar": ARABIC,
    "zh": CHINESE,
}


def language_of(code: str) -> Language | None:
    """Return what is known of a language by its code, whatever the region, or None."""
    return LANGUAGES.get(code.replace("_", "-").split("-")[0].casefold())
