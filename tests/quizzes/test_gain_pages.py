"""What trainers do and see: which quiz is which test, and what their learners gained."""

import csv

import pytest

from tests.factories.courses import enrolled
from tests.quizzes.pairs_made import two_tests


@pytest.fixture
def pair(table):
    return two_tests(table, draw=3)


@pytest.fixture
def desk(pair, client, cast):
    client.sign_in(cast.trainer)
    client.course = f"/desk/courses/{pair.table.course.slug}/"
    return client


def test_a_trainer_makes_a_pair_by_plain_forms(app, table, client, cast, prepared):
    client.sign_in(cast.trainer)
    base = f"/desk/courses/{table.course.slug}/quizzes/{table.course.quiz.public_id}/"
    form = client.get(client.get(base).all("//a[.='Test before or after']/@href")[0])
    page = client.follow(client.submit(form, "Save", purpose="after"))
    assert "Test after learning" in page.main
    assert "No test before draws from it yet." in page.main
    page = client.submit(client.get(base + "purpose"), "Save", status=409, purpose="before")
    assert "has questions of its own" in page.text


def test_the_desk_says_what_both_tests_share(desk, pair):
    page = desk.get(f"{desk.course}quizzes/{pair.before}/")
    assert "Test before learning" in page.main
    assert "Asks 3 questions of 4." in page.main
    assert "Both tests ask the same 3 questions." in page.main
    assert "Add a question" not in page.main
    page = desk.get(f"{desk.course}quizzes/{pair.before}/settings")
    assert "Pass mark" not in page.main
    desk.submit(page, "Save", draw="2")
    page = desk.get(f"{desk.course}quizzes/{pair.after}/")
    assert "Both tests ask the same 2 questions." in page.main
    desk.get(f"{desk.course}quizzes/{pair.before}/preview")


def test_without_a_pair_the_page_says_how_to_make_one(table, client, cast):
    client.sign_in(cast.trainer)
    page = client.get(f"/desk/courses/{table.course.slug}/gain/")
    assert "This course has no pair of tests" in page.main


def test_figures_and_every_learner_under_the_same_statements(desk, pair, cast, prepared, queries):
    assert "Nobody has taken these tests yet" in desk.get(f"{desk.course}gain/").main
    pair.take(pair.before, cast.learner)
    pair.take(pair.after, cast.learner, 1, 2, 3, 4)
    desk.get(f"{desk.course}gain/")
    with queries() as one:
        page = desk.get(f"{desk.course}gain/")
    assert page.all("//main//dl/dd/bdi/text()") == ["1", "0.0%", "100.0%", "+100.0", "1.000"]
    assert "100 to under 110 points" in page.main
    for member in (cast.second_learner, cast.partner):
        with prepared():
            enrolled(member.id, pair.table.course.id)
        pair.take(pair.before, member, 1)
    with queries() as three:
        page = desk.get(f"{desk.course}gain/")
    assert len(one) == len(three)
    names = [name.text_content() for name in page.all("//section[@id='learners' or 1]//tbody//th")]
    assert {"Lina Haddad", "Omar Diallo", "Paula Costa"} <= set(names)


def test_the_table_for_spreadsheets_holds_exact_figures(desk, pair, cast):
    pair.take(pair.before, cast.learner, 1)
    pair.take(pair.after, cast.learner, 1, 2)
    answer = desk.client.get(f"{desk.course}gain/gain.csv")
    rows = list(csv.reader(answer.text.lstrip("\ufeff").splitlines()))
    assert rows == [
        ["learner", "country", "before", "after", "gain", "normalised_gain"],
        ["Lina Haddad", "KE", "33.33", "50.00", "16.67", "0.250"],
    ]


def test_the_api_does_and_says_the_same(desk, pair, cast):
    api = f"/api/v1/courses/{pair.table.course.slug}"
    told = desk.client.get(f"{api}/quizzes/{pair.before}/purpose").json
    assert told == {"purpose": "before", "pool": pair.after, "shared_least": 3, "shared_most": 3}
    headers = {"X-CSRFToken": desk.token()}
    answer = desk.client.put(
        f"{api}/quizzes/{pair.before}/purpose",
        json={"purpose": "before", "pool": None},
        headers=headers,
    )
    assert answer.json["pool"] is None
    answer = desk.client.put(
        f"{api}/quizzes/{pair.before}/purpose",
        json={"purpose": "before", "pool": "0" * 12},
        headers=headers,
    )
    assert answer.status_code == 422
    assert desk.client.get(f"{api}/gain").json["pairs"] == 0


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("second_trainer", 404)])
def test_nobody_else_sees_what_learners_gained(pair, client, cast, who, status):
    client.sign_in(getattr(cast, who))
    slug = pair.table.course.slug
    client.get(f"/desk/courses/{slug}/gain/", status=status)
    client.get(f"/desk/courses/{slug}/gain/gain.csv", status=status)
    assert client.client.get(f"/api/v1/courses/{slug}/gain").status_code == status
