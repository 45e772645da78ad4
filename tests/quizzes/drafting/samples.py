"""Short manuals in six languages, written for these tests, and what the rules make of them."""

from collections.abc import Sequence
from html import escape

from quizzes.drafting.course import drafts_of
from quizzes.drafting.definitions import Defined
from quizzes.drafting.draft import Draft
from quizzes.drafting.source import Passage

GLOSSARIES = {
    "en": {
        "Carrier": "Person or company that transports the waste.",
        "Disposer": "Person or company that receives the waste and treats it.",
        "Generator": "Person or company whose activity makes the waste.",
        "Inventory": "A country's count of its waste by kind, source and amount.",
        "Recovery": "Getting material or energy back from what others throw away.",
    },
    "fr": {
        "Transporteur": "Personne ou société qui déplace les déchets d'un lieu à un autre.",
        "Éliminateur": "Personne ou société qui reçoit les déchets et les traite.",
        "Producteur": "Personne ou société dont l'activité engendre les déchets.",
        "Négociant": "Personne qui achète et revend les déchets pour son compte.",
        "Courtier": "Personne qui met en relation ceux qui cèdent et ceux qui prennent.",
    },
    "es": {
        "Transportista": "Persona o empresa que lleva los residuos de un lugar a otro.",
        "Generadora": "Empresa cuya actividad produce los residuos.",
        "Recogida": "Operación de reunir los residuos para llevarlos a una planta.",
        "Mezcla": "Unión de residuos distintos en un mismo recipiente.",
        "Fianza": "Dinero apartado para pagar el regreso de una carga.",
    },
    "ru": {
        "Перевозчик": "Лицо или компания, которая доставляет отходы на объект.",
        "Производитель": "Лицо, в результате деятельности которого возникают отходы.",
        "Экспортёр": "Лицо, которое организует вывоз отходов из страны.",
        "Полигон": "Место, где отходы размещают на длительный срок.",
        "Контейнер": "Закрытая ёмкость для хранения и доставки опасных веществ.",
    },
    "ar": {
        "الناقل": "الشخص أو الشركة التي تنقل النفايات من مكان إلى آخر.",
        "المولد": "الشخص الذي ينتج نشاطه النفايات في البلد.",
        "المصدر": "الشخص الذي يرتب خروج الشحنة من البلد.",
        "المطمر": "موقع توضع فيه النفايات على المدى الطويل.",
        "المخزن": "مكان مسقوف تحفظ فيه البراميل قبل المعالجة.",
    },
    "zh": {
        "承运人": "把废物从一个地点运到另一个地点的个人或者公司。",
        "产生者": "其活动造成废物的个人或者公司，对废物负有责任。",
        "处置者": "接收废物并且加以处理的个人或者公司，须持有许可。",
        "填埋场": "长期存放废物的场地，底部铺有防渗层和排水系统。",
        "主管当局": "由缔约方指定、负责接收通知并且作出决定的机关。",
    },
}
LISTS = {
    "en": (
        "The label on a drum shows four things to everybody who handles it:",
        ["the name of the owner", "the date of filling", "the kind of hazard", "the weight in kg"],
        "A good store for solvents has these parts:",
        ["the sealed floor of concrete", "the roof against rain", "the lock on each door"],
    ),
    "fr": (
        "L'étiquette d'un fût indique quatre choses à qui le manipule :",
        ["le nom du propriétaire", "la date de remplissage", "le type de danger", "le poids net"],
        "Un bon dépôt de solvants comporte ces parties :",
        ["le sol étanche en béton", "le toit contre la pluie", "le verrou de chaque porte"],
    ),
    "es": (
        "La etiqueta de un bidón muestra cuatro datos a quien lo maneja:",
        ["el nombre del dueño", "la fecha de llenado", "el tipo de peligro", "el peso neto"],
        "Un buen almacén de disolventes tiene estas partes:",
        ["el suelo sellado de hormigón", "el techo contra la lluvia", "la cerradura de la puerta"],
    ),
    "ru": (
        "На этикетке бочки работник находит четыре сведения:",
        ["имя владельца", "дата заполнения", "класс опасности", "масса груза"],
        "Хороший склад растворителей имеет следующие части:",
        ["бетонный пол", "прочная крыша", "замок двери"],
    ),
    "ar": (
        "تبين البطاقة على البرميل أربعة أمور لكل من يتعامل معه:",
        ["اسم المالك", "تاريخ التعبئة", "نوع الخطر", "وزن الحمولة"],
        "يتكون المخزن الجيد للمذيبات من الأجزاء الآتية:",
        ["أرضية محكمة", "سقف متين", "قفل الباب"],
    ),
    "zh": (
        "桶上的标签向每一位操作人员说明四件事：",
        ["所有者的姓名", "装满的日期", "危险的种类", "桶的净重"],
        "一个好的溶剂仓库由下列几部分组成：",
        ["密封的地面", "防雨的屋顶", "房门的锁具"],
    ),
}
DUTIES = {
    "en": "The exporter shall send the signed copy to the authority within 30 days.",
    "fr": "L'exportateur doit envoyer la copie signée à l'autorité dans les 30 jours.",
    "es": "El exportador debe enviar la copia firmada a la autoridad en un plazo de 30 días.",
    "ru": "Экспортёр должен направить подписанную копию компетентному органу в течение 30 дней.",
    "ar": "يجب على الجهة المصدرة إرسال النسخة الموقعة إلى السلطة خلال 30 يوما.",
    "zh": "出口者必须在30天内把签字的副本寄送给主管当局。",
}
TABLES = {
    "en": ("Waste", "Container", ["Acid", "Solvent", "Needles", "Oil"],
           ["Plastic drum", "Steel drum", "Yellow box", "Double tank"]),
    "fr": ("Déchet", "Récipient", ["Acide", "Solvant", "Aiguilles", "Huile"],
           ["Fût en plastique", "Fût en acier", "Boîte jaune", "Cuve double"]),
    "es": ("Residuo", "Recipiente", ["Ácido", "Disolvente", "Agujas", "Aceite"],
           ["Bidón de plástico", "Bidón de acero", "Caja amarilla", "Tanque doble"]),
    "ru": ("Отход", "Тара", ["Кислота", "Растворитель", "Иглы", "Масло"],
           ["Пластиковая бочка", "Стальной бак", "Жёлтый ящик", "Двойная цистерна"]),
    "ar": ("النفاية", "الوعاء", ["حمض", "مذيب", "إبر", "زيت"],
           ["برميل بلاستيكي", "خزان فولاذي", "صندوق أصفر", "حاوية مزدوجة"]),
    "zh": ("废物", "容器", ["废酸", "溶剂", "针头", "废油"],
           ["塑料大桶", "钢制圆筒", "黄色盒子", "双层储罐"]),
}  # fmt: skip


