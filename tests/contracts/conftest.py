"""One state of the house for all contracts: a course half learned, an attempt open, one judged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from certificates import operations as award_operations
from courses import operations as course_operations
from courses import queries as course_queries
from courses import terms
from courses.entry import cohorts
from courses.entry.models import (
    Cohort,
    CourseCohort,
    EntryCode,
    EntryInvitation,
    EntryList,
    EntryRequest,
)
from courses.lesson_text import LessonText
from courses.margin import operations
from courses.margin.models import TrainerQuestion
from courses.models import Enrolment, Module, Release, Step
from courses.rules.models import Override
from courses.suggestion_models import SuggestedText, SuggestionRequest
from courses.update_models import EditionUpdate, Proposal
from elearn.accounts import tokens
from elearn.accounts.session import SignedIn
from elearn.core import storage, transaction
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations as library_operations
from elearn.library import uploads
from elearn.library.models import Edition, Tool
from elearn.programmes import attendance
from elearn.programmes import operations as programme_operations
from elearn.programmes import queries as programme_queries
from elearn.programmes.models import Programme, Run
from elearn.suggestions.models import SuggestionSetting
from elearn.surveys import editing, installing
from elearn.surveys import operations as survey_operations
from elearn.surveys import queries as survey_queries
from elearn.surveys.fields import FieldSpec
from elearn.surveys.seeds import END_OF_COURSE, MAY_WE_ASK
from elearn.webinars import links, material_files, materials, reminders, seating
from elearn.webinars.chapters import Mark
from elearn.webinars.material_models import SessionQuestion
from elearn.webinars.materials import Described
from elearn.webinars.models import Speaker, Webinar, WebinarSession
from elearn.webinars.registration_models import WebinarInvitation
from quizzes import queries, sitting
from quizzes.models import ManualDraft
from tests.cast import Cast, Member, actor, find_cast
from tests.contracts.halls import attended
from tests.factories.attending import Hall
from tests.factories.awards import facts
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.programmes import partner_of_run, running_run
from tests.factories.quizzes import ready_quiz, right_answers
from tests.factories.sessions import group_of, session_of
from tests.factories.suggesting import switch_on
from tests.factories.webinars import make_session, make_sign_up, make_webinar

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


def proposed(course: MadeCourse) -> tuple[str, str]:
    """Propose a new edition with one change to the course; return both ids."""
    first = db.session.get_one(Edition, course.edition_id)
    edition = Edition(tool_id=first.tool_id, label="Second", symbol="TEST/2", language="en")
    db.session.add(edition)
    db.session.flush()
    update = EditionUpdate(
        course_id=course.id,
        from_edition_id=first.id,
        to_edition_id=edition.id,
        aligned_percent=100.0,
        state="open",
    )
    db.session.add(update)
    db.session.flush()
    lesson = course.lesson("why")
    proposal = Proposal(
        update_id=update.id,
        position=1,
        kind="removed",
        key=lesson.paragraph,
        step_id=lesson.id,
        before_html="<p>Keep waste closed.</p>",
    )
    db.session.add(proposal)
    db.session.flush()
    return update.public_id, proposal.public_id


def glossary_of(course: MadeCourse) -> str:
    """Give the course and its release a term; return its id."""
    term = terms.add_term(course.id, "Drum", "A closed container.", None)
    release = db.session.get_one(Release, course.release_id)
    facts = {"id": term.id, "term": term.term, "meaning": term.meaning}
    release.glossary, release.terms = [facts | {"source": "", "address": ""}], 1
    db.session.flush()
    return term.id


def suggested(course: MadeCourse, trainer: SignedIn) -> dict[str, str]:
    """Switch suggestions on, with one that waits for a decision; return their ids."""
    switch_on()
    lesson, setting = course.lesson("why"), db.session.get_one(SuggestionSetting, 1)
    step = db.session.get_one(Step, lesson.id)
    html = f'<p id="{lesson.paragraph}">Keep waste closed.</p>'
    block = {"key": lesson.paragraph, "html": html, "label": "1", "page": 1}
    text = LessonText([block | {"kind": "para", "edited": False}], 3)
    course_operations.save_text(step, text, 0, trainer)
    request = SuggestionRequest(
        person_id=trainer.id,
        course_id=course.id,
        step_id=lesson.id,
        kind="summary",
        language="en",
        revision=1,
        block_ids=[lesson.paragraph],
        characters=18,
        provider=setting.provider,
        consent_id=setting.consent_id or 0,
        state="ended",
        outcome="answered",
        dropped={"not-sent": 1},
    )
    db.session.add(request)
    db.session.flush()
    one = SuggestedText(
        request_id=request.id, position=0, html="<p>Shut.</p>", block_ids=[lesson.paragraph]
    )
    db.session.add(one)
    db.session.flush()
    return {"suggestion_request": request.public_id, "suggestion": one.public_id}


def drafted(course: MadeCourse) -> str:
    """Draft a question from the manual of the course; return its id."""
    draft = ManualDraft(
        course_id=course.id,
        fingerprint="f",
        digest="d",
        position=1,
        rule="duty",
        kind="truefalse",
        content={"prompt": "<p>Keep waste closed.</p>"},
        answer_key={"correct": ["true"], "choice_feedback": {}, "feedback": ""},
        paragraphs=[course.lesson("why").paragraph],
    )
    db.session.add(draft)
    db.session.flush()
    return draft.public_id


def ways_in(course: MadeCourse, cast: Cast) -> dict[str, str]:
    """Give the course a code, a request, an invitation, a cohort and a list; return their ids."""
    whose = {"course_id": course.id}
    rows: dict[str, Any] = {
        "entry_code_id": EntryCode(**whose, code="K7MP3XQD"),
        "entry_request_id": EntryRequest(**whose, person_id=cast.learner.id, why="I inspect."),
        "invitation_id": EntryInvitation(
            **whose, email="guest@example.org", expires_at=now() + timedelta(days=30)
        ),
    }
    rows["cohort_id"] = Cohort(name="Spring", created_by_id=cast.trainer.id)
    rows["list_id"] = EntryList(
        **whose, file_name="people.csv", file_key="0" * 64, state="tried", rows=1
    )
    db.session.add_all(rows.values())
    db.session.flush()
    cohorts.add_member(rows["cohort_id"].id, cast.learner.id)
    linked = {"course_id": course.id, "cohort_id": rows["cohort_id"].id}
    db.session.add(CourseCohort(**linked, added_by_id=cast.trainer.id))
    found = {name: row.public_id for name, row in rows.items()}
    return found | {"member_id": cast.learner.public_id}


def asked(course: MadeCourse, learner: SignedIn, trainer: SignedIn) -> dict[str, str]:
    """Let the learner answer the course's survey, and make a form of the trainer's own."""
    installing.ensure()
    survey = survey_queries.current_form(END_OF_COURSE, "en")
    given = {"overall": 4, "actions": ["Label every drum"], MAY_WE_ASK: "yes"}
    subject = f"course:{course.public_id}"
    survey_operations.respond(survey.id, subject, learner.id, given, learner, title=course.title)
    own = editing.create(trainer, kind="survey", title="Our survey")
    editing.put_fields(own.id, [FieldSpec("good", "yesno", "Good?")])
    return {
        "survey": survey.public_id,
        "own_form": own.public_id,
        "action": survey_queries.actions_of(learner.id)[0].public_id,
        "follow_up": survey_queries.follow_ups_of(learner.id)[0].public_id,
    }


def noted(course: MadeCourse, member: Member) -> dict[str, str]:
    """Write two notes and a question of the member beside the first lesson; return their ids."""
    lesson = course.lesson("why")
    notes = [
        operations.keep_note(member.id, lesson.id, key, "Mine") for key in ("", lesson.paragraph)
    ]
    question = TrainerQuestion(
        course_id=course.id, step_id=lesson.id, person_id=member.id, asked="Why?"
    )
    db.session.add(question)
    db.session.flush()
    return {
        "note": notes[0].public_id,
        "other_note": notes[1].public_id,
        "asked": question.public_id,
    }


def trained(course: MadeCourse, cast: Cast) -> dict[str, Any]:
    """Run a programme of the trainer, with the partner and with the learner in it."""
    centre = partner_of_run(cast.partner.id)
    run = running_run(courses=[course.id], made_by=cast.trainer.id, partner_id=centre)
    place = programme_operations.ask(run.id, cast.learner.id, None)
    programme = db.session.get_one(Programme, run.programme_id)
    part = programme_queries.parts_of(programme.id)[0].public_id
    made = {"programme": programme.slug, "run": run.slug}
    return made | {"place": place.public_id, "part": part} | met(run)


def met(run: Run) -> dict[str, Any]:
    """Give the run a session with three reports that wait to be written, and two groups."""
    session = session_of(run)
    entries = attendance.read_report(b"Email,Minutes\nlina@example.org,45\n")
    reports = [attendance.keep_report(run, session, "r.csv", entries, None) for _ in range(3)]
    groups = [group_of(run).public_id for _ in range(2)]
    kept = [one.public_id for one in reports]
    return {"session": session.public_id, "reports": kept, "groups": groups}


def announced(cast: Cast) -> dict[str, str]:
    """Publish a webinar of the partner's in three languages, with speakers and sessions."""
    webinar = make_webinar(cast.partner, texts={"en": "Tour", "fr": "Visite", "es": "Visita"})
    speakers = [Speaker(webinar_id=webinar.id, position=at, name="A speaker") for at in (0, 1)]
    db.session.add_all(speakers)
    session = make_session(webinar)
    reminders.plan(session)
    drafts = [make_session(webinar, state="draft").public_id for _ in range(2)]
    guest = make_sign_up(webinar, confirmed_at=now())
    return kept_of(webinar, session) | {
        "webinar": webinar.slug,
        "webinar_session": session.public_id,
        "webinar_draft": drafts[0],
        "second_webinar_draft": drafts[1],
        "registration": seating.register(session, guest, None).public_id,
        "speaker": speakers[0].public_id,
        "second_speaker": speakers[1].public_id,
        **signed_up(cast, webinar, session),
    }


