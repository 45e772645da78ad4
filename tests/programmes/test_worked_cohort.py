"""The worked cohort of twelve learners gives every figure exactly: in words, in the API, frozen."""

import csv
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from elearn.programmes.figures import public
from tests.factories.worked_cohort import Cohort, build
from tests.pages import Pages, words

# Built once: one worker takes all of it.
pytestmark = pytest.mark.xdist_group("worked cohort")


@pytest.fixture(scope="module")
def cohort(whole_app: Flask, restore: Callable[[], None]) -> Iterator[Cohort]:
    """The cohort when its training is closed and its report handed in; it is only read."""
    try:
        with whole_app.app_context():
            built = build(whole_app)
        yield built
    finally:
        restore()


TOTAL = {
    "code": "",
    "planned": 12,
    "enrolled": 12,
    "started": 11,
    "lessons": 8,
    "completed": 7,
    "share": 58.3,
}
GAIN = {
    "people": 7,
    "pairs": 7,
    "before": 50.0,
    "after": 80.0,
    "points": 30.0,
    "normalised": 0.612,
    "undefined": 0,
}
SURVEY = {
    "asked": 8,
    "answers": 7,
    "answered_share": 87.5,
    "people": 7,
    "rated": 7,
    "mean": 4.29,
    "satisfied": 6,
    "satisfied_share": 85.7,
}
# Of the pairs, (after - before) / (100 - before).
NORMALISED = (
    Fraction(40, 55)
    + Fraction(20, 50)
    + Fraction(50, 70)
    + Fraction(30, 40)
    + Fraction(20, 45)
    + Fraction(25, 60)
    + Fraction(25, 30)
) / 7


def counts(rows: Any, *names: str) -> dict[str, tuple[Any, ...]]:
    """Return these columns of rows, which are objects or plain values, by code."""
    plain = [row if isinstance(row, dict) else vars(row) for row in rows]
    return {row["code"]: tuple(row[name] for name in names) for row in plain}


