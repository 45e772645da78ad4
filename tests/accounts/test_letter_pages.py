"""Choosing how letters come, and the log of letters, as pages and through the API."""

from datetime import timedelta

import pytest

from elearn.accounts import mailing, preferences
from elearn.core import clock
from elearn.core.transaction import write

ADDRESS = "/admin/letters/"


@pytest.fixture
def told(app, cast, run_jobs) -> None:
    """Three letters: one sent to Lina, one Omar does not want, one of another kind to him."""
    with app.app_context(), write():
        preferences.choose(cast.second_learner.id, "changes", "never", None)
        for member in (cast.learner, cast.second_learner):
            facts = {"title": "Batteries", "link": "https://learn.example.org/x"}
            mailing.tell(member.id, "changes", mark="c:1", template="changes-to-read", **facts)
    run_jobs()
    with app.app_context(), write():
        facts = {"title": "Tyres", "reason": "Wrong name.", "link": "https://learn.example.org/y"}
        member = cast.second_learner
        mailing.tell(member.id, "certificate", mark="a", template="certificate-revoked", **facts)


def test_people_choose_for_each_kind_and_see_which_always_come(app, cast, signed_in):
    pages = signed_in(cast.learner)
    page = pages.get("/account/letters")
    assert page.heading == "Your letters"
    optional = [name for name, kind in mailing.KINDS.items() if kind.optional]
    assert [one.get("name") for one in page.all("//main//select")] == optional
    for kind in mailing.KINDS.values():
        assert str(kind.label) in page.main
        assert str(kind.what) in page.main
    chosen = {"due-soon": "weekly", "nudge": "never"}
    after = pages.follow(pages.submit(page, "Save my choice", **chosen))
    assert "From now on letters come as you chose." in after.text
    with app.app_context():
        wishes = preferences.preferences_of(cast.learner.id)
    assert wishes == dict.fromkeys(mailing.KINDS, "at-once") | chosen
    assert {
        one.get("name"): one.value for one in pages.get("/account/letters").all("//main//select")
    } == dict.fromkeys(optional, "at-once") | chosen


def test_what_cannot_be_chosen_is_refused_and_nothing_changes(app, cast, signed_in):
    pages = signed_in(cast.learner)
    page = pages.get("/account/letters")
    pages.submit(page, "Save my choice", status=422, nudge="daily", changes="never")
    pages.json("PUT", "/api/v1/me/letters/nudge", {"how": "daily"}, status=422)
    pages.json("PUT", "/api/v1/me/letters/certificate", {"how": "never"}, status=409)
    pages.json("PUT", "/api/v1/me/letters/spam", {"how": "never"}, status=404)
    with app.app_context():
        wishes = preferences.preferences_of(cast.learner.id)
    assert set(wishes.values()) == {"at-once"}


def test_the_api_lists_the_kinds_and_keeps_a_choice(cast, signed_in):
    pages = signed_in(cast.learner)
    chosen = pages.json("PUT", "/api/v1/me/letters/nudge", {"how": "weekly"}).json
    assert chosen == {
        "kind": "nudge",
        "label": "A trainer writes to you about a course",
        "what": "What trainers write to learners of their courses.",
        "optional": True,
        "how": "weekly",
    }
    listed = pages.json("GET", "/api/v1/me/letters").json
    assert [one["kind"] for one in listed] == list(mailing.KINDS)
    assert chosen in listed


def test_the_log_names_people_states_and_reasons(cast, signed_in, told):
    page = signed_in(cast.admin).get(ADDRESS)
    rows = [[" ".join(cell.itertext()) for cell in row][:3] for row in page.all("//tbody/tr")]
    changed = "Please read what changed: Batteries Something you learned has changed"
    assert rows == [
        ["Omar Diallo", "certificate-revoked Your certificates", "To be sent"],
        ["Omar Diallo", changed, "Not wanted"],
        ["Lina Haddad", changed, "Sent"],
    ]
    assert "Wrong name." not in page.text
    links = [one.get("href") for one in page.all("//tbody//th/a")]
    assert links[-1] == f"/admin/people/{cast.learner.public_id}"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=changes", 2),
        ("state=sent", 1),
        ("kind=certificate&state=sent", 0),
        ("person=omar@example.org", 2),
        ("person=nobody@example.org", 0),
        ("person=%00", 3),
        ("kind=unknown", 0),
        ("page=2", 0),
    ],
)
def test_the_log_is_filtered_by_its_address(cast, signed_in, told, asked, found):
    page = signed_in(cast.admin).get(f"{ADDRESS}?{asked}")
    assert len(page.all("//tbody/tr")) == found
    assert ("No letter found" in page.text) == (found == 0)


def test_the_api_gives_the_same_log_to_administrators_only(cast, signed_in, told, visitor):
    pages = signed_in(cast.admin)
    answer = pages.json("GET", "/api/v1/letters?state=sent").json
    [sent] = answer["items"]
    assert (answer["page"], answer["more"]) == (1, False)
    assert (sent["person"], sent["state"]) == (cast.learner.public_id, "sent")
    assert sent["subject"] == "Please read what changed: Batteries"
    omar = f"/api/v1/letters?person={cast.second_learner.public_id}&kind=changes"
    assert [one["state"] for one in pages.json("GET", omar).json["items"]] == ["not-wanted"]
    assert pages.json("GET", "/api/v1/letters?person=nobody").json["items"] == []
    pages.json("GET", "/api/v1/letters?kind=spam", status=422)
    signed_in(cast.trainer).json("GET", "/api/v1/letters", status=403)
    signed_in(cast.trainer).get(ADDRESS, status=403)
    visitor.json("GET", "/api/v1/letters", status=401)


def test_the_log_costs_the_same_for_one_letter_and_for_many(
    app, cast, signed_in, queries, run_jobs
):
    pages, counts = signed_in(cast.admin), []
    for number in (1, 2, 3):
        with app.app_context(), write():
            for member in cast.everybody()[:number]:
                facts = {"title": "Tyres", "link": "https://learn.example.org/y"}
                mark = f"changes:{number}"
                mailing.tell(member.id, "changes", mark=mark, template="changes-to-read", **facts)
        run_jobs()
        with queries() as sent:
            pages.get(ADDRESS)
        counts.append(len(sent))
    assert counts[0] == counts[2]


def test_fifty_letters_stand_on_a_page(app, cast, signed_in):
    moment = clock.now() - timedelta(days=1)
    with app.app_context(), clock.at(moment), write():
        for number in range(51):
            mailing.tell(cast.learner.id, "nudge", mark=f"nudge:{number}")
    pages = signed_in(cast.admin)
    first = pages.get(f"{ADDRESS}?kind=nudge")
    assert len(first.all("//tbody/tr")) == 50
    assert first.all("//a[@rel='next']/@href") == [f"{ADDRESS}?kind=nudge&page=2"]
    assert len(pages.get(f"{ADDRESS}?kind=nudge&page=2").all("//tbody/tr")) == 1
