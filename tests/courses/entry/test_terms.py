"""Who may enrol: what a page says is what happens, for any terms."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from courses import queries
from courses.entry import operations, requests
from courses.entry.deciding import Facts, doors_of, kind_of
from courses.entry.errors import EntryRefused
from courses.entry.models import EntryRequest, EntryTerms
from courses.models import Enrolment
from courses.views.public import place_in_course
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write

SOON, BEFORE = timedelta(days=2), timedelta(days=-2)


def put(desk, values, request, left):
    """Lay terms, a request and an enrolment that was left directly into the tables."""
    lina = desk.learner.id
    for table in (EntryTerms, EntryRequest, Enrolment):
        db.session.execute(delete(table).where(table.course_id == desk.course.id))
    if values:
        db.session.execute(insert(EntryTerms).values(course_id=desk.course.id, **values))
    if request:
        row = {"course_id": desk.course.id, "person_id": lina, "state": request}
        db.session.execute(insert(EntryRequest).values(**row))
    if left:
        row = {"course_id": desk.course.id, "person_id": lina, "left_at": now()}
        db.session.execute(insert(Enrolment).values(**row))


moments = st.sampled_from([None, BEFORE, SOON])
some_terms = st.fixed_dictionaries(
    {
        "door": st.sampled_from(["open", "approval", "closed"]),
        "opens": moments,
        "closes": moments,
        "places": st.sampled_from([None, 1, 2]),
        "taken": st.integers(0, 2),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    terms=st.none() | some_terms,
    request=st.sampled_from([None, "open", "declined", "taken-back", "approved"]),
    left=st.booleans(),
)
def test_the_page_the_catalogue_and_the_act_say_the_same(desk, terms, request, left):
    lina, course = desk.learner, desk.course
    values = dict(terms) if terms else None
    if values:
        for name in ("opens", "closes"):
            by = values.pop(name)
            values[f"{name}_at"] = None if by is None else now() + by
    with desk.app.test_request_context():
        with write():
            put(desk, values, request, left)
        said = place_in_course(queries.course_page(course.slug, lina.id), lina).refusal
        listed = doors_of(queries.catalogue(queries.Wish(), lina.id, 1).rows)[0]
        done = None
        try:
            with write():
                operations.enter(course.id, lina)
        except EntryRefused as refused:
            done = refused.refusal
        assert said == done
        assert (said is None) or (said.reason and said.action_label and said.action_url)
        # The catalogue speaks of somebody new: no request, never there.
        new = {"asked": "ask", "declined": "ask"}
        if not left:
            assert listed == (said and new.get(said.kind, said.kind))


def test_a_trainers_way_needs_a_place_and_no_date():
    facts = Facts("x", door="closed", opens_at=now() + SOON, free=1)
    assert [kind_of(facts, now(), way) for way in ("open", "code", "list", "invitation")] == [
        "early",
        "early",
        None,
        None,
    ]
    full = Facts("x", free=0)
    assert {kind_of(full, now(), way) for way in ("open", "code", "list", "cohort")} == {"full"}


def test_a_refusal_names_the_next_act_on_the_page_and_when_enrolling_is_sent(desk, signed_in):
    desk.terms(door="closed")
    lina = signed_in(desk.cast.learner)
    page = lina.get(desk.path)
    assert "for people with a code or an invitation" in page.main
    assert page.all("//main//form[@action='/join']//input[@name='code']")
    refused = lina.post(f"{desk.path}enrol", status=409)
    assert refused.all("//main//a[text()='Enter a code']")[0].get("href") == "/join"
    told = lina.json("PUT", f"{desk.api}/enrolment", status=409).json
    assert "for people with a code" in told["detail"]
    assert lina.json("GET", desk.api).json["entry"] == "code"
    assert desk.enrolments() == {}


@pytest.mark.parametrize(
    ("said", "words", "kind"),
    [
        ({"door": "closed"}, "By code", "code"),
        ({"door": "approval"}, "After approval", "ask"),
        ({"opens_at": now() + SOON}, "Not open yet", "early"),
        ({"closes_at": now() + BEFORE}, "Closed", "late"),
        ({}, None, "open"),
    ],
)
def test_the_catalogue_and_the_first_page_say_where_not_everybody_may_enrol(
    desk, visitor, said, words, kind
):
    desk.terms(**said)
    for path in ("/courses/", "/"):
        states = visitor.get(path).all("//article//span[contains(@class,'state')]")
        assert [one.text for one in states] == ([words] if words else [])
    assert visitor.json("GET", "/api/v1/courses").json["items"][0]["entry"] == kind


def test_a_kept_page_of_the_catalogue_changes_when_the_course_is_full(desk, visitor, signed_in):
    desk.terms(places=1)
    assert "Full" not in visitor.get("/courses/").main
    signed_in(desk.cast.learner).post(f"{desk.path}enrol")
    assert "Full" in visitor.get("/courses/").main
    page = visitor.get(desk.path)
    assert "All places on this course are taken" in page.main
    assert page.all("//main//a[text()='See the other courses']")


def test_lessons_kept_for_members_open_to_them_and_to_the_staff_alone(desk, signed_in, visitor):
    desk.terms(reading=False)
    lesson = f"{desk.path}{desk.course.lesson('why').public_id}/"
    closed = visitor.get(lesson, status=403)
    assert "Only those who take part" in closed.main
    assert closed.all("//main//a[text()='Sign in']")
    lina = signed_in(desk.cast.learner)
    assert lina.get(lesson, status=403).all("//main//a[text()='Go to the course page']")
    step = f"{desk.api}/steps/{desk.course.lesson('why').public_id}"
    lina.json("GET", step, status=403)
    lina.get(f"{desk.path}{desk.course.quiz.public_id}/quiz", status=403)
    signed_in(desk.cast.trainer).get(lesson)
    signed_in(desk.cast.admin).get(lesson)
    signed_in(desk.cast.second_trainer).get(lesson, status=403)
    lina.post(f"{desk.path}enrol")
    assert "Why waste matters" in lina.get(lesson).heading


def test_trainers_say_the_terms_in_their_own_zone_and_read_what_cannot_be(desk, signed_in):
    tomas = signed_in(desk.cast.trainer)
    page = tomas.get(desk.desk_path)
    wrong = tomas.submit(
        page, "Save", status=422, opens_at="2030-05-02T09:00", closes_at="2030-05-01T09:00"
    )
    assert "Enrolment must close after it opens" in wrong.main
    assert wrong.all("//input[@name='opens_at']")[0].get("value") == "2030-05-02T09:00"
    odd = tomas.submit(page, "Save", status=422, opens_at="tomorrow", places="many")
    assert "Write the date and the time" in odd.main
    saved = tomas.submit(page, "Save", door="approval", closes_at="2030-05-01T09:00", due_days="30")
    assert tomas.follow(saved).all("//input[@name='closes_at']")[0].get("value") == (
        "2030-05-01T09:00"
    )
    told = tomas.json("GET", f"{desk.api}/entry-terms").json
    assert (told["door"], told["closes_at"], told["due_days"], told["taken"]) == (
        "approval",
        "2030-05-01T09:00:00+00:00",
        30,
        0,
    )


def test_a_due_date_is_counted_from_the_enrolment(desk):
    desk.terms(due_days=30)
    desk.do(lambda course: operations.enter(course.id, desk.learner))
    row = desk.enrolments()[desk.learner.id]
    assert (row.due_at - row.enrolled_at).days in (29, 30)
    assert row.way == "open"


def test_who_asked_and_came_in_another_way_is_asked_about_no_more(desk):
    desk.terms(door="approval")
    desk.do(lambda course: requests.ask(course, desk.learner, "I inspect waste."))
    desk.terms(door="open")
    desk.do(lambda course: operations.enter(course.id, desk.learner))
    with desk.app.app_context():
        assert db.session.query(EntryRequest.state).all() == [("taken-back",)]


def test_course_and_lesson_ask_the_database_as_often_as_before(desk, queries, visitor, signed_in):
    lesson = f"{desk.path}{desk.course.lesson('why').public_id}/"
    lina = signed_in(desk.cast.learner)
    counts = []
    for said in ({}, {"door": "approval", "places": 3, "reading": True}):
        desk.terms(**said)
        with queries() as sent:
            lina.get(desk.path)
            lina.get(lesson)
            visitor.get("/courses/")
        counts.append(len(sent))
    assert counts[0] == counts[1]
