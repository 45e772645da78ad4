"""Hints for a lesson: references without a link, early abbreviations, sentences by language."""

import pytest

from courses import operations
from courses.checks import Facts, check
from courses.cross_references import CourseIndex, dead, references, unlinked
from courses.early_abbreviations import early
from courses.lesson_pieces import Piece, pieces_of, quoted
from courses.lesson_text import from_html
from courses.readability import long_sentences
from tests.cast import actor
from tests.courses.drafts_made import SENTENCE, draft
from tests.courses.editions_made import course_of, manual


def found(text, language="en"):
    return [(one.kind, one.number) for one in references(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "as paragraph 23 says", [("paragraph", "23")]),
        ("en", "See section II.A and annex 3.", [("section", "II.A"), ("annex", "3")]),
        ("en", "see chapter 2.1 of this manual", [("chapter", "2.1")]),
        ("en", "paragraph 2 of Article 4 of the Convention", []),
        ("en", "article 4, paragraph 2", []),
        ("en", "Annex VIII to the Convention", []),
        ("en", "section a, a subparagraph 7, paragraphs", []),
        ("fr", "voir le paragraphe 12 ci-dessus", [("paragraph", "12")]),
        ("fr", "le paragraphe 2 de la décision BC-13/3", []),
        ("es", "véase el párrafo 7 y el anexo 2", [("paragraph", "7"), ("annex", "2")]),
        ("es", "el párrafo 2 del artículo 4", []),
        ("ru", "см. пункт 15 и раздел III", [("paragraph", "15"), ("section", "III")]),
        ("ru", "пункт 2 статьи 4", []),
        ("ar", "انظر الفقرة 9 أعلاه", [("paragraph", "9")]),
        ("ar", "الفقرة 2 من المادة 4", []),
        ("zh", "见第23段和附件三", [("paragraph", "23"), ("annex", "三")]),
        ("zh", "《公约》附件八", []),
        ("de", "siehe Abschnitt 3, paragraph 3", []),
    ],
)
def test_references_are_told_in_six_languages_from_those_to_other_documents(
    language, text, expected
):
    assert found(text, language) == expected


def index_of(*titles, pieces=()):
    index = CourseIndex()
    index.add(titles, pieces, "en")
    return index


def quotes(places):
    return [(place.anchor, place.quote, place.target) for place in places]


def test_a_reference_without_a_link_names_its_target_and_one_with_a_link_is_none():
    index = index_of("II. Duties", "A. Storage", pieces=[Piece('<p id="b-1">x</p>', "b-1", "23.")])
    pieces = [
        Piece('<p>See paragraph 23, and <a href="#b-1">paragraph 23</a>.</p>', "b-2"),
        Piece("<h2>As in paragraph 23</h2>", "b-3"),
        Piece("<p>See section II.A.</p>", "b-4"),
    ]
    assert quotes(unlinked(pieces, index, "en")) == [
        ("b-2", "See paragraph 23, and … .", "b-1"),
        ("b-4", "See section II.A.", "b-1"),
    ]
    assert dead(pieces, index, "en") == []


def test_what_is_not_in_the_course_is_told_with_and_without_a_link():
    html = '<p>See paragraph 9, <a href="#b-9">the table</a>, annex 3, section IV.B, Annex IX.</p>'
    index = index_of("II. Duties", pieces=[Piece('<p id="b-1">x</p>', "b-1", "1")])
    lost = [place.quote for place in dead([Piece(html, "b-2")], index, "en")]
    assert len(lost) == 4
    for words, quote in zip(("paragraph 9", "annex 3", "IV.B", "the table"), lost, strict=True):
        assert words in quote
    assert unlinked([Piece(html, "b-2")], index, "en") == []
    assert dead([Piece('<p><a href="#b-1">here</a></p>')], index, "en") == []
    numbered = index_of("4.1 Storage", "Annex 2. Forms")
    assert dead([Piece("<p>See chapter 4 and annex 2.</p>")], numbered, "en") == []
    with_annex = index_of("Annex IX. Forms")
    assert len(unlinked([Piece("<p>See Annex IX.</p>")], with_annex, "en")) == 1


def test_a_quote_is_cut_between_words():
    text = (
        "one two three four five six seven eight paragraph 23 nine ten eleven twelve thirteen end"
    )
    at = text.index("paragraph")
    assert quoted(text, at, at + 12) == (
        "… four five six seven eight paragraph 23 nine ten eleven twelve …"
    )


def lesson(*texts):
    return [Piece(f"<p>{text}</p>", f"b-{number}") for number, text in enumerate(texts)]


def test_abbreviations_are_told_when_used_in_an_earlier_block_or_lesson():
    lessons = [
        lesson("The PIC procedure.", "Ask for prior informed consent (PIC).", "PIC again."),
        lesson("An ESM plan and PICs."),
        lesson("Environmentally sound management (ESM)."),
    ]
    assert [
        (one.short, one.lesson, one.place.anchor, one.explained_in) for one in early(lessons)
    ] == [
        ("PIC", 0, "b-0", 0),
        ("ESM", 1, "b-0", 2),
    ]


def test_abbreviations_explained_first_never_or_in_their_own_block_are_not_told():
    assert early([lesson("Prior informed consent (PIC).", "PIC.")]) == []
    assert early([lesson("The PIC way, that is prior informed consent (PIC).")]) == []
    assert early([lesson("UNEP and WHO.", "Ask WHO.")]) == []
    assert early([lesson("Time-based passwords (TOTPs).", "One-time password (OTP). TOTP.")]) == []
    heading = [Piece("<h2>PIC</h2>"), *lesson("Prior informed consent (PIC).")]
    assert early([heading]) == []


