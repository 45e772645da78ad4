"""What stands beside the course in the house of the contracts."""

from datetime import timedelta
from typing import Any

from courses import operations as course_operations
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
from courses.models import Enrolment, Release, Step
from courses.rules.models import Override
from courses.suggestion_models import SuggestedText, SuggestionRequest
from courses.update_models import EditionUpdate, Proposal
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.library.models import Edition
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
from quizzes.models import ManualDraft
from tests.cast import Cast, Member
from tests.contracts.halls import announced, attended
from tests.factories.courses import MadeCourse
from tests.factories.programmes import partner_of_run, running_run
from tests.factories.sessions import group_of, session_of
from tests.factories.suggesting import switch_on


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
