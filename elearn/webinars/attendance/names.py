"""A person's name as reports write it, brought down to the words it is compared by. Pure."""

import re

from elearn.webinars.attendance.attendance_heads import folded

# Cyrillic as passports write it, loosely: what spellings differ in is levelled below.
CYRILLIC = {
    **dict(zip("абвгдеезиклмнопрстуфыэіїґў", "abvgdeeziklmnoprstufieiigu", strict=True)),
    **{"й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ж": "zh"},
    **{"ъ": "", "ь": "", "ю": "yu", "я": "ya", "є": "e"},
}
# Letters that fold to no Latin one.
LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in folded(line).split())


TITLES = _words(
    "mr mrs ms miss mx dr prof professor eng engr ing ir sir hon he hrh sr sra srta dra don dona",
    "m mme mlle me monsieur madame herr frau dipl phd msc mba md esq jr проф السيد السيدة د دكتور",
    "الدكتور الدكتورة المهندس م أستاذ 先生 女士 博士 教授",
)
DEVICES = _words(
    "iphone ipad android phone mobile tablet laptop pc desktop macbook galaxy samsung huawei",
    "xiaomi redmi oppo device telephone handy portable",
)
# After these stand a person's house, country or part, not the person.
BREAK = re.compile(r"\s+[-–—|/@]+\s*|\s*[|/@–—]+\s+|\s*[;:]\s*|_+(?=[A-Z]{2,}\b)")
BRACKETS = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]")
OWNED = re.compile(r"['’`]s\b|['’`](?=\s|$)", re.I)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words a name is compared by: folded, Latin, without titles and devices."""
    words = folded(OWNED.sub(" ", name)).split()
    kept = [latin(word) for word in words if word not in TITLES and word not in DEVICES]
    return tuple(word for word in kept if word and not word.isdecimal())


def latin(word: str) -> str:
    """Return a folded word in Latin letters where there is a way to, y as i: Dmitry is Dmitrii."""
    plain = "".join(CYRILLIC.get(sign, sign) for sign in word).translate(LATIN)
    return plain.replace("y", "i").replace("ii", "i")


def readings_of(name: str) -> list[tuple[str, ...]]:
    """Return what may be the person's name, likeliest first.

    `Lina's iPhone (Lina Haddad)`: what stands outside the brackets, and in them; `Lina Haddad -
    Ministry`: what stands before the dash; a country's code before it: what stands after.
    """
    inside = BRACKETS.findall(name)
    outside = BRACKETS.sub(" ", name)
    parts = [part for text in (outside, *inside) for part in BREAK.split(text)]
    found = [words_of(part) for part in parts if part]
    whole = words_of(outside)
    seen: list[tuple[str, ...]] = []
    for words in [whole, *found]:
        if words and words not in seen:
            seen.append(words)
    return seen