def table(page: Any, section: str) -> dict[str, list[str]]:
    """Return the cells of the table of a section of a page by the head of their row."""
    rows = page.all(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return {words(row.find("th")): [words(cell) for cell in row.findall("td")] for row in rows}


def sentences(page: Any, section: str) -> str:
    return words(page.all(f"//section[@aria-labelledby='{section}']")[0])


def test_who_enrolled_started_read_everything_and_completed(cohort: Cohort):
    made = cohort.figures()
    total = made.total
    assert (total.enrolled, total.started, total.lessons, total.completed) == (12, 11, 8, 7)
    assert (total.share, made.completed_of_started) == (58.3, 63.6)
    assert (made.women_of_all, made.women_of_stated) == (50.0, 54.5)
    assert counts(made.genders, "enrolled", "completed", "share") == {
        "female": (6, 3, 50.0),
        "male": (5, 3, 60.0),
        "not-stated": (1, 1, 100.0),
    }
    assert counts(made.groups, "enrolled", "completed") == {
        "african": (5, 2),
        "asia-pacific": (3, 2),
        "eastern-european": (1, 1),
        "grulac": (2, 1),
        "weog": (1, 1),
    }


def test_gain_and_survey_are_exact_fractions(cohort: Cohort):
    gain, survey = cohort.figures().gain, cohort.figures().survey
    assert (gain.pairs, gain.before, gain.after, gain.points) == (7, 50, 80, 30)
    assert (gain.normalised, gain.undefined) == (NORMALISED, 0)
    assert (survey.answers, survey.asked, survey.answered_share) == (7, 8, Fraction(175, 2))
    assert (survey.mean, survey.satisfied_share) == (Fraction(30, 7), Fraction(600, 7))


def test_the_desk_says_them_in_words(cohort: Cohort):
    page = cohort.pages().get(f"/desk/runs/{cohort.slug}/figures")
    assert table(page, "learners") == {"All": ["12", "12", "11", "8", "7", "58.3%"]}
    assert "Completed, of those who started: 63.6% (7 of 11)" in sentences(page, "learners")
    assert table(page, "genders") == {
        "Female": ["6", "6", "5", "4", "3", "50.0%"],
        "Male": ["–", "5", "5", "3", "3", "60.0%"],
        "Not stated": ["–", "1", "1", "1", "1", "100.0%"],
    }
    women = "Women, of all: 50.0% (6 of 12). Of those who stated their gender: 54.5% (6 of 11)."
    assert women in sentences(page, "genders")
    assert {name: (cells[1], cells[4]) for name, cells in table(page, "groups").items()} == {
        "African States": ("5", "2"),
        "Asia-Pacific States": ("3", "2"),
        "Eastern European States": ("1", "1"),
        "Latin American and Caribbean States": ("2", "1"),
        "Western European and other States": ("1", "1"),
    }
    assert_gain_and_survey(page)


def assert_gain_and_survey(page: Any) -> None:
    assert table(page, "gain") == {
        "Pairs of a test before and a test after": ["7"],
        "Learners in these pairs": ["7 of 12"],
        "Mean before": ["50.0%"],
        "Mean after": ["80.0%"],
        "Mean gain in points": ["30.0"],
        "Mean normalised gain": ["0.612"],
    }
    assert table(page, "survey") == {
        "Answered, of those asked": ["87.5% (7 of 8)"],
        "How good the course was, mean": ["4.29 of 5 (7 answers)"],
        "Satisfied (4 or 5)": ["85.7% (6 of 7)"],
    }


def test_everybody_sees_no_cell_of_fewer_than_five(cohort: Cohort):
    page = Pages(cohort.app).get(f"/trainings/{cohort.slug}/figures")
    assert table(page, "learners") == {"All": ["12", "11", "8", "7", "58.3%"]}
    assert table(page, "genders") == {
        "Female": ["6", "5", "*", "*", "–"],
        "Male": ["*", "*", "*", "*", "–"],
        "Not stated": ["*", "*", "*", "*", "–"],
    }
    women = "Women, of all: 50.0% (6 of 12). Of those who stated their gender: –."
    assert women in sentences(page, "genders")
    groups = table(page, "groups")
    assert groups.pop("African States") == ["5", "*", "*", "*", "–"]
    assert list(groups.values()) == [["*", "*", "*", "*", "–"]] * 4
    assert_gain_and_survey(page)


def test_the_api_says_the_same(cohort: Cohort):
    api = f"/api/v1/runs/{cohort.slug}/figures"
    told = cohort.pages().client.get(api).json
    assert (told["total"], told["gain"], told["survey"]) == (TOTAL, GAIN, SURVEY)
    assert told == cohort.figures().as_data()
    shown = cohort.app.test_client().get(f"{api}/public").json
    assert shown == public(cohort.figures()).as_data()
    assert counts(shown["genders"], "enrolled", "completed") == {
        "female": (6, None),
        "male": (None, None),
        "not-stated": (None, None),
    }
    assert counts(shown["groups"], "enrolled", "completed") == {
        "african": (5, None),
        "asia-pacific": (None, None),
        "eastern-european": (None, None),
        "grulac": (None, None),
        "weog": (None, None),
    }
    assert (shown["gain"], shown["survey"]) == (GAIN, SURVEY)


def test_the_table_for_spreadsheets_holds_them(cohort: Cohort):
    answer = cohort.pages().client.get(f"/desk/runs/{cohort.slug}/figures.csv")
    rows = list(csv.reader(answer.text.lstrip("\ufeff").splitlines()))
    assert rows[1] == ["all", "", "12", "12", "11", "8", "7", "58.3", ""]
    for name, figures in (("gain", GAIN), ("survey", SURVEY)):
        told = {row[1]: float(row[-1]) for row in rows if row[0] == name}
        assert told == figures


def test_the_report_froze_them(cohort: Cohort):
    told = cohort.pages().client.get(f"/api/v1/runs/{cohort.slug}/report").json
    assert told["figures"]["learners"] == cohort.figures().as_data()
    page = cohort.pages().get(f"/desk/runs/{cohort.slug}/report/").main
    for figure in (
        "58.3% (7 of 12)",
        "54.5% (6 of 11)",
        "0.612",
        "87.5% (7 of 8)",
        "4.29 of 5",
        "85.7% (6 of 7)",
    ):
        assert figure in page
