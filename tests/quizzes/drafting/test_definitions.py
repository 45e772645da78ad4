"""A meaning is told and its term is to be chosen: nothing gives it away, nothing else is right."""

import pytest

from quizzes.drafting.gaps import without_term
from quizzes.drafting.languages import LANGUAGES
from tests.quizzes.drafting.samples import GLOSSARIES, drafts, glossary, right_of, wrong_of


@pytest.mark.parametrize("code", GLOSSARIES)
def test_a_term_is_asked_for_by_its_meaning_in_the_language_of_the_course(code):
    found = drafts(terms=glossary(code), code=code)
    assert found
    for draft in found:
        assert draft.prompt.startswith(LANGUAGES[code].term)
        (right,) = right_of(draft)
        assert GLOSSARIES[code][right][-9:] in draft.prompt
        assert len(set(wrong_of(draft))) == 3
        assert right not in wrong_of(draft)
        assert draft.paragraphs == (f"term-{list(GLOSSARIES[code]).index(right)}",)


def meaning(text, term, code="en"):
    return without_term(text, term, LANGUAGES[code])


@pytest.mark.parametrize(
    ("code", "term", "text", "told"),
    [
        ("en", "Disposal", "Whatever disposes of waste for good, by any means.",
         "Whatever […] of waste for good, by any means."),
        ("en", "Certification scheme", "Rules by which somebody certifies that a site is sound.",
         "Rules by which somebody […] that a site is sound."),
        ("en", "Movement document", "A paper that goes with the moved load; MD for short.",
         "A paper that goes with the […] load"),
        ("en", "Core performance elements", "Six marks of a good plant; CPEs for short.",
         "Six marks of a good plant"),
        ("en", "Operator", "Whoever is an operator of any plant for waste.",
         "Whoever is a(n) […] of any plant for waste."),
        ("fr", "Élimination", "Toute opération qui élimine un déchet pour de bon.",
         "Toute opération qui […] un déchet pour de bon."),
        ("es", "Residuo peligroso", "Lo que por ley se tira; los residuos peligrosos van aparte.",
         "Lo que por ley se tira"),
        ("ru", "Удаление", "Любой способ удалить вещь навсегда, без возврата.",
         "Любой способ […] вещь навсегда, без возврата."),
        ("ar", "الناقل", "الشركة التي تنقل الشحنة من مكان إلى آخر.",
         "الشركة التي […] الشحنة من مكان إلى آخر."),
        ("zh", "承运人", "承运人是把货物从一个地点运到另一个地点的公司。", None),
    ],
)  # fmt: skip
def test_every_form_of_the_term_is_a_gap(code, term, text, told):
    assert meaning(text, term, code) == told


@pytest.mark.parametrize(
    ("code", "term", "text"),
    [
        ("en", "Waste oil", "Oil that is waste: waste oil, old oil, and waste like oil."),
        ("fr", "Élimination", "Ce qui vient avant l'élimination de toutes les choses."),
        ("en", "Carrier", "It carries."),
        ("zh", "填埋场", "用于填埋废物的大片场地，底部有防渗层。"),
    ],
)
def test_a_meaning_that_cannot_hide_its_term_is_left_alone(code, term, text):
    assert meaning(text, term, code) is None


def rights(**meanings):
    return {right_of(draft)[0] for draft in drafts(terms=glossary("en", **meanings))}


@pytest.mark.parametrize(
    "meanings",
    [
        {"ESM": "Environmentally sound management of all kinds of waste."},
        {"Hauler": "See carrier, who transports the waste for others."},
        {"debian/rules": "The file that says how a package is to be built."},
        {"X-7": "A mark that stands on some of the older kinds of drum."},
    ],
    ids=["abbreviation", "pointer", "path", "code"],
)
def test_what_is_no_term_in_words_is_not_asked(meanings):
    assert rights(**meanings).isdisjoint(meanings)


def test_no_wrong_choice_is_right_as_well():
    terms = glossary(
        "en",
        Lister="Count of the waste of a country by kind, source and amount.",
        Register="Book in which an inventory of a country is written down for others.",
    )
    inventory = next(d for d in drafts(terms=terms) if right_of(d) == ["Inventory"])
    assert {"Lister", "Register"}.isdisjoint(wrong_of(inventory))


def test_no_wrong_choice_tells_itself_by_number_or_length():
    terms = glossary(
        "en",
        Residues="Things that are left over when a material has been burnt or melted.",
        **{"Extended producer responsibility": "Rule by which makers pay for what is thrown away."},
    )
    for draft in drafts(terms=terms):
        offered = {*right_of(draft), *wrong_of(draft)}
        assert offered.isdisjoint({"Residues", "Extended producer responsibility"})


def test_a_whole_and_its_part_never_stand_side_by_side():
    terms = glossary("en", **{"Waste carrier": "Firm that moves unwanted things for a fee."})
    for draft in drafts(terms=terms):
        assert not {"Carrier", "Waste carrier"} <= {*right_of(draft), *wrong_of(draft)}


def test_a_term_the_course_does_not_use_is_not_asked():
    terms = [*glossary("en")]
    unused = [type(one)(one.term, one.meaning, one.key, taught=False) for one in terms]
    assert drafts(terms=unused) == []


def test_a_term_named_by_its_initials_in_the_meaning_is_no_wrong_choice():
    terms = glossary(
        "en",
        **{
            "Waste registry": "Book of every load; run by the WMO on behalf of the towns.",
            "Waste movement office": "Place where papers of loads are stamped and filed.",
        },
    )
    (draft,) = (one for one in drafts(terms=terms) if right_of(one) == ["Waste registry"])
    assert "Waste movement office" not in wrong_of(draft)


def test_too_few_terms_give_no_question():
    assert drafts(terms=glossary("en")[:3]) == []


def test_a_language_without_words_gives_no_question():
    assert drafts(terms=glossary("en"), code="sw") == []


def test_the_same_glossary_gives_the_same_questions():
    first, second = drafts(terms=glossary("en")), drafts(terms=glossary("en"))
    assert [one.digest for one in first] == [one.digest for one in second]
    assert len({one.fingerprint for one in first}) == len(first)
