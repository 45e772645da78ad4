"""Links to the glossary in lessons: which words become one, and which never do."""

import pytest

from courses.term_links import Linkable, TermLinks


def link(html, *terms, language="en"):
    """Return the markup of a lesson of one block, links written as [words]."""
    made = [Linkable(f"t-{number}", term) for number, term in enumerate(terms)]
    return shown(TermLinks(made, "/g", language).for_lesson()(html, None))


def shown(html):
    parts = html.split('<a class="term" href="/g#')
    return parts[0] + "".join(
        "[" + part.split('">', 1)[1].replace("</a>", "]", 1) for part in parts[1:]
    )


@pytest.mark.parametrize(
    ("html", "terms", "becomes"),
    [
        ("<p>Waste and waste.</p>", ["waste"], "<p>[Waste] and waste.</p>"),
        ("<p>wasteful wasted</p>", ["waste"], "<p>wasteful wasted</p>"),
        ("<p>a hazardous waste</p>", ["waste", "hazardous waste"], "<p>a [hazardous waste]</p>"),
        ("<p>wastes</p>", ["Waste"], "<p>[wastes]</p>"),
        ("<p>goods</p>", ["Good"], "<p>goods</p>"),
        ("<p>waste-water, non-waste</p>", ["waste"], "<p>waste-water, non-waste</p>"),
        ("<p>hazardous\n waste</p>", ["hazardous waste"], "<p>[hazardous\n waste]</p>"),
        ("<p>a bat, BAT, BATs</p>", ["BAT"], "<p>a bat, [BAT], BATs</p>"),
        ("<p>who? The WHO.</p>", ["WHO"], "<p>who? The [WHO].</p>"),
        ("<p>NGOs</p>", ["NGO"], "<p>[NGOs]</p>"),
        ("<p>pcbs, PCBs</p>", ["PCBs"], "<p>pcbs, [PCBs]</p>"),
        ("<p>recycling</p>", ["RECYCLING"], "<p>[recycling]</p>"),
        ("<p>UNEP/CHW.13 of UNEP</p>", ["UNEP"], "<p>UNEP/CHW.13 of [UNEP]</p>"),
        ("<p>BAT/BEP</p>", ["BAT"], "<p>[BAT]/BEP</p>"),
        ("<p>EPR schemes</p>", ["Extended responsibility (EPR)"], "<p>[EPR] schemes</p>"),
        ("<p>R&amp;D, amp</p>", ["R&D", "amp"], "<p>[R&amp;D], [amp]</p>"),
        ("<p>I am in it</p>", ["I", "it"], "<p>I am in it</p>"),
    ],
)
def test_whole_words_become_a_link_where_they_stand_first(html, terms, becomes):
    assert link(html, *terms) == becomes


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Waste</h2>",
        '<p><a href="https://example.org/">all <b>waste</b></a></p>',
        "<p><code>waste</code></p>",
        "<table><tr><th>Waste</th></tr></table>",
        '<p><img src="/media/x.png" alt="waste > water and waste" title=\'waste\'></p>',
        "<!-- waste -->",
        "<dl><dt>Waste</dt></dl>",
    ],
)
def test_links_headings_heads_code_and_attributes_stay_as_they_are(html):
    assert link(html, "waste") == html


def test_text_after_a_heading_is_linked_again():
    assert link("<h2>Waste</h2><p>Waste</p>", "waste") == "<h2>Waste</h2><p>[Waste]</p>"


@pytest.mark.parametrize(
    ("language", "text", "term", "becomes"),
    [
        ("zh", "危险废物的管理", "废物", "危险[废物]的管理"),
        ("zh", "按照ESM原则", "ESM", "按照[ESM]原则"),
        ("zh", "废", "废", "废"),
        ("ru", "Отходы и отходы", "отходы", "[Отходы] и отходы"),
        ("ru", "отходам", "отход", "отходам"),
        ("ar", "إدارة النفايات الخطرة", "النفايات", "إدارة [النفايات] الخطرة"),
        ("ar", "تنقل والنفايات", "نفايات", "تنقل [والنفايات]"),
        ("ar", "للنفايات الخطرة", "نفايات خطرة", "[للنفايات الخطرة]"),
        ("ar", "اتفاقية بازل", "بازل", "اتفاقية [بازل]"),
        ("ar", "ووبازل وبازل", "بازل", "ووبازل [وبازل]"),
        ("ar", "نفاياتنا", "نفايات", "نفاياتنا"),
        ("ar", "وفق ESM", "ESM", "وفق [ESM]"),
        ("fr", "l’élimination des déchets", "Élimination", "l’[élimination] des déchets"),
    ],
)
def test_scripts_have_their_own_words(language, text, term, becomes):
    assert link(f"<p>{text}</p>", term, language=language) == f"<p>{becomes}</p>"


def test_once_in_a_lesson_not_once_in_a_block_and_again_in_the_next_lesson():
    links = TermLinks([Linkable("t-1", "waste")], "/g", "en")
    lesson = links.for_lesson()
    blocks = [shown(lesson(f"<p>{text}</p>", None)) for text in ("waste", "waste")]
    assert blocks == ["<p>[waste]</p>", "<p>waste</p>"]
    assert shown(links.for_lesson()("<p>waste</p>", None)) == "<p>[waste]</p>"


def test_the_paragraph_that_defines_a_term_does_not_link_it():
    links = TermLinks([Linkable("t-1", "waste", "b-1"), Linkable("t-2", "law")], "/g", "en")
    lesson = links.for_lesson()
    assert shown(lesson("<p>waste, by law</p>", "b-1")) == "<p>waste, by [law]</p>"
    assert shown(lesson("<p>waste</p>", "b-2")) == "<p>[waste]</p>"


def test_a_longer_term_that_is_linked_already_hides_the_shorter_one_inside():
    html = "<p>hazardous waste, hazardous waste, waste</p>"
    assert link(html, "waste", "hazardous waste") == (
        "<p>[hazardous waste], hazardous waste, [waste]</p>"
    )


def test_hundreds_of_terms_in_a_long_text_take_no_time_worth_waiting_for():
    terms = [f"word{number} of many" for number in range(500)]
    html = "<p>" + "some word1 of few and a waste of words " * 2000 + "word499 of many</p>"
    assert link(html, *terms).endswith("[word499 of many]</p>")
