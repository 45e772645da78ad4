"""The figures of a run, on the worked cohort of twelve learners."""

from fractions import Fraction

import pytest

from elearn.programmes import learning_figures
from elearn.programmes.figures import Figures, Learner, figures, public

NOT_STATED = "not-stated"
# Gender, group, modules done of six, score of the test after (None: not taken).
COHORT = (
    ("female", "african", 6, 85),
    ("male", "african", 6, 70),
    ("female", "asia-pacific", 6, 80),
    ("male", "asia-pacific", 6, 90),
    ("female", "grulac", 6, 75),
    ("female", "grulac", 6, 65),
    ("male", "eastern-european", 6, 80),
    (NOT_STATED, "weog", 6, 95),
    ("male", "african", 3, None),
    ("female", "asia-pacific", 2, None),
    ("male", "african", 0, None),
    ("female", "african", None, None),
)
PASS_MARK = 70


def cohort() -> Figures:
    return figures(
        [
            Learner(
                group,
                gender,
                started=modules is not None,
                lessons=modules == 6,
                completed=modules == 6 and (after or 0) >= PASS_MARK,
            )
            for gender, group, modules, after in COHORT
        ]
    )


def counts(rows, *names: str):
    return {row.code: tuple(getattr(row, name) for name in names) for row in rows}


def test_the_totals_of_the_cohort():
    made = cohort()
    total = made.total
    assert (total.enrolled, total.started, total.lessons, total.completed) == (12, 11, 8, 7)
    assert (total.share, made.completed_of_started) == (58.3, 63.6)


def test_women_are_counted_of_all_and_of_those_who_stated_their_gender():
    made = cohort()
    assert (made.women_of_all, made.women_of_stated) == (50.0, 54.5)
    assert counts(made.genders, "enrolled", "completed", "share") == {
        "female": (6, 3, 50.0),
        "male": (5, 3, 60.0),
        NOT_STATED: (1, 1, 100.0),
    }


def test_the_regional_groups_of_the_cohort():
    assert counts(cohort().groups, "enrolled", "completed") == {
        "african": (5, 2),
        "asia-pacific": (3, 2),
        "eastern-european": (1, 1),
        "grulac": (2, 1),
        "weog": (1, 1),
    }


def test_the_public_sees_no_cell_of_fewer_than_five_people():
    shown = public(cohort())
    assert counts(shown.groups, "enrolled", "completed", "share") == {
        "african": (5, None, None),
        "asia-pacific": (None, None, None),
        "eastern-european": (None, None, None),
        "grulac": (None, None, None),
        "weog": (None, None, None),
    }
    assert (shown.total.enrolled, shown.total.completed, shown.total.share) == (12, 7, 58.3)


def test_a_cell_that_would_give_a_hidden_one_away_is_hidden_too():
    shown = public(cohort())
    assert counts(shown.genders, "enrolled", "completed") == {
        "female": (6, None),
        "male": (None, None),
        NOT_STATED: (None, None),
    }
    # The share of those who stated it would tell how many did not.
    assert (shown.women_of_all, shown.women_of_stated) == (50.0, None)


def test_a_later_column_does_not_tell_how_many_an_earlier_one_hides():
    shown = public(cohort())
    # Five men started, so at least five were enrolled: then one did not state a gender.
    assert counts(shown.genders, "enrolled", "started") == {
        "female": (6, 5),
        "male": (None, None),
        NOT_STATED: (None, None),
    }


def test_no_mean_of_fewer_than_five_people_is_public():
    scores = [(person, 5000, 8000) for person in (1, 2, 3, 4)]
    # A fifth and sixth pair, of people who are counted already.
    scores += [(1, 4000, 6000), (2, 4000, 6000)]
    few = learning_figures.gained(scores)
    assert (few.people, few.pairs) == (4, 6)
    hidden = learning_figures.public_gain(few)
    assert set(hidden.as_data().values()) == {None}
    full = [(5, 10_000, 10_000), (6, 5000, 8000)]
    some = learning_figures.public_gain(learning_figures.gained(scores[:4] + full[:1]))
    assert (some.pairs, some.before, some.normalised, some.undefined) == (5, 60, None, None)
    more = learning_figures.public_gain(learning_figures.gained(scores[:4] + full))
    assert (more.pairs, more.normalised, more.undefined) == (6, Fraction(3, 5), None)


def test_no_opinion_of_fewer_than_five_people_is_public():
    asked = [("course:a", person) for person in range(1, 11)]
    answers = dict(zip(asked, (5, 4, 4, 1), strict=False))
    shown = learning_figures.public_survey(learning_figures.survey(asked, answers))
    assert (shown.asked, shown.answers, shown.rated, shown.mean) == (10, None, None, None)
    answers = dict(zip(asked, (5, 4, 4, 1, 1, None), strict=False))
    shown = learning_figures.public_survey(learning_figures.survey(asked, answers))
    assert (shown.asked, shown.answers, shown.rated, shown.mean) == (10, 6, 5, 3)
    assert (shown.satisfied, shown.satisfied_share) == (None, None)


def test_who_answered_before_reading_everything_counts_as_asked():
    made = learning_figures.survey([("course:a", 1)], {("course:a", 2): 5, ("course:b", 1): 2})
    assert (made.asked, made.answers, made.answered_share) == (3, 2, Fraction(200, 3))
    assert (made.people, made.mean, made.satisfied) == (2, Fraction(7, 2), 1)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"female": 8, "male": 7}, {"female": 8, "male": 7}),
        ({"female": 3}, {"female": None}),
        ({"female": 9, "male": 6, "another": 1}, {"female": 9, "male": None, "another": None}),
        (
            {"female": 9, "male": 8, "another": 2, NOT_STATED: 2},
            {"female": 9, "male": None, "another": None, NOT_STATED: None},
        ),
        (
            {"female": 9, "male": 8, "another": 3, NOT_STATED: 2},
            {"female": 9, "male": 8, "another": None, NOT_STATED: None},
        ),
    ],
)
def test_what_is_left_over_never_tells_of_fewer_than_five(sizes, shown):
    learners = [
        Learner("african", gender, started=True, lessons=False, completed=False)
        for gender, people in sizes.items()
        for _ in range(people)
    ]
    made = public(figures(learners))
    assert {row.code: row.enrolled for row in made.genders} == shown


def test_a_group_that_was_planned_and_did_not_come_is_shown_with_nobody():
    plan = {"learners": 25, "women": 12, "groups": {"weog": 3}}
    made = figures([], plan)
    assert (made.total.planned, made.total.enrolled, made.total.share) == (25, 0, None)
    assert counts(made.groups, "planned", "enrolled") == {"weog": (3, 0)}
    assert counts(public(made).groups, "planned", "enrolled") == {"weog": (3, 0)}
    assert counts(made.genders, "planned", "enrolled") == {"female": (12, 0)}
