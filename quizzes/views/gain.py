"""What learning changed: the figures of a course's tests before and after, for its trainers."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from courses import access as course_access
from courses.views.report import file_of
from elearn.accounts.access import has_role, person_here
from elearn.core.paging import Page, page_number
from elearn.core.web import Blueprint
from quizzes import desk_queries, gain, gain_queries, gain_table
from quizzes.views import gain_wording

blueprint = Blueprint("quizzes_desk_gain", __name__, url_prefix="/desk/courses/<slug>/gain")
trainers = has_role("trainer")
PAGE_SIZE = 50


@blueprint.get("/", access=trainers)
def show(slug: str) -> ResponseReturnValue:
    """Show what learners gained: figures, a histogram as a table, every learner."""
    course = course_access.open_course(slug, person_here(), to="edit")
    rows = gain_queries.scores_before_and_after([course.id])
    number = page_number(request.args.get("page"))
    start = (number - 1) * PAGE_SIZE
    shown = rows[start : start + PAGE_SIZE]
    pairs = gain.pairs_of((row.before, row.after) for row in rows)
    figures = gain.gain_of(pairs)
    people = gain_queries.learners([row.person_id for row in shown])
    purposes = {row.purpose for row in desk_queries.quizzes_of_course(course.id)}
    return render_template(
        "quizzes/desk/gain.html",
        course=course,
        paired={"before", "after"} <= purposes,
        figures=gain_wording.figures(figures) if pairs else [],
        undefined=gain_wording.undefined_words(figures),
        classes=gain_wording.histogram_rows(pairs),
        most=max((count for _least, _most, count in gain.histogram(pairs)), default=1),
        rows=gain_wording.learner_rows(shown, people),
        page=Page(shown, number, len(rows) > start + PAGE_SIZE),
    )


@blueprint.get("/gain.csv", access=trainers)
def as_csv(slug: str) -> ResponseReturnValue:
    """Send every learner's scores before and after as one table."""
    course = course_access.open_course(slug, person_here(), to="edit")
    return file_of(gain_table.as_csv(course.id), "text/csv", f"gain-{course.slug}.csv")
