"""Registrations and the lines a report would have of them, with the noise that reports have.

Names are put together from given and family names of several regions, so that namesakes, and
names with a word in common, are as frequent as among people. `right` says whose each line is.
"""

import random
import unicodedata

from elearn.webinars.attendance.matching import Known, Seen


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


GIVEN = _words(
    "Lina Omar Ana Tomas Rosa Adam Paula Tala Amina Yusuf Fatima Hassan Grace Daniel Esther",
    "Samuel Aisha Ibrahim Mariam Kwame Abena Chidi Ngozi Thabo Lerato José María Luis Carmen",
    "Andrés Lucía Diego Sofía Javier Inés João Beatriz Tiago Mariana Rafael Marie Jean Pierre",
    "Chloé Amélie Mathieu Élodie Ivan Olga Dmitri Natalia Sergei Irina Pavel Elena Wei Li Jun",
    "Mei Hao Xin Yuki Kenji Sakura Min-jun Seo-yeon Priya Arjun Deepa Rahul Anita Sanjay",
    "Nguyen Linh Minh Siti Budi Dewi Agus Rizky Putri Ahmed Layla Khalid Noor Sami Rania",
    "Zeynep Mehmet Ayşe Emre Anna Jan Katarzyna Łukasz Jürgen Björn Astrid Lars Sven Ingrid",
    "Peter Susan Michael Laura Kevin Emily",
)
FAMILY = _words(
    "Haddad Diallo Petrova Novak Lindqvist Mensah Costa Perez Okafor Adeyemi Mwangi Otieno",
    "Kamau Njoroge Banda Phiri Moyo Dlamini Nkosi Traoré Koné Ndiaye Sow Ba Camara García",
    "Rodríguez Martínez Fernández González López Sánchez Ramírez Torres Flores Rivera Silva",
    "Santos Oliveira Souza Pereira Ferreira Almeida Dubois Lefèvre Moreau Laurent Girard",
    "Bonnet Ivanov Smirnov Kuznetsov Popov Sokolov Morozov Volkova Wang Zhang Liu Chen Yang",
    "Huang Zhao Tanaka Suzuki Watanabe Yamamoto Kim Park Lee Choi Sharma Patel Singh Gupta",
    "Reddy Kumar Iyer Tran Pham Le Hoang Wijaya Santoso Hidayat Nugroho Rahman Hossain Islam",
    "Al-Masri Al-Sayed El-Khoury Ben-Salah Mansour Nasser Saleh Yılmaz Demir Kaya Şahin",
    "Kowalski Nowak Wiśniewska Schmidt Müller Weber Schneider Hansen Johansen Nielsen",
    "Andersson Johansson Smith Brown Taylor Wilson Davies Clarke Walker Murphy Kelly O'Brien",
    "Byrne Rossi Ferrari Romano Popescu Ionescu Horvath Nagy Papadopoulos Georgiou Tembo Zulu",
    "Chirwa Achieng Wanjiru Bekele Tadesse Haile Abebe",
)
HOUSES = ("Ministry of Environment", "EPA", "BCRC", "Customs", "UNI", "Kenya", "GreenNGO")
TITLES = ("Dr. ", "Eng. ", "Ms ", "Prof. ", "Sra. ", "Mme ")
DEVICES = (" (iPhone)", "'s iPad", " - Mobile", " (Galaxy Tab)")
NOISES = {
    "same": 42, "case": 10, "order": 8, "accents": 7, "title": 6, "house": 7, "device": 5,
    "typo": 5, "left-out": 4, "added": 1, "initial": 3, "given-only": 3, "device-only": 2,
}  # fmt: skip


def roster(number: int, seed: int) -> list[Known]:
    """Return so many registrations: a third with three words, some with double family names."""
    draw = random.Random(seed)
    made = []
    for at in range(number):
        words = [draw.choice(GIVEN), draw.choice(FAMILY)]
        if draw.random() < 0.33:
            words.insert(1, draw.choice(draw.choice((GIVEN, FAMILY))))
        made.append(Known(f"r{at}", " ".join(words), f"p{at}@example.org"))
    return made


def report(
    registrations: list[Known], number: int, seed: int, *, addressed: float = 0.35
) -> tuple[list[Seen], list[str | None]]:
    """Return the lines of a report and whose each is; one in fifteen never registered."""
    draw = random.Random(seed)
    lines: list[Seen] = []
    right: list[str | None] = []
    for at in range(number):
        if draw.random() < 1 / 15:
            known = Known("", f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}", f"x{at}@example.org")
            right.append(None)
        else:
            known = draw.choice(registrations)
            right.append(known.key)
        kinds = list(NOISES)
        kind = draw.choices(kinds, [NOISES[one] for one in kinds])[0]
        chance = draw.random()
        email = known.email if chance < addressed else "me@home.example" if chance > 0.9 else ""
        lines.append(Seen(noisy(known.name, kind, draw), email))
    return lines, right


def noisy(name: str, kind: str, draw: random.Random) -> str:
    """Return a name as somebody might have typed it."""
    words = name.split()
    if kind == "case":
        return draw.choice((name.upper(), name.lower()))
    if kind == "order":
        return f"{words[-1]}, {' '.join(words[:-1])}"
    if kind == "accents":
        plain = unicodedata.normalize("NFKD", name)
        return "".join(sign for sign in plain if not unicodedata.combining(sign))
    if kind == "title":
        return draw.choice(TITLES) + name
    if kind == "house":
        house = draw.choice(HOUSES)
        return draw.choice((f"{name} - {house}", f"{name} ({house})", f"{name} | {house}"))
    if kind == "device":
        return name + draw.choice(DEVICES)
    if kind == "typo":
        return typo(name, draw)
    return _short(words, kind, draw)


def _short(words: list[str], kind: str, draw: random.Random) -> str:
    if kind == "left-out":
        return f"{words[0]} {words[-1]}"
    if kind == "added":
        return " ".join([words[0], draw.choice(GIVEN), *words[1:]])
    if kind == "initial":
        return f"{words[0][0]}. {words[-1]}"
    if kind == "given-only":
        return words[0]
    return (
        draw.choice(("iPhone", "Galaxy A12", "user")) if kind == "device-only" else " ".join(words)
    )


def typo(name: str, draw: random.Random) -> str:
    """Return the name with one letter left out, doubled, swapped with the next, or another."""
    at = draw.randrange(1, len(name) - 1)
    return draw.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + draw.choice("aeinrst") + name[at + 1 :],
        )
    )
