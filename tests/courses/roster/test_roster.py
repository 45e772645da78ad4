"""The roster of a course: who is on it, how far, at risk, found by filters; its rule; its costs."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from courses.models import Completion, Enrolment, StepProgress
from courses.roster import queries as roster
from courses.roster import risk
from courses.roster.models import RiskRule
from courses.roster.queries import Filter
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from tests.factories.courses import enrolled, published_course

MOMENT = now().replace(microsecond=0)


def days_ago(count):
    return MOMENT - timedelta(days=count)


@pytest.fixture
def course(cast, writing):
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.trainer)


def base(course):
    return f"/desk/courses/{course.slug}/learners/"


def change(enrolment_id, **values):
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(values))


def complete(course, enrolment_id, *names, score=None):
    for name in names:
        step = course.lesson(name)
        db.session.add(
            StepProgress(
                enrolment_id=enrolment_id,
                step_id=step.id,
                opened_at=MOMENT,
                completed_at=MOMENT,
                score=score if step.kind == "quiz" else None,
                release_id=course.release_id,
            )
        )
    db.session.flush()


@pytest.fixture
def people(course, cast, writing):
    """Four learners: not begun, half done and away, completed, left."""
    with writing():
        found = {
            name: enrolled(getattr(cast, name).id, course.id)
            for name in ("learner", "second_learner", "partner", "analyst")
        }
        for name in found:
            country = {"learner": "KE", "second_learner": "SN", "partner": "BR"}.get(name)
            change(found[name], country=country, enrolled_at=days_ago(30))
        change(found["second_learner"], last_seen_at=days_ago(10), way="code")
        complete(course, found["second_learner"], "why", "quiz", score=7500)
        change(found["partner"], last_seen_at=days_ago(20))
        complete(course, found["partner"], "why", "law", "work", "quiz", score=9000)
        db.session.add(
            Completion(
                enrolment_id=found["partner"], release_id=course.release_id, score=9000, trace=[]
            )
        )
        change(found["analyst"], left_at=days_ago(5))
        return found


def cells(answer):
    rows = answer.page.xpath("//table/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def names(answer):
    return [row[0] for row in cells(answer)]


def test_the_roster_says_how_far_everybody_is(desk, course, people):
    answer = desk.get(base(course))
    assert answer.heading == "Learners"
    assert [row[:5] for row in cells(answer)] == [
        ["Ana Petrova", "Left", "0%", "", ""],
        ["Lina Haddad", "Not started", "0%", "", ""],
        [
            "Omar Diallo",
            "Underway At risk",
            "50%",
            "75%",
            f"{days_ago(10).day} {days_ago(10):%b %Y}",
        ],
        [
            "Paula Costa",
            "Completed",
            "100%",
            "90%",
            f"{days_ago(20).day} {days_ago(20):%b %Y}",
        ],
    ]
    assert (
        "4 learners · 1 not started · 1 underway · 1 completed · 1 left · 1 at risk" in answer.main
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=not-started", ["Lina Haddad"]),
        ("state=underway", ["Omar Diallo"]),
        ("state=completed", ["Paula Costa"]),
        ("state=left", ["Ana Petrova"]),
        ("state=at-risk", ["Omar Diallo"]),
        ("group=African+States", ["Lina Haddad", "Omar Diallo"]),
        ("country=br", ["Paula Costa"]),
        ("way=code", ["Omar Diallo"]),
        ("text=HADD", ["Lina Haddad"]),
        ("text=omar@example", ["Omar Diallo"]),
        ("text=%25", []),
        ("state=nothing&country=zz&sort=upside-down", None),
        ("group=African+States&state=at-risk&text=o", ["Omar Diallo"]),
        ("sort=-done", ["Paula Costa", "Omar Diallo", "Lina Haddad", "Ana Petrova"]),
        ("sort=score", ["Omar Diallo", "Paula Costa", "Lina Haddad", "Ana Petrova"]),
        ("sort=-seen", ["Omar Diallo", "Paula Costa", "Lina Haddad", "Ana Petrova"]),
    ],
)
def test_filters_and_order_stand_in_the_address(desk, course, people, asked, found):
    everybody = ["Ana Petrova", "Lina Haddad", "Omar Diallo", "Paula Costa"]
    assert names(desk.get(f"{base(course)}?{asked}")) == (everybody if found is None else found)


def test_the_rule_is_changed_on_its_page_and_holds_at_once(desk, course, people):
    page = desk.get(f"{base(course)}risk")
    answer = desk.submit(page, "Save the rule", away_days="40", due_days="0", count_not_started="y")
    assert "away for more than 40 days" in desk.follow(answer).main
    assert names(desk.get(f"{base(course)}?state=at-risk")) == []
    desk.post(f"{base(course)}risk", {"away_days": "5", "due_days": "0", "count_not_started": "y"})
    assert names(desk.get(f"{base(course)}?state=at-risk")) == ["Lina Haddad", "Omar Diallo"]


@pytest.mark.parametrize("days", ["0", "366", "x", ""])
def test_a_rule_out_of_bounds_is_refused(app, desk, course, days):
    desk.post(f"{base(course)}risk", {"away_days": days, "due_days": "7"}, status=422)
    with app.app_context():
        assert db.session.scalars(select(RiskRule)).all() == []


# -- the rule in Python and in SQL --------------------------------------------------------------

moments = st.one_of(st.none(), st.integers(-400, 400).map(days_ago))
facts = st.fixed_dictionaries(
    {
        "enrolled_at": st.integers(0, 400).map(days_ago),
        "last_seen_at": moments,
        "due_at": moments,
        "left_at": moments,
        "completed": st.booleans(),
    }
)
rules = st.builds(risk.Rule, st.integers(1, 365), st.integers(0, 365), st.booleans())


def test_the_rule_says_the_same_in_python_and_in_the_database(app, course, cast, writing):
    """Any rule, any facts: the page marks whom the filter finds, and states agree."""
    with app.app_context():
        row = roster.course_of(course.slug)

    @settings(max_examples=25, deadline=None, database=None)
    @given(rules, st.lists(facts, min_size=8, max_size=8))
    def agree(rule, many):
        with writing():
            members = cast.everybody()
            for member, one in zip(members, many, strict=True):
                values = {name: value for name, value in one.items() if name != "completed"}
                found = db.session.scalar(
                    select(Enrolment.id).where(
                        Enrolment.person_id == member.id, Enrolment.course_id == course.id
                    )
                )
                found = found or enrolled(member.id, course.id)
                change(found, **values)
                db.session.query(Completion).filter_by(enrolment_id=found).delete()
                if one["completed"]:
                    db.session.add(
                        Completion(enrolment_id=found, release_id=course.release_id, trace=[])
                    )
            db.session.flush()
            limit = risk.limits(rule, MOMENT)
            everybody = roster.page(row, Filter(), limit, "name", 1).rows
            marked = {one.id for one in everybody if risk.reasons(one, limit)}
            assert set(roster.chosen_ids(row, Filter(state="at-risk"), limit, 100)) == marked
            for state in risk.STATES:
                alike = {one.id for one in everybody if risk.state_of(one) == state}
                assert set(roster.chosen_ids(row, Filter(state=state), limit, 100)) == alike
            counted = roster.counts(row, Filter(), limit)
            assert (counted.all, counted.at_risk) == (8, len(marked))

    agree()


def test_reasons_are_named():
    limit = risk.limits(risk.Rule(7, 7, True), MOMENT)
    plain = {"left_at": None, "completed_at": None, "last_seen_at": None, "due_at": None}
    idle = SimpleNamespace(**plain, enrolled_at=days_ago(8))
    assert risk.reasons(idle, limit) == ("idle",)
    away = SimpleNamespace(
        **plain | {"last_seen_at": days_ago(8), "due_at": days_ago(-3)}, enrolled_at=days_ago(9)
    )
    assert risk.reasons(away, limit) == ("away", "due")
    fresh = SimpleNamespace(**plain | {"last_seen_at": days_ago(7)}, enrolled_at=days_ago(9))
    assert risk.reasons(fresh, limit) == ()


# -- costs ---------------------------------------------------------------------------------------


def crowd(course, first, last):
    """Enrol learners by number, all at once, each with some progress."""
    numbers = range(first, last)
    people = [
        {"public_id": f"crowd{number:07d}", "email": f"crowd{number}@example.org",
         "name": f"Crowd {number:04d}", "country": "KE", "created_at": MOMENT}
        for number in numbers
    ]  # fmt: skip
    made = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    takers = [
        {"person_id": person, "course_id": course.id, "enrolled_at": MOMENT}
        for person in db.session.scalars(made, people)
    ]
    made = insert(Enrolment).returning(Enrolment.id, sort_by_parameter_order=True)
    for number, enrolment in zip(numbers, db.session.scalars(made, takers), strict=True):
        complete(course, enrolment, *["why", "law"][: number % 3])


def test_a_thousand_learners_cost_as_many_queries_as_ten(desk, course, writing, queries):
    counts = []
    for first, last in ((0, 10), (10, 1000)):
        with writing():
            crowd(course, first, last)
        for path in ("", "?sort=-done&state=not-started&text=crowd", "steps"):
            with queries() as sent:
                desk.get(base(course) + path)
            counts.append(len(sent))
    assert counts[:3] == counts[3:]
    assert counts[0] <= 5


def test_a_page_holds_fifty_and_leads_to_the_next(desk, course, writing):
    with writing():
        crowd(course, 0, 60)
    first = desk.get(base(course))
    second = desk.get(f"{base(course)}?page=2")
    assert (len(names(first)), len(names(second))) == (50, 10)
    assert first.all("//a[@rel='next']/@href") == [f"{base(course)}?page=2"]