@pytest.mark.parametrize(
    ("language", "word", "most"),
    [("en", "word ", 40), ("fr", "mot ", 45), ("ru", "слово ", 35), ("ar", "كلمة ", 28)],
)
def test_sentences_may_be_as_long_as_their_language_needs(language, word, most):
    assert long_sentences(f"<p>{word * most}.</p>", language) == []
    assert len(long_sentences(f"<p>{word * (most + 1)}.</p>", language)) == 1


def test_chinese_sentences_are_measured_in_characters_without_signs():
    assert long_sentences("<p>" + "废" * 54 + "，ESM。</p>", "zh") == []
    assert len(long_sentences("<p>" + "废" * 55 + "，ESM。</p>", "zh")) == 1


def test_pieces_without_an_anchor_have_that_of_the_piece_before():
    blocks = [
        {"key": None, "html": "<p>a</p>"},
        {"key": None, "html": '<h2 id="b-0">b</h2>'},
        {"key": "b-1", "html": "<p>c</p>", "label": "3."},
        {"key": None, "html": '<div><p id="b-9">d</p></div>'},
    ]
    assert [(one.anchor, one.label) for one in pieces_of(blocks)] == [
        ("", ""),
        ("b-0", ""),
        ("b-1", "3."),
        ("b-1", ""),
    ]


@pytest.mark.parametrize(("words", "said"), [(149, "Very short"), (150, ""), (1201, "Very long")])
def test_lessons_have_150_to_1200_words(app, words, said):
    facts = Facts("x", "lesson", "L", "M", True, True, words, (Piece("<p>x</p>"),))
    with app.test_request_context():
        told = [one.sentence for one in check([facts], summary="x") if one.title]
    assert [one for one in told if said and one.startswith(said)] == told


# -- at the lesson, in the publish check, by the API --------------------------------------------


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def made(writing, tomas):
    with writing():
        return course_of(manual(), tomas)


@pytest.fixture
def found_draft(writing, tomas):
    with writing():
        return draft(tomas)


def test_hints_stand_at_the_lesson_and_in_the_publish_check_with_their_passage(
    found_draft, cast, signed_in, writing
):
    found = found_draft
    with writing():
        html = f'<p>{SENTENCE * 12}</p><p id="b-00000000000a">See paragraph 23 and PIC.</p>'
        step = operations.add_lesson(
            found.course.id, found.modules[0].id, "Moving", None, text=from_html(html, {}, "en")
        )
        later = from_html("<p>Prior informed consent (PIC).</p>", {}, "en")
        operations.add_lesson(found.course.id, found.modules[1].id, "Asking", None, text=later)
    desk = signed_in(cast.trainer)
    page = desk.get(f"/desk/courses/{found.slug}/lessons/{step.public_id}")
    lost = "1 reference leads to a part that is not in this course. See paragraph 23 and PIC."
    early_one = "“PIC” is used here, but explained only in the lesson “Asking”."
    hints = " ".join(
        page.all("//section[@aria-labelledby='hints-heading']")[0].text_content().split()
    )
    assert lost in hints
    assert early_one in hints
    check_page = desk.get(f"/desk/courses/{found.slug}/publish")
    assert lost in check_page.main
    assert early_one in check_page.main
    links = {link.get("href") for link in check_page.all("//ul[contains(@class,'places')]//a")}
    address = f"/desk/courses/{found.slug}/preview/{step.public_id}/"
    assert address in {link.partition("#")[0] for link in links}
    for link in links:
        path, _, anchor = link.partition("#")
        assert not anchor or desk.get(path).all(f"//*[@id='{anchor}']")
    told = desk.json("GET", f"/api/v1/courses/{found.slug}/findings").json
    assert early_one in [one["sentence"] for one in told]
    signed_in(cast.second_trainer).json("GET", f"/api/v1/courses/{found.slug}/findings", status=404)


def test_a_paragraph_of_the_course_is_offered_as_the_target_of_a_link(
    made, cast, signed_in, writing
):
    with writing():
        module = operations.add_module(made.id, "More", None)
        text = from_html("<p>Do as paragraph 2 says.</p>", {}, "en")
        step = operations.add_lesson(made.id, module.id, "More", None, text=text)
    page = signed_in(cast.trainer).get(f"/desk/courses/{made.slug}/lessons/{step.public_id}")
    assert "1 reference to a part of this course has no link." in page.main
    (code,) = page.all("//ul[contains(@class,'places')]//code")
    assert code.text.startswith("#b-")


def test_the_editor_asks_the_database_the_same_for_a_short_course_and_a_long_one(
    found_draft, cast, signed_in, writing, queries
):
    desk, found = signed_in(cast.trainer), found_draft
    path = f"/desk/courses/{found.slug}/lessons/{found.lessons[0].public_id}"
    with queries() as few:
        desk.get(path)
    for number in range(9):
        with writing():
            text = from_html(f"<p>{SENTENCE * 20}</p>", {}, "en")
            operations.add_lesson(
                found.course.id, found.modules[0].id, f"L{number}", None, text=text
            )
    with queries() as many:
        desk.get(path)
    assert len(few) == len(many)
