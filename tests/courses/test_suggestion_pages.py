"""A trainer asks a machine for suggestions and decides on each, on pages and by programs."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from courses import (
    suggestion_answers,
    suggestion_queries,
)
from tests.cast import Cast
from tests.courses.suggestion_desk import SUGGESTED, Desk, furnished, request, use
from tests.factories.providers import FAKE, HERE, KEY
from tests.factories.suggesting import CLOSED, CONSENT, LABELS, switch_on
from tests.pages import Answer, Pages


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Iterator[Desk]:
    with furnished(app, cast.trainer) as made:
        yield made


def choose(desk: Desk, *ids: str, status: int = 200, kind: str = "summary") -> Answer:
    query = [("kind", kind), *(("block", id_) for id_ in ids)]
    return desk.pages.get(f"{desk.here}check", query_string=query, status=status)


# -- on the pages -------------------------------------------------------------------------------


def test_a_trainer_asks_waits_and_puts_a_suggestion_into_the_lesson(
    desk: Desk, run_jobs: Callable[[], int]
):
    editor = desk.pages.get(f"/desk/courses/{desk.slug}/lessons/{desk.step_id}")
    assert editor.all(f"//a[@href='{desk.here}']")
    assert "You can ask 3 more times today" in desk.pages.get(desk.here).main
    check = choose(desk, CLOSED, LABELS)
    for line in CONSENT.splitlines():
        assert line in check.main
    assert [quote.text_content().strip() for quote in check.all("//blockquote")] == [
        "Keep drums closed.",
        "Label them.",
    ]
    assert "29 characters" in check.main
    sent = desk.pages.submit(check, "I agree: send this text")
    waiting = desk.pages.follow(sent)
    assert waiting.all("//meta[@http-equiv='refresh']")
    assert "The provider is being asked" in waiting.main
    assert run_jobs() == 1
    answer = desk.pages.get(sent.location or "")
    assert not answer.all("//meta[@http-equiv='refresh']")
    assert SUGGESTED in answer.main
    done = desk.pages.follow(desk.pages.submit(answer, "Put it into the lesson", act="accept"))
    assert "Accepted" in done.main
    assert not done.all("//button[@value='accept']")
    editor = desk.pages.get(f"/desk/courses/{desk.slug}/lessons/{desk.step_id}")
    (section,) = editor.all("//section[@aria-labelledby='suggested-heading']")
    assert SUGGESTED in section.text_content()
    again = desk.pages.get(desk.here)
    assert "You can ask 2 more times today" in again.main
    assert "1 suggestion" in again.main


def test_a_trainer_dismisses_a_suggestion(desk: Desk):
    with desk.app.app_context():
        found, text = desk.answered()
        here = f"{desk.here}{found.public_id}"
        before = desk.blocks()
    done = desk.pages.follow(desk.pages.post(f"{here}/{text.public_id}", {"act": "dismiss"}))
    assert "Dismissed" in done.main
    with desk.app.app_context():
        assert desk.blocks() == before
    desk.pages.post(f"{here}/{text.public_id}", {"act": "accept"}, status=409)
    desk.pages.post(f"{here}/{text.public_id}", {"act": "burn"}, status=400)


def test_of_two_windows_at_the_same_moment_one_puts_it_in(
    desk: Desk, signed_in: Callable[..., Pages], cast: Cast
):
    with desk.app.app_context():
        found, text = desk.answered()
        place = f"{desk.here}{found.public_id}/{text.public_id}"
    windows = [signed_in(cast.trainer) for _ in range(2)]

    def accept(window: Pages) -> int:
        sent = {"act": "accept", "csrf_token": window.token()}
        return window.client.post(place, data=sent).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(accept, windows)) == [302, 409]
    with desk.app.app_context():
        assert len([one for one in desk.blocks() if one.get("suggested")]) == 1


@pytest.mark.parametrize(
    ("ids", "kind", "problem"),
    [
        ((), "summary", "Choose at least one piece of the lesson."),
        ((CLOSED,), "poem", "Not a valid choice."),
        (("b-000000000000",), "summary", "'b-000000000000' is not a valid choice"),
    ],
)
def test_a_choice_that_cannot_be_sent_is_explained(
    desk: Desk, ids: tuple[str, ...], kind: str, problem: str
):
    answer = choose(desk, *ids, kind=kind, status=422)
    assert problem in answer.text.replace("&#39;", "'")
    assert answer.heading == "Ask for suggestions"


def test_the_same_page_sent_twice_is_one_request(desk: Desk, run_jobs: Callable[[], int]):
    check = choose(desk, CLOSED)
    first = desk.pages.submit(check, "I agree: send this text")
    assert desk.pages.submit(check, "I agree: send this text").location == first.location
    assert run_jobs() == 1


def test_a_failure_is_told_and_can_be_asked_again(desk: Desk):
    with desk.app.app_context():
        use(f"{HERE}:Raising")
        request_id = desk.ask()
        suggestion_answers.answer(request_id)
        here = f"{desk.here}{request(request_id).public_id}"
    answer = desk.pages.get(here)
    assert "The provider failed." in answer.main
    assert "Nothing was changed. You can ask again." in answer.main
    assert KEY not in answer.text


def test_what_was_dropped_is_counted_on_the_page_and_in_the_log(
    desk: Desk, signed_in: Callable[..., Pages], cast: Cast
):
    with desk.app.app_context():
        use(f"{HERE}:Odd")
        request_id = desk.ask()
        suggestion_answers.answer(request_id)
        found = request(request_id)
        assert found.dropped == {
            "unreadable": 3, "too-long": 1, "no-source": 1, "not-sent": 1, "empty": 1,
        }  # fmt: skip
        (text,) = suggestion_queries.texts_of(request_id)
        assert text.html == "<p>Keep it shut.</p>"
        here = f"{desk.here}{found.public_id}"
    said = "1 empty once cleaned; 1 cites no text; 1 cites text that was not sent; 1 too long"
    assert said in desk.pages.get(here).main
    log = signed_in(cast.admin).get("/admin/suggestions/requests/")
    assert said in log.main
    for fact in ("Tomas Novak", "At the store", CLOSED, "18 characters", "Consent text 1", FAKE):
        assert fact.replace(FAKE, f"{HERE}:Odd") in log.main


def test_with_everything_off_a_trainer_sees_nothing_of_it(desk: Desk):
    with desk.app.app_context():
        found, text = desk.answered()
        switch_on(is_on=False)
        here = f"{desk.here}{found.public_id}"
    editor = desk.pages.get(f"/desk/courses/{desk.slug}/lessons/{desk.step_id}")
    assert "suggest" not in editor.text.lower()
    said = "Suggestions by a machine are switched off on this site."
    for path in (desk.here, f"{desk.here}check", here):
        assert said in desk.pages.get(path, status=404).main
    assert said in desk.pages.post(desk.here, {}, status=404).main
    assert said in desk.pages.post(f"{here}/{text.public_id}", {}, status=404).main
    offer = desk.api.replace("requests", "offer")
    assert desk.pages.json("GET", offer, status=404).json["detail"] == said
    body = {"kind": "summary", "blocks": [CLOSED], "revision": 1, "consent_version": 1}
    assert desk.pages.json("POST", desk.api, body, status=404).json["detail"] == said


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("second_trainer", 404),
        ("learner", 403),
        ("partner", 403),
        ("reviewer", 403),
        ("admin", 200),
    ],
)
def test_only_who_may_edit_the_course_may_ask(
    desk: Desk, signed_in: Callable[..., Pages], cast: Cast, who: str, status: int
):
    pages = signed_in(getattr(cast, who))
    pages.get(desk.here, status=status)
    pages.json("GET", desk.api, status=status)
    if status != 200:
        pages.post(desk.here, {}, status=status)
        body = {"kind": "summary", "blocks": [CLOSED], "revision": 1, "consent_version": 1}
        pages.json("POST", desk.api, body, status=status)


@pytest.mark.parametrize("path", ["{here}", "/admin/suggestions/requests/"])
def test_lists_take_the_same_number_of_queries_for_one_and_three(
    desk: Desk, signed_in: Callable[..., Pages], cast: Cast, queries: Any, path: str
):
    pages, counts = signed_in(cast.admin), []
    for more in (1, 2):
        with desk.app.app_context():
            for _ in range(more):
                desk.ask()
        with queries() as sent:
            pages.get(path.format(here=desk.here))
        counts.append(len(sent))
    assert counts[0] == counts[1]


# -- programs -----------------------------------------------------------------------------------


def test_programs_ask_and_decide_as_the_pages_do(desk: Desk, run_jobs: Callable[[], int]):
    offer = desk.pages.json("GET", desk.api.replace("requests", "offer")).json
    assert [one["id"] for one in offer["blocks"]][::2] == [CLOSED, LABELS]
    assert (offer["provider"], offer["consent"], offer["left_today"]) == (FAKE, CONSENT, 3)
    body = {
        "kind": "plain",
        "blocks": [CLOSED],
        "revision": offer["revision"],
        "consent_version": offer["consent_version"],
        "id": "4x7kq0v2m9tc",
    }
    for _ in range(2):
        made = desk.pages.json("POST", desk.api, body, status=202).json
        assert (made["id"], made["state"], made["characters"]) == ("4x7kq0v2m9tc", "waiting", 18)
    run_jobs()
    told = desk.pages.json("GET", f"{desk.api}/{made['id']}").json
    (one,) = told["suggestions"]
    assert (told["outcome"], told["found"], one["state"]) == ("answered", 1, "open")
    place = f"{desk.api}/{made['id']}/suggestions/{one['id']}"
    accepted = desk.pages.json("PUT", place, {"act": "accept"}).json
    assert (accepted["state"], accepted["revision"]) == ("accepted", 2)
    desk.pages.json("PUT", place, {"act": "dismiss"}, status=409)
    assert [one["id"] for one in desk.pages.json("GET", desk.api).json["items"]] == [made["id"]]


def test_a_program_that_agrees_to_an_old_consent_text_sends_nothing(desk: Desk):
    with desk.app.app_context():
        switch_on(consent="It goes abroad.")
    body = {"kind": "plain", "blocks": [CLOSED], "revision": 1, "consent_version": 1}
    told = desk.pages.json("POST", desk.api, body, status=409).json
    assert "What you agree to was written anew" in told["detail"]
