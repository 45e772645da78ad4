"""The organisers' queue: what was asked at their sessions, answered for everybody."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts.access import has_role, person_here
from elearn.core.errors import Invalid
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, labels, times
from elearn.webinars.kept import question_queries, questions, recording_queries
from elearn.webinars.kept.material_models import QUESTION_STATES
from elearn.webinars.kept.question_forms import QuestionAnswerForm, QuestionsForm
from elearn.webinars.models import Webinar
from elearn.webinars.views.desk import refuse

blueprint = Blueprint("webinar_questions", __name__, url_prefix="/desk/webinars/questions")
partners = has_role("partner")


@blueprint.get("/", access=partners)
def index() -> ResponseReturnValue:
    """List what was asked at the sessions of all webinars one runs, what is open first."""
    return queue_page(QuestionsForm(formdata=None))


def queue_page(form: QuestionsForm) -> str:
    """Return the page of the queue."""
    mine, language = access.webinars_seen_by(person_here()), reader_language()
    state = request.args.get("state", "open")
    state = state if state in QUESTION_STATES else "open"
    offered(form)
    statement = question_queries.queue(mine, state, language)
    return render_template(
        "webinars/desk/questions.html",
        page=paginate(statement, page_number(request.args.get("page"))),
        state=state,
        counts=question_queries.counts(mine),
        labels=labels,
        form=form,
        when=times.words,
    )


def offered(form: QuestionsForm) -> QuestionsForm:
    """Let a form choose among the sessions of the webinars one sees."""
    mine = access.webinars_seen_by(person_here())
    form.session.choices = [
        (f"{row.slug}:{row.public_id}", f"{row.title}, {times.words(row.starts_at, row.zone)}")
        for row in question_queries.sessions(mine, reader_language())
    ]
    return form


@blueprint.post("/", access=partners, limit="120 per hour")
def add() -> ResponseReturnValue:
    """Put questions of a session into the queue."""
    form, status = offered(QuestionsForm()), 422
    if form.validate():
        slug, _sign, session_id = form.session.data.partition(":")
        try:
            with write():
                person = person_here()
                found = access.open_session(slug, session_id, person, to="manage")
                new = questions.add(*found, form.lines(), person)
        except Invalid as problem:
            status = refuse(form, problem, "texts")
        else:
            said = ngettext("%(num)s new question.", "%(num)s new questions.", new)
            flash(said, "done" if new else "note")
            return redirect(url_for(".index"))
    return queue_page(form), status


@blueprint.get("/<question_id>", access=partners)
def show(question_id: str) -> ResponseReturnValue:
    """Show a question with its answer, to be written."""
    webinar, question = questions.open_question(question_id, person_here())
    row = question_queries.question(question_id)
    section = f"{row.edition}:{row.section}" if row and row.edition else ""
    form = QuestionAnswerForm(data={"words": question.answer, "section": section})
    return question_page(webinar, question_id, form)


def question_page(webinar: Webinar, question_id: str, form: QuestionAnswerForm) -> str:
    """Return the page of one question."""
    return render_template(
        "webinars/desk/question.html",
        webinar=webinar,
        question=question_queries.question(question_id),
        form=form.offer(sections_of(webinar.id)),
        labels=labels,
        when=times.words,
    )


def sections_of(webinar_id: int) -> list[tuple[str, str]]:
    """Return the sections a question may belong to, with the publication they are of."""
    return [
        (f"{edition.public_id}:{position}", f"{edition.title}: {title}")
        for edition in recording_queries.editions_about(webinar_id)
        for position, title in recording_queries.sections(edition.id)
    ]


@blueprint.post("/<question_id>", access=partners)
def answer(question_id: str) -> ResponseReturnValue:
    """Answer a question for everybody, or change its answer."""
    form, status, person = QuestionAnswerForm(), 422, person_here()
    webinar, _question = questions.open_question(question_id, person)
    if form.offer(sections_of(webinar.id)).validate():
        try:
            with write():
                found = questions.open_question(question_id, person)
                questions.answer(*found, form.words.data, form.place(), person)
        except Invalid as problem:
            status = refuse(form, problem, "words")
        else:
            flash(_("The answer is published on the page of the webinar."), "done")
            return redirect(url_for(".index"))
    return question_page(webinar, question_id, form), status


@blueprint.post("/<question_id>/state", access=partners)
def put_state(question_id: str) -> ResponseReturnValue:
    """Set a question aside, or put it back into the queue."""
    act = questions.set_aside if request.form.get("to") == "hidden" else questions.take_up
    with write():
        act(*questions.open_question(question_id, person_here()), person_here())
    return redirect(url_for(".index"))
