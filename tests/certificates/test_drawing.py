import json
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
import segno
from PIL import Image

from certificates import drawing
from certificates.codes import check_character, grouped
from certificates.drawing import check_name, draw
from certificates.errors import CannotDraw, DoesNotFit, NameIsUnusable
from certificates.record import CertificateRecord
from certificates.words import WORDS, long_date, score, study_time

BODY = "0123456789ABCDEFGHJ"
CODE = BODY + check_character(BODY)
ADDRESS = f"https://learn.example.org/v/{grouped(CODE)}"
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RECORD = CertificateRecord(
    code=CODE,
    kind="course",
    subject="course:abc",
    lineage=0,
    holder_name="Maria Fernanda Oliveira",
    title="Introduction to the environmentally sound management of wastes",
    language="en",
    minutes=410,
    score_hundredths=8750,
    issuer="ESM Learn",
    edition_label="Practical manuals, 2017 edition",
    edition_symbol="UNEP/CHW.13/4/Add.1",
    acknowledgement="Based on a manual of the Secretariat. The official text prevails.",
    tier="completion",
    completed_on=date(2026, 11, 22),
    issued_at=MOMENT,
)
NAMES = [
    ("en", "Maria Fernanda Oliveira"),
    ("fr", "Éléonore Lefèvre-Dœuvre"),
    ("es", "José Ángel Núñez Ibáñez"),
    ("ru", "Александра Константиновна Преображенская"),
    ("ar", "الدكتورة فاطمة الزهراء بنت عبد الرحمن"),
    ("zh", "欧阳娜娜"),
    ("vi", "Nguyễn Thị Phương Thảo"),
    ("el", "Αλέξανδρος Παπαδόπουλος"),
    ("hi", "प्रिया शर्मा"),
    ("en", "محمد علي الهاشمي"),
]
# pdfium takes an Arabic page to run leftwards throughout and turns Latin words around.
LATIN_IN_ARABIC = ("ar", "Jean-Luc O’Connor")
# The order of letters is exact; pdfium guesses spaces and joiners from positions.
SPACED = [("th", "สมชาย ใจดี"), ("th", "เพ็ญศรี น้ำผึ้ง"), ("fa", "محمدرضا علی‌پور"), ("ur", "شازیہ اکبر")]


def certificate(**changes):
    return draw(replace(RECORD, **changes), verify_url=ADDRESS, timestamp=MOMENT)


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\ufffe", "-")


def bare(text):
    return re.sub(r"[\s\u200b-\u200f]", "", text)


def test_the_certificate_is_one_tagged_landscape_page_with_title_and_language():
    pdf = certificate()
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [842, 595]
    assert document.is_tagged()
    title = document.get_metadata_value("Title")
    assert title == f"Certificate of completion: {RECORD.title}"
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_the_page_states_every_fact_that_is_signed():
    text = text_of(certificate())
    for fact in (
        "Certificate of completion",
        RECORD.holder_name,
        "6 hours 50 minutes",
        "87.5%",
        "22 November 2026",
        "23 November 2026",
        RECORD.issuer,
        RECORD.edition_label,
        RECORD.edition_symbol,
        RECORD.acknowledgement,
        grouped(CODE),
        "learn.example.org/v",
    ):
        assert fact in text
    assert bare(RECORD.title) in bare(text)


def test_the_same_facts_give_the_same_bytes():
    assert certificate() == certificate()


def test_the_same_facts_give_the_same_bytes_in_another_process():
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests/certificates');"
        "import test_drawing; print(hashlib.sha256(test_drawing.certificate()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    lines = {
        subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {program}"],
            cwd=root,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for _ in range(2)
    }
    assert len(lines) == 1


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_a_name_comes_out_of_the_page_exactly_as_it_went_in(language, name):
    text = text_of(certificate(holder_name=name, language=language))
    assert name in " ".join(text.split())


