"""One state of the house for all contracts: a course half learned, an attempt open, one judged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from certificates import operations as award_operations
from courses import operations as course_operations
from courses import queries as course_queries
from courses.models import Module
from elearn.accounts import tokens
from elearn.core import transaction
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations as library_operations
from elearn.library import uploads
from elearn.library.models import Edition, Tool
from quizzes import queries, sitting
from tests.cast import Cast, Member, actor, find_cast
from tests.contracts.furniture import beside, opened, proposed
from tests.factories.attending import Hall
from tests.factories.awards import facts
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.quizzes import ready_quiz, right_answers

MANUAL = "# Safe storage\n\nKeep drums closed.\n\n## Labels\n\nLabel every drum.\n"


@dataclass
class House:
    """What stands in the house; ids as addresses have them."""

    app: Flask
    cast: Cast
    course: MadeCourse
    draft_slug: str
    module: str
    open_attempt: str
    closed_attempt: str
    foreign_attempt: str
    award: str
    code: str
    foreign_award: str
    edition: str
    tool: str
    import_id: str
    question: str
    update: str
    proposal: str
    term: str
    suggestion_request: str
    suggestion: str
    draft: str
    ways_in: dict[str, str]
    enrolment: str
    survey: str
    own_form: str
    action: str
    follow_up: str
    note: str
    other_note: str
    asked: str
    programme: str
    run: str
    place: str
    part: str
    enrolment: str
    override: str
    session: str
    webinar: str
    # A recording with a transcript, slides as a file, and three others.
    materials: list[str]
    webinar_question: str
    webinar_session: str
    webinar_draft: str
    second_webinar_draft: str
    registration: str
    speaker: str
    second_speaker: str
    webinar_link: str
    webinar_registration: str
    webinar_invitation: str
    reports: list[str]
    groups: list[str]
    hall: Hall
    hall_link: str
    hall_reports: list[str]
    hall_polls: list[str]

    def token(self, member: Member, *scopes: str) -> str:
        """Create a personal token and return its secret."""
        person = actor(self.app, member)
        with self.app.app_context(), write():
            return tokens.create_token(
                person, name="Contract", scopes=list(scopes or ("read", "write")), days=90
            )[1]


def attempt_of(app: Flask, member: Member, course: MadeCourse, finish: bool) -> str:
    person = actor(app, member)
    with app.app_context(), write():
        step = course_queries.step_to_do(course.slug, course.quiz.public_id, member.id)
        made = sitting.start_attempt(person, step)
        if finish:
            row = queries.attempt_row(made.public_id)
            for position, response in right_answers(row.id).items():
                sitting.save_answer(
                    made.public_id,
                    member.id,
                    position=position,
                    response=response,
                    client_key=f"contract-{position}",
                    sequence=1,
                )
            sitting.submit_attempt(made.public_id, member.id)
        return made.public_id


def furnish(app: Flask) -> House:
    with app.app_context():
        cast = find_cast()
    trainer, learner = actor(app, cast.trainer), actor(app, cast.learner)
    with app.app_context(), write():
        course = published_course(trainer_id=cast.trainer.id)
        quiz = ready_quiz(course, attempts=0)
        lina = enrolled(cast.learner.id, course.id)
        enrolled(cast.second_learner.id, course.id)
        edition, tool = db.session.execute(
            select(Edition.public_id, Tool.slug).join(Tool).where(Edition.id == course.edition_id)
        ).one()
        draft = course_operations.create_course(trainer, title="Unfinished business", language="en")
        update, proposal = proposed(course)
        more = opened(lina, course) | beside(course, cast, trainer, learner)
        module = db.session.scalar(select(Module.public_id).where(Module.course_id == course.id))
    with app.app_context():
        taken = uploads.taken("manual.md", MANUAL.encode(), 1_000_000)
    with app.app_context(), write():
        award, foreign = (
            award_operations.issue(**facts(one)) for one in (cast.learner, cast.second_learner)
        )
        import_id = library_operations.start_import(trainer, taken, {}).public_id
    return House(
        app=app,
        cast=cast,
        course=course,
        draft_slug=draft.slug,
        module=str(module),
        closed_attempt=attempt_of(app, cast.learner, course, finish=True),
        open_attempt=attempt_of(app, cast.learner, course, finish=False),
        foreign_attempt=attempt_of(app, cast.second_learner, course, finish=False),
        award=award.public_id,
        code=award.code,
        foreign_award=foreign.public_id,
        edition=edition,
        tool=tool,
        import_id=import_id,
        question=quiz.questions[0],
        update=update,
        proposal=proposal,
        **more,
    )


@pytest.fixture
def house(whole_app: Flask, restore: Callable[[], None]) -> Iterator[House]:
    """The furnished house. How long its set-up holds the lock does not count."""
    longest = transaction.longest_hold["seconds"]
    yield furnish(whole_app)
    transaction.longest_hold["seconds"] = longest
    restore()