def para(key: str, text: str, section: int = 1, **more: object) -> Passage:
    return Passage(
        key=key,
        kind=str(more.get("kind", "para")),
        html=f"<p>{escape(text, quote=False)}</p>",
        label=str(more.get("label", "")),
        section=str(more.get("title", f"Section {section}")),
        section_id=section,
        module_id=section,
        annex=bool(more.get("annex")),
        text=text,
    )


def bullets(key: str, items: Sequence[str], section: int = 1) -> Passage:
    body = "".join(f"<li>{escape(item, quote=False)};</li>" for item in items)
    return Passage(key, "list", f"<ul>{body}</ul>", "", f"Section {section}", section, section)


def grid(
    key: str, heads: Sequence[str], rows: Sequence[Sequence[str]], section: int = 1
) -> Passage:
    head = "".join(f"<th scope='col'>{text}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    text = " ".join([*heads, *(text for row in rows for text in row)])
    return Passage(key, "table", html, "", f"Section {section}", section, section, text=text)


def two_lists(code: str) -> list[Passage]:
    """A list of four and one of three, each under its lead, in two sections."""
    lead, items, other_lead, others = LISTS[code]
    return [
        para("lead-1", lead, 1),
        bullets("list-1", items, 1),
        para("lead-2", other_lead, 2),
        bullets("list-2", others, 2),
    ]


def glossary(code: str, **meanings: str) -> list[Defined]:
    terms = GLOSSARIES[code] | meanings
    return [
        Defined(term, meaning, f"term-{at}") for at, (term, meaning) in enumerate(terms.items())
    ]


def drafts(
    passages: Sequence[Passage] = (), terms: Sequence[Defined] = (), code: str = "en", **more: bool
) -> list[Draft]:
    return drafts_of(passages, terms, code, **more)


def right_of(draft: Draft) -> list[str]:
    return [row["text"] for row in draft.raw["choices"] if row["correct"]]


def wrong_of(draft: Draft) -> list[str]:
    return [row["text"] for row in draft.raw["choices"] if not row["correct"]]
