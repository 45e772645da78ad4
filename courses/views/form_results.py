"""What learners of a course answered, for its trainers: figures and words, never names."""

import csv
import io
from fractions import Fraction
from typing import Any, NamedTuple

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from courses import course_forms
from courses.enrolment_queries import subject_key
from courses.views.trainer import course_to_edit, trainers
from elearn.core.web import Blueprint
from elearn.surveys import queries
from elearn.surveys.figures import FieldFigures, share
from elearn.surveys.labels import FORM_KINDS

blueprint = Blueprint("courses_desk_forms", __name__, url_prefix="/desk/courses/<slug>/forms")
# What begins a formula where a table is opened in a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the forms learners of the course answered."""
    course = course_to_edit(slug)
    rows = course_forms.forms_answered(course)
    return render_template("courses/desk/forms.html", course=course, rows=rows, kinds=FORM_KINDS)


@blueprint.get("/<form_id>", access=trainers)
def show(slug: str, form_id: str) -> ResponseReturnValue:
    """Show the figures of one form."""
    course = course_to_edit(slug)
    form = course_forms.answered_form(course, form_id)
    figures = queries.figures(form.id, subject_key(course.public_id))
    asked = course_forms.learners_asked(course.id)
    # Who left since, or answered before reading all, may make the answers more than those asked.
    part = share(figures.responses, max(asked, figures.responses))
    return render_template(
        "courses/desk/form_results.html",
        course=course,
        form=form,
        figures=figures,
        asked=max(asked, figures.responses),
        share=percent(part),
        scales=[scale(one) for one in figures.fields if one.top],
        others=[(one, summary(one)) for one in figures.fields if not one.top],
        percent=percent,
        share_of=share,
    )


def percent(part: Fraction | None) -> str:
    """Return a share in words, to a tenth of a percent."""
    return format_percent(float(part), "#,##0.0%") if part is not None else ""


class Scale(NamedTuple):
    """A question with a scale as a line of the table; `spread` counts from 1 to the top."""

    label: str
    answers: int
    mean: str
    satisfied: str
    spread: str


def scale(one: FieldFigures) -> Scale:
    """Return the figures of a scale in words."""
    mean = "" if one.mean is None else format_decimal(float(one.mean), "0.00")
    return Scale(
        label=one.label,
        answers=one.answers,
        mean=_("%(mean)s of %(top)s", mean=mean, top=one.top) if mean else "",
        satisfied=percent(one.satisfied),
        spread=" · ".join(str(people) for _value, _words, people in one.counts),
    )


def summary(one: FieldFigures) -> str:
    """Return what is said of numbers that were given."""
    if one.mean is None:
        return ""
    mean = format_decimal(float(one.mean), "#,##0.0")
    return str(_("In all %(total)s, on average %(mean)s", total=one.total, mean=mean))


@blueprint.get("/<form_id>.csv", access=trainers)
def as_csv(slug: str, form_id: str) -> ResponseReturnValue:
    """Send all answers as a table: a line a response, in no order, without names or dates."""
    course = course_to_edit(slug)
    form = course_forms.answered_form(course, form_id)
    lines = queries.response_lines(form.id, subject_key(course.public_id))
    body = table(queries.fields_of(form.id), lines)
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={slug}-{form_id}.csv"
    return response


def table(fields: list[Any], lines: list[tuple[int | None, dict[int, Any]]]) -> str:
    """Return answers as CSV; with a mark, so that spreadsheets read it as UTF-8."""
    later = any(months is not None for months, _answers in lines)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow((["months"] if later else []) + [field.key for field in fields])
    for months, answers in lines:
        cells = [_cell(answers.get(field.id)) for field in fields]
        writer.writerow(([_cell(months)] if later else []) + cells)
    return "\ufeff" + output.getvalue()


def _cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