@pytest.mark.parametrize(("language", "name"), SPACED)
def test_a_name_with_marks_and_joiners_keeps_all_its_letters(language, name):
    assert bare(name) in bare(text_of(certificate(holder_name=name, language=language)))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize(("language", "name"), [*NAMES, *SPACED[:2], LATIN_IN_ARABIC])
def test_a_second_reader_agrees_about_the_name(language, name):
    pdf = certificate(holder_name=name, language=language)
    found = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    without_marks = re.sub(r"[\u200e\u200f\u202a-\u202e]", "", found)
    assert name in " ".join(unicodedata.normalize("NFC", without_marks).split())


def test_a_decomposed_name_is_printed_composed():
    name = unicodedata.normalize("NFD", "Éléonore Nguyễn")
    assert "Éléonore Nguyễn" in text_of(certificate(holder_name=name))


@pytest.mark.parametrize(
    ("name", "character", "called"),
    [
        ("ভারতী", "ভ", "BENGALI LETTER BHA"),
        ("Anna 😀", "😀", "GRINNING FACE"),
        ("김민준", "김", "HANGUL SYLLABLE GIM"),
        ("ተስፋዬ", "ተ", "ETHIOPIC SYLLABLE TA"),
    ],
)
def test_a_character_that_cannot_be_drawn_is_refused_by_name(name, character, called):
    with pytest.raises(CannotDraw) as refusal:
        certificate(holder_name=name)
    assert refusal.value.character.startswith(character)
    assert character in str(refusal.value)
    assert called in str(refusal.value)
    with pytest.raises(CannotDraw):
        check_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "   ", "123", "\u202eAnna", "An\u0000na", "An\u200bna", "Anna\ue000", "\u2066Anna", "…"],
)
def test_an_empty_or_deceptive_name_is_refused(name):
    with pytest.raises(NameIsUnusable):
        certificate(holder_name=name)


@pytest.mark.parametrize(("language", "name"), [*NAMES, *SPACED])
def test_every_promised_script_passes_the_check_of_names(language, name):
    assert check_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "markup",
    [
        '#panic("x") *b* $x$',
        "#set page(width: 1pt)",
        "= A <b> @c",
        "\\ _a_ `b` // c",
        '"}, {"a": "',
    ],
)
def test_markup_in_facts_stays_plain_text(markup):
    text = text_of(certificate(holder_name=markup, title=markup, issuer=markup))
    assert text.count(markup) >= 3


@pytest.mark.parametrize(
    ("name", "title", "language"),
    [
        (
            ("Wolfeschlegel Hubert Blaine Charles David Earl " * 3)[:120].strip(),
            "Course " * 42,
            "en",
        ),
        ("龍" * 120, "龍" * 300, "zh"),
        (("محمد " * 24).strip(), "محمد " * 60, "ar"),
        ("Wwww " * 24, "Wwww " * 60, "fr"),
    ],
)
def test_the_longest_facts_still_fit_on_one_page(name, title, language):
    pdf = certificate(
        holder_name=name,
        title=title.strip(),
        language=language,
        issuer=("Regional centre for training " * 7)[:200].strip(),
        edition_label=("Practical manual on wastes " * 12)[:300].strip(),
        edition_symbol="UNEP/CHW.13/" * 10,
        acknowledgement=("The official text prevails. " * 22)[:600].strip(),
    )
    text = bare(text_of(pdf))
    assert bare(name) in text
    assert bare(title) in text


@pytest.mark.parametrize("body", ["W" * 19, "1" * 19, "M" * 19])
def test_the_widest_code_and_a_long_address_fit(body):
    code = body + check_character(body)
    host = "https://training.environment-and-natural-resources.ministry.example.org"
    address = f"{host}/v/{grouped(code)}"
    text = text_of(draw(replace(RECORD, code=code), verify_url=address, timestamp=MOMENT))
    assert grouped(code) in text
    assert bare("training.environment-and-natural-resources.ministry.example.org/v") in bare(text)


def test_a_name_over_120_characters_is_refused():
    with pytest.raises(NameIsUnusable):
        certificate(holder_name="An " * 41)


