"""My learning: what is due and in which order, back to the exact block, what upper rooms say."""

from datetime import timedelta

import pytest
from markupsafe import Markup, escape
from sqlalchemy import update

from courses.models import Enrolment
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.web import fill
from tests.factories.courses import enrolled, published_course


@pytest.fixture
def learner(cast, signed_in):
    return signed_in(cast.learner)


def titles(page):
    return [one.text_content() for one in page.page.xpath("//article//h3")]


def test_what_is_due_comes_first_and_overdue_is_said_in_words(learner, cast, writing):
    with writing():
        dates = {"No date": None, "Later": 20, "Soon": 3, "Late": -2}
        for title, days in dates.items():
            made = enrolled(cast.learner.id, published_course(title=title).id)
            due_at = None if days is None else now() + timedelta(days=days)
            db.session.execute(update(Enrolment).where(Enrolment.id == made).values(due_at=due_at))
    page = learner.get("/learn/")
    assert titles(page) == ["Late", "Soon", "Later", "No date"]
    assert page.main.count("Overdue since") == 1
    assert page.main.count("Due on") == 2


def test_continue_leads_to_the_exact_block_on_any_device(app, cast, signed_in, writing):
    with writing():
        course = published_course()
        enrolled(cast.learner.id, course.id)
    lesson = course.lesson("law")
    path = f"/courses/{course.slug}/{lesson.public_id}/"
    signed_in(cast.learner).post(f"{path}place", {"block": lesson.paragraph}, status=204)
    elsewhere = signed_in(cast.learner).get("/learn/")
    assert elsewhere.all("//a[contains(., 'Continue')]/@href") == [f"{path}#{lesson.paragraph}"]


def test_what_an_upper_room_says_is_drawn_for_each_person(app, cast, signed_in):
    said = []
    fill(app, "learn.top", lambda person: Markup("<p>For {}</p>").format(escape(person.name)))
    try:
        for member in (cast.learner, cast.second_learner):
            said.append(signed_in(member).get("/learn/").main)
    finally:
        app.extensions["slots"]["learn.top"].pop()
    assert "For Lina Haddad" in said[0]
    assert "For Omar Diallo" in said[1]


def test_certificates_are_one_link_away(learner):
    assert learner.get("/learn/").all("//nav//a[.='My certificates']/@href") == ["/certificates/"]


def test_the_number_of_queries_does_not_grow_with_courses(learner, cast, writing, queries):
    counts = []
    for number in range(4):
        with writing():
            enrolled(cast.learner.id, published_course(title=f"Course {number}").id)
        with queries() as sent:
            learner.get("/learn/")
        counts.append(len(sent))
    assert len(set(counts)) == 1
    assert counts[0] <= 7
