"""The first page: figures that are true, and that cost the same for the millionth visitor."""

from datetime import UTC, datetime, timedelta

import time_machine

from tests.factories.courses import enrolled, published_course

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def figure(answer, name):
    return answer.page.xpath(f"string(//dl[@class='figures']/div[dt='{name}']/dd)")


def test_figures_are_counted_once_a_minute_and_not_for_every_visitor(
    visitor, cast, writing, queries
):
    with time_machine.travel(NOON, tick=False) as clock:
        with writing():
            course = published_course()
            enrolled(cast.learner.id, course.id)
        assert figure(visitor.get("/"), "enrolment") == "1"
        with writing():
            enrolled(cast.second_learner.id, course.id)
        with queries() as sent:
            assert figure(visitor.get("/"), "enrolment") == "1"
        assert len(sent) == 1
        clock.shift(timedelta(minutes=1))
        assert figure(visitor.get("/"), "enrolments") == "2"
