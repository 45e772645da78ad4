"""The dates of the stories, without a database: whatever the hour at which they are made up."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from elearn.app.demo_people import read_crowd
from elearn.app.demo_stories import MOST_DAYS, Stage, schedule

CROWD = read_crowd()
PEOPLE = {person.email: person for person in (*CROWD.accounts, *CROWD.learners)}
COURSES = {
    "introduction-to-esm": [
        *(
            Stage(f"{module}{part}", "quiz" if part == 4 else "lesson", 5 if part == 4 else 2)
            for module in range(6)
            for part in range(5)
        ),
        Stage("final", "quiz", 8),
    ],
    "handling-waste-lead-acid-batteries": [
        Stage(f"{module}{part}", "quiz" if part == 3 else "lesson", 5 if part == 3 else 2)
        for module in range(2)
        for part in range(4)
    ],
}
ENDS = [datetime(2026, 11, 23, hour, 10, tzinfo=UTC) for hour in range(24)]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: f"{end:%H}")
def test_everything_happened_in_its_order_by_day_and_within_three_months(end):
    acts = schedule(list(PEOPLE.values()), COURSES, end)
    assert all(end - timedelta(days=MOST_DAYS + 1) < act.moment < end for act in acts)
    for email in PEOPLE:
        own = [act for act in acts if act.email == email]
        assert [act.kind for act in own][:2] in ([], ["account", "enrol"])
        assert all(before.moment <= after.moment for before, after in pairwise(own))
        zone = ZoneInfo(PEOPLE[email].profile["timezone"])
        assert all(6 <= act.moment.astimezone(zone).hour <= 22 for act in own)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: f"{end:%H}")
def test_somebody_who_used_up_the_attempts_still_waits(end):
    acts = schedule(list(PEOPLE.values()), COURSES, end)
    for person in PEOPLE.values():
        if any(story.state == "failed" for story in person.stories):
            last = [act for act in acts if act.email == person.email][-1]
            assert (last.kind, last.number) == ("attempt", 3)
            assert timedelta(hours=1) < end - last.moment < timedelta(hours=20)


def test_the_same_people_live_the_same_stories():
    assert schedule(list(PEOPLE.values()), COURSES, ENDS[0]) == schedule(
        list(PEOPLE.values()), COURSES, ENDS[0]
    )