def test_what_cannot_fit_is_refused_instead_of_cut():
    with pytest.raises(DoesNotFit):
        certificate(holder_name="W" * 120)
    with pytest.raises(DoesNotFit):
        certificate(acknowledgement="The official text prevails. " * 100)


def test_a_missing_score_edition_or_time_leaves_no_label_behind():
    text = text_of(
        certificate(
            score_hundredths=None,
            minutes=0,
            edition_label="",
            edition_symbol="",
            acknowledgement="",
        )
    )
    for words in ("Result", "Study time", "Based on"):
        assert words not in text


def test_the_qr_code_on_the_page_is_the_verification_address():
    page = pypdfium2.PdfDocument(certificate())[0]
    picture = page.render(scale=4).to_pil().convert("L")
    band = picture.crop((int(picture.width * 0.74), 0, picture.width, picture.height))
    pure_black = band.point(lambda value: 255 if value < 8 else 0)
    square = band.crop(pure_black.getbbox())
    expected = segno.make(ADDRESS, error="m", micro=False)
    side = len(expected.matrix)
    assert abs(square.width - square.height) <= 2
    seen = square.resize((side * 9, side * 9), Image.Resampling.BILINEAR)
    read = tuple(
        tuple(int(seen.getpixel((x * 9 + 4, y * 9 + 4)) < 128) for x in range(side))
        for y in range(side)
    )
    assert read == tuple(tuple(int(bool(module)) for module in row) for row in expected.matrix)


def test_the_signed_record_travels_inside_the_file():
    signed = json.dumps({"record": {"name": "Thảo"}}, ensure_ascii=False).encode()
    pdf = draw(RECORD, verify_url=ADDRESS, timestamp=MOMENT, attachment=signed)
    attachment = pypdfium2.PdfDocument(pdf).get_attachment(0)
    assert attachment.get_name() == "certificate.json"
    assert bytes(attachment.get_data()) == signed


@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_language_has_all_the_words(language):
    words, english = WORDS[language], WORDS["en"]
    assert words.keys() == english.keys()
    assert words["heading"].keys() == english["heading"].keys()
    assert {tier: set(kinds) for tier, kinds in words["for"].items()} == {
        tier: set(kinds) for tier, kinds in english["for"].items()
    }
    assert words["heading"]["completion"] in text_of(certificate(language=language))


@pytest.mark.parametrize("tier", ["participation", "completion", "diploma"])
@pytest.mark.parametrize("kind", ["course", "webinar", "programme"])
def test_every_kind_and_tier_can_be_drawn(tier, kind):
    text = text_of(certificate(tier=tier, kind=kind))
    assert WORDS["en"]["heading"][tier] in text
    assert kind in text


def test_scores_are_exact_and_times_are_words():
    assert score(8750, "en") == "87.5%"
    assert score(7999, "en") == "79.99%"
    assert score(10_000, "en") == "100%"
    assert score(0, "en") == "0%"
    assert score(8750, "fr") == "87,5\u00a0%"
    assert study_time(45, "en") == "45 minutes"
    assert study_time(61, "ru") == "1 час 1 минута"
    assert study_time(120, "zh") == "2小时"
    assert study_time(410, "ar") == "6 ساعات و50 دقيقة"
    assert long_date(date(2026, 11, 2), "ar") == "2 تشرين الثاني/نوفمبر 2026"


def test_a_language_without_words_of_its_own_gets_english_ones():
    text = text_of(certificate(language="pt-BR", title="Introdução à gestão de resíduos"))
    assert "Certificate of completion" in text
    assert bare("Introdução à gestão de resíduos") in bare(text)


def test_the_mark_of_the_certificate_is_the_mark_of_the_site():
    site = Path(drawing.__file__).parents[1] / "static" / "img" / "mark.svg"
    assert site.read_bytes() == (drawing.TEMPLATES / "mark.svg").read_bytes()
    assert len(site.read_bytes()) <= 1000
    assert b"currentColor" in site.read_bytes()
