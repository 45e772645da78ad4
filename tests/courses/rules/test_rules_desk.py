"""The trainers' page of rules, its trial, and “Why?” for learners and trainers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from courses.models import Course, Module, Step
from courses.rules import facts
from courses.rules.errors import RulesInACircle, RuleUnfit
from courses.rules.forms import as_percent, hundredths
from courses.rules.models import CourseRules
from elearn.accounts.models import AuditEntry
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.surveys.models import Form
from tests.cast import Cast
from tests.factories.courses import MadeCourse, published_course
from tests.factories.rules import keep_rules, made_form, module_ids
from tests.pages import Pages

Writing = Callable[[], Any]
LATER = "2030-05-03T10:00:00+00:00"
PLAIN = {"share": "100", "mark": "", "form": "", "checklist": "", "tier": "completion"}


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def trainer(cast: Cast, signed_in: Callable[..., Pages]) -> Pages:
    return signed_in(cast.trainer)


@pytest.fixture
def modules(app: Flask, course: MadeCourse) -> dict[str, str]:
    with app.app_context():
        return module_ids(course)


def desk(course: MadeCourse, rest: str = "rules") -> str:
    return f"/desk/courses/{course.slug}/{rest}"


def api(course: MadeCourse, rest: str = "rules") -> str:
    return f"/api/v1/courses/{course.slug}/{rest}"


def kept(app: Flask, course: MadeCourse) -> CourseRules | None:
    with app.app_context():
        return db.session.scalars(
            select(CourseRules).join(Course, Course.rules_id == CourseRules.id)
            .where(Course.id == course.id)
        ).one_or_none()  # fmt: skip


def test_a_trainer_says_what_completes_the_course(
    app: Flask, course: MadeCourse, trainer: Pages, cast: Cast, writing: Writing
) -> None:
    with writing():
        survey = made_form()
    page = trainer.get(desk(course))
    assert "The plain rules hold" in page.main
    typed = PLAIN | {"share": "80", "mark": "66,67", "form": survey, "tier": "participation"}
    trainer.post(desk(course), typed | {"based_on": "0"})
    rules = kept(app, course)
    assert rules is not None
    assert rules.completion == {
        "share": 80,
        "mark": 6667,
        "form": survey,
        "checklist": None,
        "tier": "participation",
    }
    page = trainer.get(desk(course))
    assert page.all("//input[@name='mark']")[0].get("value") == "66.67"
    assert "Version 1" in page.main
    with app.app_context():
        entry = db.session.execute(
            select(AuditEntry.actor_id, AuditEntry.detail).where(
                AuditEntry.action == "course.change-rules"
            )
        ).one()
    assert entry.actor_id == cast.trainer.id
    assert entry.detail["before"] == {"entry": None, "parts": None, "completion": None}
    assert entry.detail["after"]["completion"]["share"] == 80


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"share": "0"}, "Write a number from 1 to 100."),
        ({"share": "all"}, "Not a valid integer value"),
        ({"mark": "101"}, "Write a number from 0 to 100"),
        ({"mark": "1.234"}, "Write a number from 0 to 100"),
        ({"tier": "diploma"}, "Not a valid choice"),
        ({"form": "000000000000"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(
    app: Flask, course: MadeCourse, trainer: Pages, wrong: dict[str, str], sentence: str
) -> None:
    page = trainer.post(desk(course), PLAIN | wrong, status=422)
    assert sentence in page.main
    assert kept(app, course) is None


@pytest.mark.parametrize("typed", ["", "0", "8", "80", "66.67", "80.05", "100"])
def test_a_mark_is_shown_as_it_was_typed(typed: str) -> None:
    assert as_percent(hundredths(typed) if typed else None) == typed


def test_an_older_page_never_overwrites_newer_rules(
    app: Flask, course: MadeCourse, trainer: Pages
) -> None:
    trainer.post(desk(course), PLAIN | {"share": "90", "based_on": "0"})
    page = trainer.post(desk(course), PLAIN | {"share": "70", "based_on": "0"}, status=409)
    assert "Somebody changed the rules" in page.main
    rules = kept(app, course)
    assert rules is not None
    assert (rules.number, rules.completion["share"]) == (1, 90)


def test_saving_the_same_makes_no_version(app: Flask, course: MadeCourse, trainer: Pages) -> None:
    for _ in range(2):
        trainer.post(desk(course), PLAIN | {"share": "90"})
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CourseRules)) == 1


def test_the_builder_keeps_what_comes_before_a_module_and_shows_it_again(
    app: Flask, course: MadeCourse, trainer: Pages, modules: dict[str, str]
) -> None:
    address = desk(course, f"rules/parts/{modules['At work']}")
    trainer.get(address)
    typed = {
        "way": "any",
        "what_1": f"module:{modules['First things']}",
        "what_2": f"quiz:{course.quiz.public_id}",
        "mark_2": "75",
        "begins": "2026-05-03T10:00",
        "based_on": "0",
    }
    refused = trainer.post(address, typed, status=409)
    assert "would wait for something that itself waits for it" in refused.main
    address = desk(course, f"rules/parts/{modules['Reference']}")
    trainer.post(address, typed)
    rules = kept(app, course)
    assert rules is not None
    assert rules.parts == {
        modules["Reference"]: {
            "all": [
                {"from": "2026-05-03T10:00:00+00:00"},
                {
                    "any": [
                        {"module": modules["First things"]},
                        {"quiz": course.quiz.public_id, "mark": 7500},
                    ]
                },
            ]
        }
    }
    page = trainer.get(address)
    assert page.all("//input[@name='mark_2']")[0].get("value") == "75"
    assert page.all("//input[@name='begins']")[0].get("value") == "2026-05-03T10:00"
    told = trainer.get(desk(course)).main
    assert "Pass “Check what you know” with at least 75" in told
    trainer.post(address, {"way": "all", "based_on": "1"})
    rules = kept(app, course)
    assert rules is not None
    assert (rules.number, rules.parts) == (2, {})


def test_what_the_form_cannot_show_is_told_in_words_and_kept(
    app: Flask, course: MadeCourse, trainer: Pages, modules: dict[str, str]
) -> None:
    first, law = {"step": course.lesson("why").public_id}, course.lesson("law").public_id
    deep = {"any": [{"all": [first, {"step": law}]}, {"quiz": course.quiz.public_id, "mark": 1}]}
    with app.app_context():
        keep_rules(course, {modules["Reference"]: deep})
    address = desk(course, f"rules/parts/{modules['Reference']}")
    page = trainer.get(address)
    assert "in more detail than the form can show" in page.main
    assert "Read “Why waste matters”" in page.main
    assert not page.all("//main//select")
    assert trainer.get(address + "?anew=1").all("//main//select")
    trainer.post(desk(course), PLAIN | {"share": "90"})
    rules = kept(app, course)
    assert rules is not None
    assert rules.parts == {modules["Reference"]: deep}


def test_another_course_and_a_programme_can_come_before_the_course(
    app: Flask,
    course: MadeCourse,
    trainer: Pages,
    writing: Writing,
    monkeypatch: pytest.MonkeyPatch,
    cast: Cast,
    signed_in: Callable[..., Pages],
) -> None:
    completed: set[str] = set()
    monkeypatch.setattr(facts, "_programmes", {"reader": lambda person_id: completed})
    monkeypatch.setattr(facts, "_titles", {"reader": lambda: {"prog00000001": "Customs, basics"}})
    with writing():
        other = published_course(title="Before all")
    address = desk(course, "rules/parts/course")
    assert "Before all" in trainer.get(address).main
    both = {"what_1": f"course:{other.public_id}", "what_2": "programme:prog00000001"}
    trainer.post(address, {"way": "some", "need": "1", **both})
    learner = signed_in(cast.learner)
    page = learner.get(f"/courses/{course.slug}/")
    assert "complete the training programme “Customs, basics”" in page.main
    learner.post(f"/courses/{course.slug}/enrol", status=409)
    completed.add("prog00000001")
    learner.post(f"/courses/{course.slug}/enrol")


def test_courses_that_would_wait_for_each_other_are_refused(
    app: Flask, course: MadeCourse, writing: Writing
) -> None:
    with writing():
        second, third = published_course(title="Second"), published_course(title="Third")
    with app.app_context():
        keep_rules(second, entry={"course": course.public_id})
        keep_rules(third, entry={"course": second.public_id})
        for asked in (course, second, third):
            with pytest.raises(RulesInACircle):
                keep_rules(course, entry={"any": [{"course": asked.public_id}]})
        keep_rules(third, entry={"course": course.public_id})


def test_the_operation_refuses_what_is_not_there_or_more_than_is_possible(
    app: Flask, course: MadeCourse, writing: Writing, modules: dict[str, str]
) -> None:
    with writing():
        checklist = made_form("checklist")
    module, why = modules["At work"], course.lesson("why").public_id
    wrong: list[dict[str, Any]] = [
        {"parts": {"000000000000": {"step": why}}},
        {"parts": {module: {"step": "000000000000"}}},
        {"parts": {module: {"module": why}}},
        {"parts": {module: {"quiz": why, "mark": 1}}},
        {"parts": {module: {"course": "000000000000"}}},
        {"parts": {module: {"programme": "000000000000"}}},
        {"entry": {"step": why}},
        {"form": checklist},
        {"form": "000000000000"},
        {"share": 101},
    ]
    for values in wrong:
        with app.app_context(), pytest.raises(RuleUnfit):
            keep_rules(course, **values)
    assert kept(app, course) is None


def test_the_api_reads_changes_and_lists_rules(
    app: Flask, course: MadeCourse, trainer: Pages, modules: dict[str, str], cast: Cast
) -> None:
    plain = trainer.json("GET", api(course)).json
    assert plain == {
        "number": 0,
        "entry": None,
        "parts": {},
        "completion": {
            "share": 100,
            "mark": None,
            "form": None,
            "checklist": None,
            "tier": "completion",
        },
    }
    sent = {"parts": {modules["At work"]: {"module": modules["First things"]}}, "based_on": 0}
    changed = trainer.json("PUT", api(course), sent).json
    assert (changed["number"], changed["parts"]) == (1, sent["parts"])
    assert trainer.json("PUT", api(course), sent | {"entry": {"from": "x"}}, status=409).json
    newer = sent | {"based_on": 1}
    bad = trainer.json("PUT", api(course), newer | {"entry": {"from": "x"}}, status=422).json
    assert bad["detail"].startswith("A moment must be written with its zone")
    later = newer | {"entry": {"from": "2026-05-03T12:00:00+02:00"}}
    assert trainer.json("PUT", api(course), later).json["entry"] == {
        "from": datetime(2026, 5, 3, 10, tzinfo=UTC).isoformat()
    }
    versions = trainer.json("GET", api(course, "rules/versions")).json
    assert [(one["number"], one["made_by"]) for one in versions] == [
        (2, cast.trainer.name),
        (1, cast.trainer.name),
    ]


def test_only_the_trainers_of_the_course_and_admins_see_and_change_its_rules(
    app: Flask, course: MadeCourse, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    for member, page, json in (
        (cast.admin, 200, 200),
        (cast.second_trainer, 404, 404),
        (cast.learner, 403, 403),
        (cast.partner, 403, 403),
    ):
        client = signed_in(member)
        client.get(desk(course), status=page)
        client.get(desk(course, "rules/trial?share=50&tier=completion"), status=page)
        client.json("GET", api(course), status=json)
        client.json("PUT", api(course), {"parts": {}}, status=json)


def test_the_publish_check_tells_of_rules_that_moved_parts_have_broken(
    app: Flask, course: MadeCourse, trainer: Pages, modules: dict[str, str]
) -> None:
    parts = {
        modules["At work"]: {"step": course.lesson("why").public_id},
        course.lesson("codes").public_id: {"step": course.lesson("law").public_id},
    }
    with app.app_context():
        keep_rules(course, parts)
    assert not told_of_rules(trainer, course)
    with app.app_context(), write():
        work = db.session.scalars(select(Module).where(Module.title == "At work")).one().id
        move = update(Step).where(Step.id == course.lesson("why").id).values(module_id=work)
        db.session.execute(move)
        gone = update(Step).where(Step.id == course.lesson("law").id).values(removed_at=now())
        db.session.execute(gone)
    assert told_of_rules(trainer, course) == [
        (
            "must",
            "“Why waste matters” waits for something that itself waits for it, so neither would "
            "ever open. Change what comes before it under “Rules”.",
        ),
        (
            "hint",
            "The rules ask for 1 part that is no longer in the course. It is not asked for any "
            "more.",
        ),
    ]


def test_what_is_gone_from_the_course_does_not_stand_in_the_way_of_other_rules(
    app: Flask, course: MadeCourse, trainer: Pages, modules: dict[str, str], writing: Writing
) -> None:
    law, codes = course.lesson("law"), course.lesson("codes")
    with writing():
        survey = made_form()
        parts = {codes.public_id: {"step": law.public_id}, law.public_id: {"until": LATER}}
        keep_rules(course, parts, form=survey)
        db.session.execute(update(Step).where(Step.id == law.id).values(removed_at=now()))
        db.session.execute(update(Form).values(state="closed"))
    address = desk(course, f"rules/parts/{modules['At work']}")
    (chosen,) = trainer.get(desk(course)).all("//select[@name='form']/option[@selected]")
    assert chosen.get("value") == survey
    trainer.post(address, {"way": "all", "what_1": f"module:{modules['First things']}"})
    rules = kept(app, course)
    assert rules is not None
    assert rules.completion["form"] == survey
    assert set(rules.parts) == {codes.public_id, modules["At work"]}


def told_of_rules(trainer: Pages, course: MadeCourse) -> list[tuple[str, str]]:
    found = trainer.json("GET", api(course, "findings")).json
    return [(one["weight"], one["sentence"]) for one in found if "ules" in one["sentence"]]
