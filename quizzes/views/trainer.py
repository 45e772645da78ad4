"""Pages of trainers: the questions of a quiz, its settings, a preview, attempts and figures."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from elearn.accounts.access import has_role, person_here
from elearn.core.clock import now
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from quizzes import desk_queries, draft_queries, operations, pairing, trial
from quizzes.errors import QuizIsEmpty
from quizzes.figures import figures
from quizzes.forms import PurposeForm, SettingsForm
from quizzes.kinds import KINDS
from quizzes.views import desk_wording, wording
from quizzes.views.places import Place, place_to_edit

blueprint = Blueprint("quizzes_desk", __name__, url_prefix="/desk/courses/<slug>/quizzes/<step_id>")
trainers = has_role("trainer")


@blueprint.get("/", access=trainers)
def index(slug: str, step_id: str) -> ResponseReturnValue:
    """List the questions of a quiz with what supports them."""
    place = place_to_edit(slug, step_id)
    items = place.items
    return render_template(
        "quizzes/desk/index.html",
        place=place,
        kinds=[(kind.name, kind.label) for kind in KINDS.values()],
        rules=desk_wording.rules(place),
        pair=desk_wording.pair_of(place),
        questions=desk_wording.question_rows(place, [i for i in items if i.retired_at is None]),
        drafts=draft_queries.open_drafts(place.course.id),
        retired=desk_wording.question_rows(place, [i for i in items if i.retired_at is not None]),
    )


@blueprint.get("/settings", access=trainers)
def settings(slug: str, step_id: str) -> ResponseReturnValue:
    """Show how the quiz is taken."""
    place = place_to_edit(slug, step_id)
    form = SettingsForm.showing(place.quiz or operations.Settings())
    return render_template("quizzes/desk/settings.html", place=place, form=form)


@blueprint.post("/settings", access=trainers)
def change_settings(slug: str, step_id: str) -> ResponseReturnValue:
    """Change how the quiz is taken. Open attempts keep their terms."""
    place = place_to_edit(slug, step_id)
    form = SettingsForm()
    if not form.validate():
        return render_template("quizzes/desk/settings.html", place=place, form=form), 422
    chosen, person = form.settings(), person_here()
    with write():
        place = place_to_edit(slug, step_id)
        quiz = operations.create_quiz(place.step.id, person)
        operations.change_settings(quiz, chosen, person)
    flash(_("The settings are saved. Attempts that are open keep the old ones."), "done")
    return redirect(place.address("quizzes_desk.index"))


@blueprint.get("/purpose", access=trainers)
def purpose(slug: str, step_id: str) -> ResponseReturnValue:
    """Show whether the quiz is a plain check, or the test before or after learning."""
    place = place_to_edit(slug, step_id)
    return render_template("quizzes/desk/purpose.html", place=place, form=purpose_form(place))


@blueprint.post("/purpose", access=trainers)
def change_purpose(slug: str, step_id: str) -> ResponseReturnValue:
    """Make the quiz a plain check, or the test before or after learning."""
    place = place_to_edit(slug, step_id)
    form, person = purpose_form(place), person_here()
    if not form.validate():
        return render_template("quizzes/desk/purpose.html", place=place, form=form), 422
    with write():
        place = place_to_edit(slug, step_id)
        quiz = operations.create_quiz(place.step.id, person)
        pairing.set_purpose(quiz, form.purpose.data, form.pool.data or None, person)
    flash(_("Saved. It holds for attempts that start from now on."), "done")
    return redirect(place.address("quizzes_desk.index"))


def purpose_form(place: Place) -> PurposeForm:
    """Return the form with the tests after of the course to choose from."""
    rows = desk_queries.quizzes_of_course(place.course.id)
    pools = [
        row for row in rows if row.purpose == "after" and row.public_id != place.step.public_id
    ]
    quiz = place.quiz
    chosen = next((row.public_id for row in pools if quiz and row.id == quiz.pool_id), "")
    form = PurposeForm(purpose=quiz.purpose if quiz else "check", pool=chosen)
    form.pool.choices = [
        SelectChoice("", _("None yet")),
        *(SelectChoice(row.public_id, row.title) for row in pools),
    ]
    return form


@blueprint.get("/preview", access=trainers)
def preview(slug: str, step_id: str) -> ResponseReturnValue:
    """Show the quiz as a learner meets it. Nothing is kept."""
    place = place_to_edit(slug, step_id)
    questions = wording.with_headings(trial.questions(place.asked))
    if not questions:
        raise QuizIsEmpty
    return render_template("quizzes/desk/preview.html", place=place, questions=questions)


@blueprint.post("/preview", access=trainers)
def try_preview(slug: str, step_id: str) -> ResponseReturnValue:
    """Grade a preview and show its result. Nothing is kept."""
    place = place_to_edit(slug, step_id)
    pass_mark = place.existing().pass_mark
    questions, result = trial.graded(place.asked, request.form, pass_mark)
    return render_template(
        "quizzes/desk/preview_result.html",
        place=place,
        questions=wording.with_headings(questions),
        words=wording.review_words(),
        passed=result.passed,
        result=wording.points_of(questions, result.score, pass_mark),
    )


@blueprint.get("/attempts", access=trainers)
def attempts(slug: str, step_id: str) -> ResponseReturnValue:
    """List the attempts of the course's learners with their scores."""
    place = place_to_edit(slug, step_id)
    number = page_number(request.args.get("page"))
    page = paginate(desk_queries.attempts_at(place.existing().id), number, 50)
    return render_template(
        "quizzes/desk/attempts.html",
        place=place,
        page=page,
        counts=desk_queries.counts_of_attempts(place.existing().id),
        rows=desk_wording.attempt_rows(page.rows, now(), place.existing().purpose),
    )


@blueprint.get("/figures", access=trainers)
def show_figures(slug: str, step_id: str) -> ResponseReturnValue:
    """Show how each question did in learners' first attempts."""
    place = place_to_edit(slug, step_id)
    known = figures(desk_queries.first_results(place.existing().id))
    return render_template(
        "quizzes/desk/figures.html",
        place=place,
        rows=desk_wording.figure_rows(place.asked, known),
        most=desk_queries.MOST_FIRST_ATTEMPTS,
    )