def signed_up(cast: Cast, webinar: Any, session: Any) -> dict[str, str]:
    """Register the learner for a session, and invite somebody to its webinar."""
    found = make_sign_up(webinar, cast.learner)
    registration = seating.register(session, found, None)
    guest = {"email": "guest@example.org", "expires_at": now() + timedelta(days=30)}
    invitation = WebinarInvitation(webinar_id=webinar.id, **guest)
    db.session.add(invitation)
    db.session.flush()
    return {
        "webinar_link": links.value_of(found),
        "webinar_registration": registration.public_id,
        "webinar_invitation": invitation.public_id,
    }


def kept_of(webinar: Webinar, session: WebinarSession) -> dict[str, Any]:
    """Publish recordings with words and a chapter, slides that are a file; ask a question."""
    file = material_files.Kept(storage.put(b"%PDF-1.4 %%EOF", ".webinar"), "application/pdf", 14)
    made = []
    for at in range(5):
        said = Described("recording", "Talk", "en", address="https://video.example.org/talk")
        if at == 1:
            said = Described("slides", "Slides", "en")
        one = materials.add(webinar.id, said, None, file=file if at == 1 else None)
        made.append(one.public_id)
        materials.publish(webinar.id, one.public_id, None)
    materials.put_transcript(webinar.id, made[0], "[0:05] Welcome.", None)
    materials.put_chapters(webinar.id, made[0], [Mark(0, "Welcome")], None)
    asked = SessionQuestion(session_id=session.id, text="Why?", answer="So.", state="answered")
    db.session.add(asked)
    db.session.flush()
    return {"materials": made, "webinar_question": asked.public_id}


def opened(enrolment_id: int, course: MadeCourse) -> dict[str, str]:
    """Open a lesson to a learner by hand; return the ids of enrolment and decision."""
    step_id = course.lesson("why").id
    override = Override(enrolment_id=enrolment_id, step_id=step_id, kind="open", reason="Ill")
    db.session.add(override)
    db.session.flush()
    enrolment = db.session.get_one(Enrolment, enrolment_id).public_id
    return {"enrolment": enrolment, "override": override.public_id}


def beside(course: MadeCourse, cast: Cast, trainer: SignedIn, learner: SignedIn) -> dict[str, Any]:
    """Put everything into the house that stands beside its course."""
    return {
        **suggested(course, trainer),
        "term": glossary_of(course),
        "draft": drafted(course),
        "ways_in": ways_in(course, cast),
        **asked(course, learner, trainer),
        **noted(course, cast.learner),
        **trained(course, cast),
        **announced(cast),
        **attended(cast),
    }


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
