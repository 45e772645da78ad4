"""Asking for suggestions, the job that asks, and deciding: what holds whatever happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from courses import (
    desk_queries,
    operations,
    suggesting,
    suggestion_answers,
    suggestion_decisions,
    suggestion_queries,
    suggestion_text,
)
from courses.lesson_text import LessonText
from courses.models import LessonRevision
from courses.suggestion_errors import (
    CitedTextIsGone,
    ConsentChanged,
    EnoughForToday,
    NothingChosen,
    NotInTheLesson,
    RequestIdIsTaken,
    SuggestionIsDecided,
    TooMuchChosen,
)
from courses.suggestion_models import SuggestedText, SuggestionRequest
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.ids import public_id
from elearn.core.outbox import Job
from elearn.core.transaction import write
from tests.cast import Cast, actor
from tests.courses.suggestion_desk import SUGGESTED, Desk, furnished, request, use
from tests.factories.providers import HERE, KEY
from tests.factories.suggesting import CLOSED, HTML, LABELS, switch_on


@pytest.fixture
def inside(app: Flask, cast: Cast) -> Iterator[Desk]:
    """The desk, inside an application context."""
    with furnished(app, cast.trainer) as made, app.app_context():
        yield made


def test_asking_is_recorded_and_queued_without_key_or_text(inside: Desk):
    request_id = inside.ask(CLOSED, LABELS)
    found = request(request_id)
    assert (found.block_ids, found.characters, found.state) == ([CLOSED, LABELS], 29, "waiting")
    detail = db.session.scalars(
        select(AuditEntry.detail).where(AuditEntry.action == "course.ask-suggestions")
    ).one()
    assert detail == {
        "request": found.public_id, "kind": "summary", "blocks": 2, "characters": 29,
    }  # fmt: skip
    job = db.session.scalars(select(Job).where(Job.task == suggesting.TASK)).one()
    assert job.args == {"request_id": request_id}


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"block_ids": ("",)}, NotInTheLesson),
        ({"block_ids": ("b-000000000000",)}, NotInTheLesson),
        ({"consent_version": 2}, ConsentChanged),
        ({"id": "not an id"}, RequestIdIsTaken),
    ],
)
def test_what_cannot_be_sent_is_refused(inside: Desk, more: dict[str, Any], error: type[Exception]):
    with pytest.raises(error):
        inside.ask(**more)


def test_something_must_be_chosen_and_not_too_much(inside: Desk):
    _course, step = inside.opened()
    with pytest.raises(NothingChosen):
        suggesting.chosen(step, 1, ())
    long = [{"key": None, "html": f"<p>{'word ' * 5000}</p>"}]
    with write():
        operations.save_text(step, LessonText(long, 5000), 1, inside.tomas)
    (only,) = suggestion_text.sendable(long)
    with pytest.raises(TooMuchChosen):
        suggesting.chosen(step, 2, (only.id,))


def test_a_trainer_asks_only_so_often_a_day(inside: Desk):
    for _ in range(3):
        inside.ask()
    with pytest.raises(EnoughForToday) as refused:
        inside.ask()
    assert 0 < refused.value.retry_after <= 86_400
    with write():
        yesterday = suggestion_queries.midnight() - timedelta(seconds=1)
        db.session.execute(update(SuggestionRequest).values(asked_at=yesterday))
    inside.ask()


def test_the_id_of_somebody_elses_request_is_refused(inside: Desk, cast: Cast):
    id_ = public_id()
    inside.ask(id=id_)
    other = replace(inside, tomas=actor(inside.app, cast.admin))
    with pytest.raises(RequestIdIsTaken):
        other.ask(id=id_)


# -- the job ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "outcome", "problem"),
    [
        ("Raising", "raised", "ConnectionError"),
        ("Dying", "died", ""),
        ("Text", "rubbish", "str"),
        ("Hanging", "timeout", ""),
    ],
)
def test_every_failure_ends_the_request_and_tells_no_key(
    inside: Desk, provider: str, outcome: str, problem: str, capfd: pytest.CaptureFixture[str]
):
    use(f"{HERE}:{provider}")
    request_id = inside.ask()
    suggestion_answers.answer(request_id, seconds=2.0)
    found = request(request_id)
    assert (found.state, found.outcome, found.problem) == ("ended", outcome, problem)
    assert found.milliseconds is not None
    assert suggestion_queries.texts_of(request_id) == []
    out = capfd.readouterr()
    assert KEY not in out.out + out.err


def test_a_job_that_runs_twice_asks_once_and_doubles_nothing(inside: Desk):
    request_id = inside.ask()
    suggestion_answers.answer(request_id)
    ended = request(request_id).ended_at
    suggestion_answers.answer(request_id)
    assert (request(request_id).ended_at, request(request_id).outcome) == (ended, "answered")
    assert len(suggestion_queries.texts_of(request_id)) == 1


def test_a_job_killed_while_asking_is_interrupted_and_not_sent_again(inside: Desk):
    request_id = inside.ask()
    assert suggestion_answers.begun(request_id)
    suggestion_answers.answer(request_id)
    assert request(request_id).outcome == "interrupted"
    late = suggestion_answers.Answer("answered", 5)
    suggestion_answers.settle(request_id, late, [suggestion_answers.Usable("<p>L</p>", [])], {})
    assert request(request_id).outcome == "interrupted"
    assert suggestion_queries.texts_of(request_id) == []


def test_switched_off_before_the_job_ran_nothing_is_sent(inside: Desk):
    request_id = inside.ask()
    switch_on(is_on=False)
    suggestion_answers.answer(request_id)
    assert (request(request_id).outcome, request(request_id).milliseconds) == ("off", 0)


def test_another_provider_than_the_trainer_agreed_to_is_not_asked(inside: Desk):
    request_id = inside.ask()
    use(f"{HERE}:Odd")
    suggestion_answers.answer(request_id)
    assert request(request_id).outcome == "off"


def test_a_block_deleted_while_the_machine_thinks_leaves_nothing_to_suggest(inside: Desk):
    request_id = inside.ask()
    inside.save(HTML[1])
    suggestion_answers.answer(request_id)
    assert (request(request_id).outcome, request(request_id).dropped) == ("nothing", {"gone": 1})


# -- deciding -----------------------------------------------------------------------------------


def test_an_accepted_suggestion_is_a_marked_block_in_a_new_text(inside: Desk):
    found, text = inside.answered()
    course, step = inside.opened()
    suggestion_decisions.accept(course, step, text, inside.tomas)
    blocks = inside.blocks()
    assert [one["html"] for one in blocks] == [
        HTML[0],
        f'<p class="machine-suggested">{SUGGESTED}</p>',
        *HTML[1:],
    ]
    assert (blocks[1]["suggested"], blocks[1]["edited"], blocks[1]["key"]) == (True, True, None)
    revision = desk_queries.newest_text(step.id)
    assert revision is not None
    assert (revision.number, revision.based_on, revision.author_id) == (2, 1, inside.tomas.id)
    (kept,) = suggestion_queries.texts_of(found.id)
    assert (kept.state, kept.revision, kept.decided_by) == ("accepted", 2, "Tomas Novak")


def test_two_windows_cannot_accept_the_same_suggestion_twice(inside: Desk):
    _found, text = inside.answered()
    course, step = inside.opened()
    suggestion_decisions.accept(course, step, text, inside.tomas)
    with pytest.raises(SuggestionIsDecided):
        suggestion_decisions.accept(course, step, text, inside.tomas)
    assert [one.get("suggested", False) for one in inside.blocks()].count(True) == 1
    numbers = db.session.scalars(select(LessonRevision.number)).all()
    assert sorted(numbers) == [1, 2]


def test_a_suggestion_is_put_into_what_others_saved_meanwhile(inside: Desk):
    _found, text = inside.answered()
    inside.save(HTML[0], HTML[2])
    course, step = inside.opened()
    suggestion_decisions.accept(course, step, text, inside.tomas)
    assert [one["html"] for one in inside.blocks()][::2] == [HTML[0], HTML[2]]


def test_a_suggestion_about_deleted_text_is_not_put_in_and_stays_open(inside: Desk):
    found, text = inside.answered()
    inside.save(HTML[1])
    course, step = inside.opened()
    with pytest.raises(CitedTextIsGone):
        suggestion_decisions.accept(course, step, text, inside.tomas)
    assert db.session.scalars(select(SuggestedText.state)).all() == ["open"]
    with write():
        suggestion_decisions.dismiss(course, text, inside.tomas)
    assert suggestion_queries.texts_of(found.id)[0].state == "dismissed"
