"""Pages of learners: a quiz and its rules, the attempt, its review."""

import secrets
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import ValidationError

from courses import access as course_access
from courses import progress
from courses import queries as course_queries
from courses.views import wording as course_wording
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.transaction import write
from elearn.core.web import Blueprint, problem
from quizzes import access, answering, queries, review, sitting
from quizzes.clock import is_over
from quizzes.errors import NoSuchQuiz
from quizzes.page_answers import PageAnswers
from quizzes.queries import AnyRow
from quizzes.schemas import AnswerSchema
from quizzes.views import gain_wording, wording
from quizzes.wording import percent, when

blueprint = Blueprint("quizzes", __name__)
_answer = AnswerSchema()


@blueprint.get("/courses/<slug>/<step_id>/quiz", access=signed_in)
def show(slug: str, step_id: str) -> ResponseReturnValue:
    """Show the rules of a quiz, the attempts so far, and what can be done now."""
    person = person_here()
    here = course_access.step_here(slug, step_id, person, text=True)
    step = here.row
    if step.kind != "quiz":
        raise NoSuchQuiz
    quiz = queries.quiz_of(step.step_id)
    history = queries.attempts_of(step.enrolment_id, quiz.id) if quiz and step.enrolment_id else ()
    return render_template(
        "quizzes/show.html",
        step=step,
        quiz=quiz,
        rules=wording.rules(quiz) if quiz else [],
        attempts=wording.attempt_rows(history, now(), quiz.purpose if quiz else "check"),
        before=quiz is not None and quiz.purpose == "before",
        best=wording.best(history),
        refusal=access.can_start(quiz, history, now()) if quiz and step.enrolment_id else None,
        enrol_refusal=None
        if step.enrolment_id
        else course_access.can_enrol(person, step, step.course_state),
        open_attempt=next((row for row in history if row.submitted_at is None), None),
        **_surroundings(here),
    )


def _surroundings(here: course_access.Here) -> dict[str, Any]:
    """Return what a page beside the lessons shows: contents, progress, the way back."""
    step, done = here.row, here.done
    prefix = url_for("courses.show", slug=step.slug)
    standing = progress.standing(step.outline, done)
    modules = progress.contents(step.outline, done, step.step_public_id)
    words = course_wording.standing_words(standing)
    return {
        "course_link": {"label": step.course_title, "url": prefix},
        "contents": course_wording.contents_entries(
            modules, prefix, course_wording.lock_notes(here.locks, step)
        ),
        "progress": {"done": standing.done, "total": standing.required, "words": words}
        if step.enrolment_id and standing.required
        else None,
    }


@blueprint.post("/courses/<slug>/<step_id>/quiz/start", access=signed_in, limit="60 per hour")
def start(slug: str, step_id: str) -> ResponseReturnValue:
    """Start an attempt, or go on with the one that is open."""
    person = person_here()
    with write():
        step = access.open_quiz_to_start(slug, step_id, person)
        started = sitting.start_attempt(person, step)
    return redirect(url_for("quizzes.attempt", attempt_id=started.public_id))


@blueprint.get("/attempts/<attempt_id>/", access=signed_in)
def attempt(attempt_id: str) -> ResponseReturnValue:
    """Show all questions of an open attempt on one page."""
    row = access.open_attempt(attempt_id, person_here())
    if row.submitted_at is not None:
        return redirect(url_for("quizzes.review_attempt", attempt_id=attempt_id))
    questions = [review.question_asked(one) for one in queries.questions_asked(row.id)]
    open_ones = [one for one in questions if not one["answered"]]
    return render_template(
        "quizzes/attempt.html",
        attempt=row,
        questions=wording.with_headings(questions),
        missing=open_ones if request.args.get("missing") else [],
        time_is_up=is_over(row.deadline, now()),
        deadline=wording.deadline(row.deadline),
        # Marks this page, so that sending it twice changes nothing.
        page_key=secrets.token_hex(10),
        sequence=max((one["sequence"] for one in questions), default=0),
        course_link={"label": row.title, "url": _quiz_url(row)},
    )


def _quiz_url(row: AnyRow) -> str:
    return url_for("quizzes.show", slug=row.slug, step_id=row.step_public_id)


