"""Which minutes count, and what a session's attendance comes to."""

from datetime import UTC, datetime, timedelta

import pytest

from elearn.webinars.attendance.counting import (
    Attended,
    Figures,
    LineMinutes,
    Said,
    counted,
    covered,
    figures,
    needed,
    of_lines,
    reached,
)

START = datetime(2027, 3, 24, 9, 0, tzinfo=UTC)


def span(first, last):
    return START + timedelta(minutes=first), START + timedelta(minutes=last)


def test_time_covered_twice_counts_once():
    assert covered([span(0, 30), span(20, 40), span(45, 50), span(46, 47)]) == 45
    assert covered([]) == 0


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], None),
        ([Said("click", 0)], (0, "click")),
        ([Said("click", 0), Said("code-word", 0)], (0, "code-word")),
        ([Said("report", 40), Said("click", 0)], (40, "report")),
        ([Said("report", 40), Said("tick", 60)], (60, "tick")),
        ([Said("report", 60), Said("tick", 60)], (60, "report")),
        ([Said("report", 75)], (60, "report")),
        # Each saw thirty minutes, of which ten are the same.
        ([Said("report", 30, [span(0, 30)]), Said("provider", 30, [span(20, 50)])], (50, "report")),
        ([Said("provider", 20, [span(0, 20)]), Said("report", 45)], (45, "report")),
    ],
)
def test_the_most_that_sources_say_together_counts(said, expected):
    assert counted(said, 60) == expected


def test_lines_of_one_person_are_joined_and_reports_of_the_same_do_not_add_up():
    assert of_lines([LineMinutes(1, 20), LineMinutes(1, 30)], 60).minutes == 50
    assert of_lines([LineMinutes(1, 20), LineMinutes(2, 30)], 60).minutes == 30
    again = [LineMinutes(1, 0, [span(0, 20)]), LineMinutes(2, 0, [span(0, 20), span(30, 40)])]
    assert of_lines(again, 60) == Said("report", 30, [span(0, 20), span(30, 40)])
    assert of_lines([LineMinutes(1, 90)], 60).minutes == 60


def test_a_share_is_reached_by_whole_minutes():
    assert [needed(60, 70), needed(45, 70), needed(1, 70)] == [42, 32, 1]
    assert [reached(one, 60, 70) for one in (None, 0, 41, 42, 60)] == [False] * 3 + [True] * 2


def test_the_worked_example_comes_out_exactly():
    people = [Attended(True, 42, True)] * 52 + [Attended(True, 30)] * 9
    people += [Attended(True, None)] * 19 + [Attended(False, None)] * 6
    assert figures(people, 60, 70) == Figures(
        registered=86, confirmed=80, reached=52, partly=9, rate=605, certificates=52
    )
    assert figures([], 60, 70).rate is None
