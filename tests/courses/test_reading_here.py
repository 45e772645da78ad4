"""Reading before an account exists: what a device keeps, what pages show of it, and claiming it."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import select, update

from courses import device_reading
from courses.entry import operations as entering
from courses.entry import queries as entry_queries
from courses.models import Completion, Course, Enrolment, StepProgress
from elearn.core.database import db
from tests.factories.courses import enrolled, published_course

KEYS = ["a secret for tests that is long enough for anybody"]
MOMENT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
READ = "I have read this: keep my place on this device"


@pytest.fixture
def course(writing):
    with writing():
        return published_course()


def lesson(course, name):
    return f"/courses/{course.slug}/{course.lesson(name).public_id}/"


def read(visitor, course, *names):
    for name in names:
        visitor.submit(visitor.get(lesson(course, name)), READ)


def kept(client):
    found = client.client.get_cookie(device_reading.COOKIE)
    return device_reading.unpacked(found.value, datetime.now(UTC), KEYS) if found else ()


def ids(course, *names):
    return tuple(course.lesson(name).public_id for name in names)


# -- the list ------------------------------------------------------------------------------------


def test_a_list_comes_back_in_its_order_each_lesson_once():
    steps = ["a" * 12, "b" * 12, "a" * 12]
    packed = device_reading.packed(steps, MOMENT, KEYS)
    assert device_reading.unpacked(packed, MOMENT, KEYS) == ("a" * 12, "b" * 12)


def test_the_longest_list_fits_into_a_cookie_and_drops_the_oldest():
    steps = [f"{number:012d}" for number in range(200)]
    packed = device_reading.packed(steps, MOMENT, KEYS)
    assert len(packed) < 3000
    assert device_reading.unpacked(packed, MOMENT, KEYS) == tuple(steps[50:])


@pytest.mark.parametrize("value", [None, "", "x", "W10.x", "a.b.c", "\x00"])
def test_nonsense_is_an_empty_list(value):
    assert device_reading.unpacked(value, MOMENT, KEYS) == ()


def test_what_was_tampered_with_or_is_too_old_is_an_empty_list():
    packed = device_reading.packed(["a" * 12], MOMENT, KEYS)
    assert device_reading.unpacked(packed[:-1] + "x", MOMENT, KEYS) == ()
    assert device_reading.unpacked(packed, MOMENT, ["another secret"]) == ()
    assert device_reading.unpacked(packed, MOMENT + timedelta(days=91), KEYS) == ()
    assert device_reading.unpacked(packed, MOMENT + timedelta(days=90), KEYS) == ("a" * 12,)
    assert device_reading.unpacked(packed, MOMENT, ["a new secret", *KEYS]) == ("a" * 12,)


# -- as a visitor --------------------------------------------------------------------------------


def test_nothing_is_kept_until_a_visitor_asks_for_it(visitor, course):
    visitor.get(lesson(course, "why"))
    visitor.get(f"/courses/{course.slug}/")
    assert kept(visitor) == ()


def test_a_visitor_sees_what_was_read_on_this_device_and_nobody_else_does(app, visitor, course):
    page = visitor.get(lesson(course, "why"))
    answer = visitor.submit(page, READ)
    assert answer.location == lesson(course, "law")
    cookie = SimpleCookie(
        next(one for one in answer.headers.getlist("Set-Cookie") if "read-here" in one)
    )["read-here"]
    assert (cookie["max-age"], cookie["samesite"]) == (str(90 * 24 * 3600), "Lax")
    assert cookie["httponly"]
    assert kept(visitor) == ids(course, "why")
    again = visitor.get(lesson(course, "why"))
    assert READ not in again.main
    course_page = visitor.get(f"/courses/{course.slug}/")
    marks = "//ol//li//li//span[contains(@class, 'mark is-done')]"
    assert len(course_page.all(marks)) == 1
    other = type(visitor)(app)
    assert other.get(f"/courses/{course.slug}/").all(marks) == []
    assert READ in other.get(lesson(course, "why")).main
    with app.app_context():
        assert db.session.scalars(select(StepProgress)).all() == []


def test_a_device_forgets_when_asked(visitor, course):
    read(visitor, course, "why")
    visitor.submit(visitor.get(lesson(course, "why")), "Forget them")
    assert kept(visitor) == ()
    assert READ in visitor.get(lesson(course, "why")).main


def test_a_quiz_cannot_be_read(visitor, course):
    visitor.post(f"{lesson(course, 'quiz')}read", status=409)
    visitor.post(f"/courses/{course.slug}/000000000000/read", status=404)
    assert kept(visitor) == ()


def test_a_tampered_cookie_changes_no_page(visitor, course):
    plain = visitor.get(f"/courses/{course.slug}/").main
    visitor.client.set_cookie(device_reading.COOKIE, "made.up")
    assert visitor.get(f"/courses/{course.slug}/").main == plain


# -- once signed in ------------------------------------------------------------------------------


def test_after_signing_in_the_lessons_are_offered_and_claimed(app, visitor, course, cast):
    read(visitor, course, "why", "law")
    visitor.sign_in(cast.learner)
    for path in (lesson(course, "why"), f"/courses/{course.slug}/"):
        assert "You read 2 lessons of this course on this device" in visitor.get(path).main
    page = visitor.get("/learn/")
    assert "You read 2 lessons of “Handling waste with care” on this device" in page.main
    told = visitor.follow(visitor.submit(page, "Enrol and keep them"))
    assert "You are enrolled, and 2 lessons count as read." in told.main
    assert "2 of 4 required parts done" in told.main
    assert "Read on this device" not in told.main
    assert kept(visitor) == ()
    with app.app_context():
        done = select(StepProgress.step_id).where(StepProgress.completed_at.is_not(None))
        expected = {course.lesson(name).id for name in ("why", "law")}
        assert set(db.session.scalars(done)) == expected


def test_claiming_never_passes_a_quiz_and_never_completes_a_course_with_one(
    app, visitor, course, cast
):
    quiz = course.quiz.public_id
    every = (*ids(course, "why", "law", "work"), quiz)
    value = device_reading.packed(every, datetime.now(UTC), KEYS)
    visitor.client.set_cookie(device_reading.COOKIE, value)
    visitor.sign_in(cast.learner)
    visitor.post("/learn/claim", {"course": course.slug})
    with app.app_context():
        assert db.session.scalars(select(Completion)).all() == []
        done = set(db.session.scalars(select(StepProgress.step_id)))
        assert done == {course.lesson(name).id for name in ("why", "law", "work")}
    assert kept(visitor) == (quiz,)


def test_those_on_the_course_keep_their_way_in_and_what_they_did(
    app, visitor, course, cast, writing
):
    with writing():
        enrolment = enrolled(cast.learner.id, course.id)
        db.session.execute(update(Enrolment).values(way="code"))
    read(visitor, course, "why")
    visitor.sign_in(cast.learner)
    visitor.post(f"{lesson(course, 'law')}done")
    visitor.submit(visitor.get("/learn/"), "Enrol and keep them")
    with app.app_context():
        assert db.session.get_one(Enrolment, enrolment).way == "code"
        assert len(db.session.scalars(select(StepProgress)).all()) == 2


def test_a_course_that_is_not_open_is_refused_with_the_reason_and_kept(
    visitor, course, cast, writing
):
    read(visitor, course, "why")
    with writing():
        db.session.execute(update(Course).values(state="withdrawn"))
    visitor.sign_in(cast.learner)
    told = visitor.follow(visitor.post("/learn/claim", {"course": course.slug}))
    assert "What you read stays kept on this device." in told.main
    assert kept(visitor) == ids(course, "why")
    nothing = visitor.follow(visitor.post("/learn/claim", {"course": "no-such-course"}))
    assert "stays kept" in nothing.main


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"door": "closed"}, "This course is for people with a code or an invitation."),
        (
            {"closes_at": datetime(2026, 1, 5, tzinfo=UTC)},
            "Enrolment closed on 5 Jan 2026, 00:00 (UTC).",
        ),
        ({"places": 1}, "All places on this course are taken."),
    ],
)
def test_claiming_keeps_to_the_terms_of_the_course(
    app, visitor, course, cast, writing, said, reason
):
    with writing():
        enrolled(cast.second_learner.id, course.id)
        entering.set_terms(course.id, entering.Terms(**said), None)
    value = device_reading.packed(ids(course, "why"), datetime.now(UTC), KEYS)
    visitor.client.set_cookie(device_reading.COOKIE, value)
    visitor.sign_in(cast.learner)
    told = visitor.follow(visitor.post("/learn/claim", {"course": course.slug}))
    assert reason in told.main
    assert "What you read stays kept on this device." in told.main
    assert kept(visitor) == ids(course, "why")
    with app.app_context():
        people = db.session.scalars(select(Enrolment.person_id)).all()
        assert people == [cast.second_learner.id]


def test_claiming_takes_one_of_the_places(app, visitor, course, cast, writing):
    with writing():
        entering.set_terms(course.id, entering.Terms(places=1), None)
    read(visitor, course, "why")
    visitor.sign_in(cast.learner)
    visitor.post("/learn/claim", {"course": course.slug})
    with app.app_context():
        assert entry_queries.terms_of(course.id).taken == 1


def test_my_learning_asks_one_more_question_only_with_a_cookie(visitor, course, cast, queries):
    visitor.sign_in(cast.learner)
    with queries() as without:
        visitor.get("/learn/")
    value = device_reading.packed(ids(course, "why"), datetime.now(UTC), KEYS)
    visitor.client.set_cookie(device_reading.COOKIE, value)
    with queries() as with_cookie:
        visitor.get("/learn/")
    assert len(with_cookie) == len(without) + 1
    assert len(with_cookie) <= 7
