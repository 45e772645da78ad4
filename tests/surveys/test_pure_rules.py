"""What a form may be, and what may be answered to it; no database."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from elearn.surveys import answers, asking, conditions, fields, following_up
from elearn.surveys.answers import checked
from elearn.surveys.errors import AnswersRefused, FormIsFaulty
from elearn.surveys.fields import FieldSpec
from elearn.surveys.figures import figures_of, share
from elearn.surveys.seeds import FACILITY, LATER, SEEDS, SURVEY

pytestmark = pytest.mark.usefixtures("words")

USED = next(one for one in LATER.fields if one.key == "used")
EXAMPLE = next(one for one in LATER.fields if one.key == "example")


@pytest.fixture
def words(whole_app):
    """Sentences need a language."""
    with whole_app.test_request_context():
        yield


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.key)
def test_the_forms_of_the_product_are_in_order(seed):
    assert fields.checked(seed.fields) == list(seed.fields)


def test_the_survey_asks_eight_scales_two_words_the_actions_and_whether_to_ask_again():
    assert [one.kind for one in SURVEY.fields] == ["scale"] * 8 + ["text"] * 2 + [
        "actions",
        "yesno",
    ]
    assert {one.top for one in SURVEY.fields if one.kind == "scale"} == {5}
    assert len(FACILITY.fields) == 11


FAULTS = {
    "no words": replace(USED, label=" "),
    "a name with spaces": replace(USED, key="not a key"),
    "an unknown kind": replace(USED, kind="date"),
    "one answer": replace(USED, options=USED.options[:1]),
    "an answer twice": replace(USED, options=[USED.options[0]] * 2),
    "a value without words": replace(USED, options=[{"value": "a", "label": ""}] * 2),
    "options where there are none": replace(EXAMPLE, condition=None, options=["a"]),
    "a scale of one": FieldSpec("s", "scale", "S", options={"most": 1}),
    "a scale of true": FieldSpec("s", "scale", "S", options={"most": True}),
    "a condition on nothing above": EXAMPLE,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_form_is_refused_with_the_reason(fault):
    with pytest.raises(FormIsFaulty, match=r"\w"):
        fields.checked([FAULTS[fault]])


def test_a_condition_names_answers_somebody_can_give():
    wrong = replace(EXAMPLE, condition={"field": "used", "any": ["perhaps"]})
    with pytest.raises(FormIsFaulty, match="nobody can give"):
        fields.checked([USED, wrong])
    with pytest.raises(FormIsFaulty, match="used twice"):
        fields.checked([USED, USED])
    actions = SURVEY.fields[10]
    with pytest.raises(FormIsFaulty, match="only once"):
        fields.checked([actions, replace(actions, key="more")])


def test_answers_come_back_clean_and_blanks_count_as_none():
    given = {"overall": 4, "missing": "  More pictures ", "differently": " ", "actions": ["a", ""]}
    assert checked(SURVEY.fields, given) == {
        "overall": 4,
        "missing": "More pictures",
        "actions": ["a"],
    }


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("overall", None, "Please answer"),
        ("overall", 6, "Choose among"),
        ("overall", True, "Choose among"),
        ("overall", "5", "Choose among"),
        ("overall", [5], "Choose among"),
        ("missing", "x" * 4001, "at most 4000"),
        ("missing", 7, "Give words"),
        ("actions", ["a", "b", "c", "d"], "at most 3"),
        ("actions", ["a" * 501], "at most 500"),
        ("actions", "a", "a list"),
        ("may-we-ask-later", "maybe", "Choose among"),
        ("nobody-asked", 1, "no such question"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_reason(key, value, why):
    with pytest.raises(AnswersRefused) as refused:
        checked(SURVEY.fields, {"overall": 5} | {key: value})
    assert set(refused.value.problems) == {key}
    assert why in refused.value.problems[key]


@pytest.mark.parametrize("value", [-1, 1.5, "2", True, 10**10])
def test_a_number_is_whole_and_not_negative(value):
    with pytest.raises(AnswersRefused, match="whole number"):
        checked(LATER.fields, {"used": "yes", "trained": value})


def test_several_choices_are_different_ones_that_were_offered():
    for value in (["time", "time"], ["rain"], "time"):
        with pytest.raises(AnswersRefused, match="Choose among"):
            checked(LATER.fields, {"used": "no", "hindered": value})


def test_what_was_filled_in_a_hidden_field_is_dropped_and_is_not_required():
    given = {"used": "no", "example": "never shown", "hindered": ["else"], "hindered-how": "Rain"}
    assert checked(LATER.fields, given) == {
        "used": "no",
        "hindered": ["else"],
        "hindered-how": "Rain",
    }
    assert "hindered-how" not in checked(LATER.fields, given | {"hindered": ["time"]})
    needed = replace(EXAMPLE, required=True)
    assert checked([USED, needed], {"used": "no"}) == {"used": "no"}
    with pytest.raises(AnswersRefused, match="Give an example"):
        checked([USED, needed], {"used": "yes"})


def test_what_hangs_on_a_hidden_field_is_hidden_too():
    given = {"used": "yes", "hindered": ["else"], "hindered-how": "Rain"}
    assert checked(LATER.fields, given) == {"used": "yes"}


def test_a_condition_is_said_in_words():
    assert conditions.words(EXAMPLE, LATER.fields) == (
        "Only if you answered “Yes” or “Partly” to “Have you used what you learned at work?”."
    )
    assert conditions.words(USED, LATER.fields) == ""


def test_what_a_page_sends_becomes_answers_and_comes_back_as_it_was():
    class Sent:
        def getlist(self, key):
            sent = {"q-used": ["no"], "q-hindered": ["time", "else"], "q-trained": ["many"]}
            return sent.get(key, [])

    given = asking.given_by(LATER.fields, Sent())
    assert given == {
        "used": "no",
        "hindered": ["time", "else"],
        "trained": "many",
        "change": [],
    }
    shown = {one.name: one for one in asking.asked(LATER.fields, given, {"trained": "No."})}
    assert [one.value for one in shown["q-hindered"].choices if one.chosen] == ["time", "else"]
    assert (shown["q-trained"].values, shown["q-trained"].problem) == (("many",), "No.")
    assert (shown["q-example"].shown_by, shown["q-example"].shown_for) == ("q-used", "yes partly")


def test_names_for_exports_are_made_from_the_words():
    assert fields.key_from("What was missing?", ()) == "what-was-missing"
    assert fields.key_from("ماذا؟", ("field",)) == "field-2"
    assert re.fullmatch(fields.KEY, fields.key_from("é" * 90, ()))


def test_the_cohort_of_twelve_gives_its_survey_figures_exactly():
    """esm-facts 14: 7 of 8 answered (87.5 %), mean 4.29 of 5, satisfied 85.7 %."""
    asked = [replace(SURVEY.fields[7], id=1)]
    said = [(1, score) for score in (5, 4, 4, 5, 3, 4, 5)]
    figures = figures_of(asked, 7, said)
    overall = figures.of("overall")
    assert share(figures.responses, 8) == Fraction(7, 8)
    assert overall.mean == Fraction(30, 7)
    assert overall.satisfied == Fraction(6, 7)
    assert (f"{float(overall.mean):.2f}", f"{float(overall.satisfied):.1%}") == ("4.29", "85.7%")
    assert [people for _value, _words, people in overall.counts] == [0, 0, 1, 3, 3]


def test_figures_of_nothing_are_none_not_zero():
    figures = figures_of([replace(one, id=at) for at, one in enumerate(LATER.fields)], 0, [])
    assert share(0, 0) is None
    assert {one.mean for one in figures.fields} == {None}
    assert {one.satisfied for one in figures.fields} == {None}


def test_numbers_are_added_up_and_texts_stand_in_alphabetical_order():
    asked = [replace(one, id=at) for at, one in enumerate(LATER.fields)]
    at = {one.key: one.id for one in asked}
    said = [(at["trained"], 2), (at["trained"], 5), (at["example"], "b"), (at["example"], "A")]
    figures = figures_of(asked, 2, [*said, (at["hindered"], ["time", "law"])])
    assert (figures.of("trained").total, figures.of("trained").mean) == (7, Fraction(7, 2))
    assert figures.of("example").texts == ("A", "b")
    assert {v for v, _w, n in figures.of("hindered").counts if n} == {"time", "law"}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-28", 12, "2027-11-28"),
        ("2026-01-31", 6, "2026-07-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, expected):
    from_day = following_up.datetime.fromisoformat(f"{day}T10:00:00+00:00")
    assert following_up.later(from_day, months).date().isoformat() == expected


def test_a_problem_says_nothing_when_there_is_none():
    assert answers.problem_of(USED, "yes") == ""
