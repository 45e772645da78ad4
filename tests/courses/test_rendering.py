"""What learners read: anchors, links between lessons, the source line, the publish check."""

from courses.checks import Facts, check, pictures_without_words
from courses.lesson_pieces import Piece
from courses.rendering import lesson_html, paragraph_numbers, source_line


def block(html="<p>x</p>", key="b-0123456789ab", label="", page=None, edited=False):
    return {"key": key, "html": html, "label": label, "page": page, "edited": edited}


def test_the_source_line_names_symbol_paragraphs_and_pages(app):
    with app.test_request_context():
        blocks = [block(label=f"{number}.", page=9 + number // 14) for number in range(12, 16)]
        assert source_line(blocks, "UNEP/CHW.14/5") == (
            "Source: UNEP/CHW.14/5, para. 12–15, p. 9–10"
        )
        assert source_line([block(page=9)], "X") == "Source: X, p. 9"
        assert source_line([block(edited=True)], "X") == "Source: X, adapted"
        assert source_line([block(key=None)], "X") == ""
        assert source_line([block()], "") == ""


def test_paragraph_numbers_are_given_in_short():
    assert paragraph_numbers(["12.", "13.", "(a)", "14", "20."]) == "12–14, 20"
    assert paragraph_numbers(["1", "3", "5", "7", "9"]) == "1–9"
    assert paragraph_numbers(["V1.1.1", "V1.1.4"]) == "V1.1.1–V1.1.4"
    assert paragraph_numbers(["(a)", "", "b."]) == ""


def test_headings_get_anchors_of_their_own(app):
    with app.test_request_context():
        html = lesson_html([block("<h2>A</h2>", None), block('<h3 dir="rtl">B</h3>', None)], "")
    assert html == '<h2 id="s-1">A</h2>\n<h3 id="s-2" dir="rtl">B</h3>'


def test_links_lead_to_the_lesson_that_teaches_their_target_or_become_words(app):
    with app.test_request_context():
        html = lesson_html(
            [
                block(
                    '<p>See <a href="#b-here">here</a>, <a href="#b-there">there</a> and '
                    '<a href="#b-gone"><b>gone</b></a>, '
                    '<a href="https://example.org/#x">out</a>.</p>'
                ),
                block('<p id="b-here">Here.</p>'),
            ],
            "",
            {"b-there": "/courses/c/abc/"},
        )
    assert html.split("\n")[0] == (
        '<p>See <a href="#b-here">here</a>, <a href="/courses/c/abc/#b-there">there</a> and '
        '<b>gone</b>, <a href="https://example.org/#x">out</a>.</p>'
    )


def facts(**more):
    values = {
        "public_id": "s1",
        "kind": "lesson",
        "module_title": "M",
        "title": "One",
        "ready": True,
        "required": True,
        "words": 400,
        "html": "<p>text</p>",
    }
    values |= more
    pieces = (Piece(values.pop("html")),)
    return Facts(**values, pieces=pieces)


def test_the_check_stops_empty_lessons_unready_quizzes_and_courses_nobody_could_complete(app):
    with app.test_request_context():
        found = check(
            [facts(html="", required=False), facts(kind="quiz", ready=False, required=False)],
            summary="x",
        )
        assert [(finding.weight, finding.step) for finding in found] == [
            ("must", None),
            ("must", "s1"),
            ("must", "s1"),
        ]
        assert [finding.weight for finding in check([], summary="x")] == ["must"]


def test_the_check_hints_at_length_and_pictures_without_words(app):
    with app.test_request_context():
        picture = '<img src="/media/a.webp" alt=""><img alt="A drum" src="/media/b.webp">'
        found = check([facts(words=20), facts(words=2000, html=picture)], summary="")
        assert {finding.weight for finding in found} == {"hint"}
        assert len(found) == 5
        assert pictures_without_words(picture) == 1
