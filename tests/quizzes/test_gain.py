"""What was gained between two tests: exact figures, also of the worked cohort."""

from fractions import Fraction

from quizzes.gain import Pair, gain_of, histogram, pairs_of

# Learners L01 to L12 of the worked cohort: percent before and after.
COHORT = [
    (45, 85),
    (50, 70),
    (30, 80),
    (60, 90),
    (55, 75),
    (40, 65),
    (None, 80),
    (70, 95),
    (20, None),
    (35, None),
    (None, None),
    (None, None),
]


def hundredths(value):
    return None if value is None else value * 100


def test_the_worked_cohort_gives_its_figures_exactly():
    pairs = pairs_of((hundredths(before), hundredths(after)) for before, after in COHORT)
    gain = gain_of(pairs)
    assert (gain.pairs, gain.before, gain.after, gain.points) == (7, 5000, 8000, 3000)
    assert round(gain.normalised, 3) == Fraction(612, 1000)
    assert gain.undefined == 0


def test_who_had_everything_right_before_has_no_normalised_gain_and_is_counted():
    gain = gain_of([Pair(10_000, 9000), Pair(5000, 7500)])
    assert (gain.points, gain.normalised, gain.undefined) == (750, Fraction(1, 2), 1)
    assert gain_of([Pair(10_000, 10_000)]).normalised is None


def test_nobody_gives_no_figures():
    gain = gain_of([])
    assert (gain.pairs, gain.before, gain.after, gain.points, gain.normalised) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert histogram([]) == []


def test_classes_of_the_histogram_are_ten_points_wide_without_a_hole():
    pairs = [Pair(5000, 4999), Pair(5000, 5000), Pair(5000, 5999), Pair(5000, 7000)]
    assert histogram(pairs) == [(-10, 0, 1), (0, 10, 2), (10, 20, 0), (20, 30, 1)]