def _page_sent() -> PageAnswers:
    return PageAnswers(request.form.get("page", "")[:20], request.form)


@blueprint.post("/attempts/<attempt_id>/answers", access=signed_in)
def save(attempt_id: str) -> ResponseReturnValue:
    """Keep one answer sent by the page's script (JSON), or all answers of a plain form."""
    person = person_here()
    if request.is_json:
        return _save_one(attempt_id, person)
    access.open_attempt(attempt_id, person)
    with write():
        clean = sitting.save_page(attempt_id, person.id, _page_sent())
    if clean:
        flash(_("Your answers are saved. You can go on now or later."), "done")
    else:
        flash(
            _(
                "Your answers are saved. Some had been changed in another window; what you see"
                " below is what counts."
            ),
            "attention",
        )
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id))


def _save_one(attempt_id: str, person: SignedIn) -> ResponseReturnValue:
    try:
        sent = _answer.load(request.get_json())
    except ValidationError as error:
        return problem(422, _("This answer cannot be read."), errors=error.messages)
    checked = answering.check_answer(attempt_id, person.id, **sent)
    access.refuse_locked_answer(checked, attempt_id, person)
    with write():
        saved = answering.keep_answer(checked)
    return jsonify(vars(saved))


@blueprint.post("/attempts/<attempt_id>/submit", access=signed_in)
def submit(attempt_id: str) -> ResponseReturnValue:
    """Keep the page and submit the attempt; open questions are asked about once."""
    person = person_here()
    access.open_attempt(attempt_id, person)
    with write():
        sure = bool(request.form.get("sure"))
        closed = sitting.submit_page(attempt_id, person.id, _page_sent(), sure=sure)
    if isinstance(closed, sitting.Missing):
        return redirect(url_for("quizzes.attempt", attempt_id=attempt_id, missing=1))
    if closed.completed:
        flash(
            _("You have completed the course. Your certificate is being drawn and sent to you."),
            "done",
        )
    return redirect(url_for("quizzes.review_attempt", attempt_id=attempt_id))


@blueprint.get("/attempts/<attempt_id>/review", access=signed_in)
def review_attempt(attempt_id: str) -> ResponseReturnValue:
    """Show the result: score, what was right, why, where to read it again, and what comes next."""
    row = access.open_attempt(attempt_id, person_here())
    if row.submitted_at is None:
        return redirect(url_for("quizzes.attempt", attempt_id=attempt_id))
    if not access.shows_answers(row):
        return render_template(
            "quizzes/handed_in.html",
            attempt=row,
            score=percent(row.score),
            when=when(row.submitted_at),
            onward=_onward(row),
            quiz_url=_quiz_url(row),
            course_link={"label": row.title, "url": _quiz_url(row)},
        )
    questions = review.questions_reviewed(row)
    return render_template(
        "quizzes/review.html",
        gain=gain_wording.own(row),
        attempt=row,
        questions=wording.with_headings(questions),
        words=wording.review_words(),
        result=wording.result(row, questions),
        onward=_onward(row),
        quiz_url=_quiz_url(row),
        course_link={"label": row.title, "url": _quiz_url(row)},
    )


def _waits(step: AnyRow) -> bool:
    """Tell whether what follows the step is still locked for the person."""
    locks = course_access.locks_for(step, person_here(), enrolment_id=step.enrolment_id)
    return step.following in locks


def _onward(row: AnyRow) -> dict[str, Any]:
    """Return the next act: what follows a passed quiz, or another attempt and from when on."""
    if row.passed:
        step = course_queries.step_to_do(row.slug, row.step_public_id, row.person_id)
        prefix = url_for("courses.show", slug=row.slug)
        if step is not None and step.following and not _waits(step):
            return {"url": f"{prefix}{step.following}/", "label": _("Continue with the course")}
        return {"url": prefix, "label": _("Back to the course")}
    quiz = queries.quiz_of(row.step_id)
    history = queries.attempts_of(row.enrolment_id, row.quiz_id)
    refusal = access.can_start(quiz, history, now()) if quiz else None
    left = access.allowance_of(quiz, history, now()).left if quiz else None
    return {"retry": refusal is None, "refusal": refusal, "left": left}
