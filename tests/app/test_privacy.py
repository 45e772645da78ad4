"""Copies and erasure reach every table that names a person, in every room."""

import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import select

from courses import learning
from courses.models import Enrolment
from elearn.accounts import privacy
from elearn.core.database import db
from elearn.programmes import operations
from tests.cast import Cast
from tests.factories.courses import published_course
from tests.factories.programmes import running_run

# Columns that say who made or decided something: they lead to an account without a name.
AUTHORSHIP = frozenset(
    """
    membership.granted_by_id cohort.created_by_id form.created_by_id programme.created_by_id
    source_document.uploaded_by_id style_meaning.changed_by_id suggestion_consent.written_by_id
    suggestion_setting.changed_by_id run.created_by_id group_session.recorded_by_id
    import.started_by_id run_report.handed_in_by_id run_report.decided_by_id
    attendance.recorded_by_id attendance_import.made_by_id course.created_by_id
    course_cohort.added_by_id course_rules.made_by_id course_term.author_id
    entry_code.created_by_id entry_invitation.invited_by_id entry_list.made_by_id
    entry_request.decided_by_id nudge.sent_by_id release.published_by_id
    manual_draft.decided_by_id question_revision.author_id lesson_revision.author_id
    proposal.decided_by_id trainer_question.answered_by_id override.made_by_id
    suggested_text.decided_by_id webinar.created_by_id webinar_question.answered_by_id
    webinar_attendance_report.made_by_id webinar_message.sent_by_id webinar_material.added_by_id
    webinar_attendance.recorded_by_id webinar_invitation.invited_by_id
    """.split()  # noqa: SIM905 - a list of fifty lines says no more
)
# Tables that hang on a person's rows and stand in no copy, each with its reason.
NOT_COPIED = {
    "attempt_question": "which questions of the course were drawn; the answers are copied",
    "suggested_text": "text for a course, which the course keeps",
    "form_answer": "read with each response there is (tests/surveys)",
}
# Tables with a person's rows that erasure does not touch: nothing in them names anybody.
NOT_ERASED = {
    "audit_entry": "a chain of hashes over ids",
    "run_trainer": "who trained whom, in counts",
    "suggestion_request": "what was sent to a provider must stay provable",
    "attempt": "results count on; the answers go",
    "attendance": "minutes count on",
    "run_completion": "a dated fact",
    "completion": "a dated fact",
    "step_progress": "counts on",
    "change_reading": "a dated fact",
    "attempt_question": "questions of the course",
    "suggested_text": "text of the course",
    "form_answer": "answers count on; the response forgets whose they are",
}


def columns_on_people() -> Iterator[tuple[str, str]]:
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "person" for key in column.foreign_keys):
                yield table.name, column.name


def owned() -> set[str]:
    """Return tables whose rows belong to a person."""
    return {table for table, column in columns_on_people() if f"{table}.{column}" not in AUTHORSHIP}


def hanging(on: set[str]) -> set[str]:
    """Return further tables whose rows belong to such a row."""
    return {
        table.name
        for table in db.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in on and table.name not in on
    }


def test_every_table_with_a_persons_rows_is_in_the_copy(app: Flask, cast: Cast, queries: Any):
    with app.app_context(), queries() as statements:
        copy = privacy.export(cast.learner.id)
    read = " ".join(map(str, statements))
    asked = {f"{table}.{column}" for table, column in columns_on_people()} - AUTHORSHIP
    assert {one for one in asked if not re.search(rf"\b{re.escape(one)}\b", read)} == set()
    assert {
        table for table in hanging(owned()) if not re.search(rf"(FROM|JOIN) \"?{table}\b", read)
    } == set(NOT_COPIED)
    json.dumps(copy)


def test_erasure_reaches_every_table_with_a_persons_rows(cast: Cast, writing: Any, queries: Any):
    with queries() as statements, writing():
        privacy.erase(cast.learner.id, None)
    wrote = " ".join(map(str, statements))
    ours = owned() | hanging(owned())
    untouched = {
        table for table in ours if not re.search(rf'(UPDATE|DELETE FROM) "?{table}\b', wrote)
    }
    assert untouched == set(NOT_ERASED)


def test_stated_columns_and_tables_are_there():
    there = {f"{table}.{column}" for table, column in columns_on_people()}
    assert there >= AUTHORSHIP
    assert set(NOT_COPIED) | set(NOT_ERASED) <= set(db.metadata.tables)


def test_a_held_certificate_is_never_issued_to_nobody(writing: Any, cast: Cast):
    with writing():
        learning.also_when_completed(operations.course_completed)
        course = published_course()
        run = running_run(courses=[course.id], awards="after-the-run")
        operations.ask(run.id, cast.learner.id, None)
        enrolment = db.session.scalars(select(Enrolment.id)).one()
        for step in course.steps:
            learning.complete_step(enrolment, step.id, release_id=course.release_id, score=9000)
        privacy.erase(cast.learner.id, None)
        operations.release_awards(run, None)
        assert privacy.export(cast.learner.id)["certificates"] == {"certificates": []}
