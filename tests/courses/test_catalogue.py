"""The catalogue: what is listed, found, paged, and at what cost."""

from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from tests.factories.courses import enrolled, published_course
from tests.pages import Answer, Pages


def titles(answer: Answer) -> list[str]:
    return [" ".join(link.text_content().split()) for link in answer.all("//article//h3/a")]


def test_an_empty_catalogue_says_so(visitor: Pages) -> None:
    answer = visitor.get("/courses/")
    assert answer.heading == "Courses"
    assert "No course is published yet" in answer.main


def test_published_courses_are_listed_by_title_and_others_are_not(
    visitor: Pages, writing: Callable[[], Any]
) -> None:
    with writing():
        published_course(title="Tyres")
        published_course(title="Batteries")
        for state in ("draft", "building", "withdrawn"):
            published_course(title=f"Secret {state}", state=state)
    assert titles(visitor.get("/courses/")) == ["Batteries", "Tyres"]


def test_filters_stand_in_the_address(visitor: Pages, writing: Callable[[], Any]) -> None:
    with writing():
        published_course(title="Batteries", topic="Batteries", level="advanced")
        published_course(title="Piles", topic="Batteries", language="fr")
        published_course(title="Tyres", topic="Tyres")
    assert titles(visitor.get("/courses/?topic=Batteries")) == ["Batteries", "Piles"]
    assert titles(visitor.get("/courses/?language=fr")) == ["Piles"]
    assert titles(visitor.get("/courses/?topic=Batteries&level=advanced")) == ["Batteries"]
    answer = visitor.get("/courses/?topic=Batteries&language=fr")
    assert [option.get("value") for option in answer.all("//option[@selected]")] == [
        "fr",
        "Batteries",
    ]


def test_words_are_found_without_case_and_accents_in_every_script(
    visitor: Pages, writing: Callable[[], Any]
) -> None:
    with writing():
        published_course(title="Déchets dangereux", slug="dechets", summary="Les bases")
        published_course(title="Опасные отходы", slug="otkhody", summary="Основы")
        published_course(title="100 % recycled", slug="recycled", summary="Nothing_left")
    assert titles(visitor.get("/courses/?text=DECHETS+bases")) == ["Déchets dangereux"]
    assert titles(visitor.get("/courses/?text=опасные")) == ["Опасные отходы"]
    assert titles(visitor.get("/courses/?text=100+%25")) == ["100 % recycled"]
    assert titles(visitor.get("/courses/?text=_")) == ["100 % recycled"]
    nothing = visitor.get("/courses/?text=%3Cb%3Enowhere")
    assert "No course matches" in nothing.main
    assert nothing.all("//input[@name='text']")[0].get("value") == "<b>nowhere"


def test_strange_addresses_show_the_catalogue_or_say_that_nothing_matches(
    visitor: Pages, writing: Callable[[], Any]
) -> None:
    with writing():
        published_course()
    for query in ("page=-1", "page=nan", "page=٣", "sort=drop", "text=" + "a%00" * 200):
        visitor.get(f"/courses/?{query}")
    assert "The list ends before this page" in visitor.get("/courses/?page=900").main


def test_long_lists_come_in_pages_that_keep_the_filters(
    visitor: Pages, writing: Callable[[], Any]
) -> None:
    with writing():
        for number in range(30):
            published_course(title=f"Course {number:02}")
    first = visitor.get("/courses/?level=introductory")
    assert len(titles(first)) == 24
    (onward,) = first.all("//nav[@class='paging']//a[@rel='next']")
    assert onward.get("href") == "/courses/?level=introductory&page=2"
    second = visitor.get(onward.get("href"))
    assert titles(first) + titles(second) == [f"Course {number:02}" for number in range(30)]


def test_one_course_and_many_cost_the_same_few_queries(
    client: Pages, cast: Cast, writing: Callable[[], Any], queries: Callable[[], Any]
) -> None:
    client.sign_in(cast.learner)
    costs = []
    for number in (1, 23, 24):
        with writing():
            for place in range(number):
                published_course(title=f"Course {len(costs)} {place:02}")
        with queries() as sent:
            client.get("/courses/")
        with queries() as filtered:
            client.get("/courses/?level=introductory")
        costs.append((len(sent), len(filtered)))
    # From the second page on, the choices of the filters are asked for too.
    assert costs == [(2, 3), (2, 3), (3, 3)]


def test_cards_say_what_the_learner_takes(
    client: Pages, cast: Cast, writing: Callable[[], Any]
) -> None:
    with writing():
        course = published_course()
        published_course(title="Another")
        enrolled(cast.learner.id, course.id)
    answer = client.sign_in(cast.learner).get("/courses/")
    states = [state.text for state in answer.all("//article//span[contains(@class, 'state')]")]
    assert states == ["You are enrolled"]


def test_a_page_that_did_not_change_is_not_sent_again(
    visitor: Pages, writing: Callable[[], Any]
) -> None:
    with writing():
        published_course()
    visitor.get("/courses/")
    tag = visitor.get("/courses/").headers["ETag"]
    visitor.get("/courses/", status=304, headers={"If-None-Match": tag})
    with writing():
        published_course(title="New")
    visitor.get("/courses/", status=200, headers={"If-None-Match": tag})
