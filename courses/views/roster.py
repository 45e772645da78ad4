"""The desk for the people of a course: the roster, its at-risk rule, progress by step."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.queries import AnyRow
from courses.roster import labels, learner_queries, operations, queries, risk
from courses.roster.access import open_roster
from courses.roster.forms import EnrolForm, RiskForm
from courses.roster.queries import Filter
from courses.views import roster_wording as words
from courses.views import wording
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.accounts.countries import is_country
from elearn.accounts.frozen import frozen
from elearn.core.clock import now
from elearn.core.errors import DomainError
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("courses_roster", __name__, url_prefix="/desk/courses/<slug>/learners")

LONGEST_TEXT = 100


def roster_here(slug: str) -> AnyRow:
    """Return the course for the trainer who asks. Raises CourseNotFound."""
    return open_roster(slug, person_here())


def filter_asked() -> Filter:
    """Return the filters of the request; what cannot be is taken as not asked."""
    given = request.values
    state, group = given.get("state", ""), given.get("group", "")
    country, way = given.get("country", "")[:2].upper(), given.get("way", "")
    return Filter(
        state=state if state in queries.IN_STATE else "",
        group=group if group in labels.GROUPS else "",
        country=country if is_country(country) else "",
        way=way if way in labels.WAYS else "",
        text=given.get("text", "").replace("\x00", "").strip()[:LONGEST_TEXT],
    )


def sort_asked() -> str:
    """Return the order asked for, a leading minus turning it round."""
    sort = request.args.get("sort", "")
    return sort if sort.removeprefix("-") in queries.SORTS else "name"


def limits_of(course: AnyRow) -> risk.Limits:
    """Return the limits of the course's at-risk rule; by the hour, so that pages can be kept."""
    moment = now().replace(minute=0, second=0, microsecond=0)
    return risk.limits(queries.rule_of(course), moment)


@blueprint.get("/", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """List the learners of a course; filters, order and page stand in the address."""
    course = roster_here(slug)
    asked, sort, limit = filter_asked(), sort_asked(), limits_of(course)
    page = queries.page(course, asked, limit, sort, page_number(request.args.get("page")))
    counts = queries.counts(course, asked, limit)

    def values() -> dict[str, Any]:
        language = reader_language()
        return {
            "course": course,
            "page": page,
            "lines": words.lines(page.rows, course.required_steps or 0, limit, language),
            "asked": asked,
            "sort": sort,
            "choices": words.choices(counts.kinds or "", language),
            "counted": words.counted(counts),
            "rule": words.risk_words(queries.rule_of(course)),
            "meant": counts.all if not asked.state else counts._mapping[_name(asked.state)],
        }

    key = (tuple(course), limit, page.more, tuple(map(tuple, page.rows)), tuple(counts))
    response = frozen("courses/roster/index.html", key, values)
    response.headers["Cache-Control"] = "no-store"
    return response


def _name(state: str) -> str:
    return state.replace("-", "_")


@blueprint.get("/steps", access=trainers)
def steps(slug: str) -> ResponseReturnValue:
    """Show how many learners opened and completed each step, and the mean of their scores."""
    course = roster_here(slug)
    counts = queries.counts(course, Filter(), limits_of(course))
    rows = learner_queries.by_step(course)
    learners = counts.all - counts.left
    scores = {one: wording.score(one) for one in {row.score for row in rows}}
    return render_template(
        "courses/roster/steps.html", course=course, rows=rows, learners=learners, scores=scores
    )


@blueprint.get("/risk", access=trainers)
def risk_rule(slug: str) -> ResponseReturnValue:
    """Show the at-risk rule of a course, to be changed."""
    course = roster_here(slug)
    form = RiskForm(obj=queries.rule_of(course))
    return render_template("courses/roster/risk.html", course=course, form=form)


@blueprint.post("/risk", access=trainers)
def change_risk_rule(slug: str) -> ResponseReturnValue:
    """Change when a learner of the course is at risk."""
    course = roster_here(slug)
    form = RiskForm()
    if not form.validate():
        return render_template("courses/roster/risk.html", course=course, form=form), 422
    with write():
        operations.set_risk_rule(roster_here(slug), form.rule(), person_here())
    flash(_("The rule is saved. The roster follows it at once."), "done")
    return redirect(url_for(".index", slug=slug))


@blueprint.get("/enrol", access=trainers)
def enrol(slug: str) -> ResponseReturnValue:
    """Show the form that enrols somebody by hand."""
    course = roster_here(slug)
    return render_template("courses/roster/enrol.html", course=course, form=EnrolForm())


@blueprint.post("/enrol", access=trainers, limit="120 per hour")
def enrol_by_hand(slug: str) -> ResponseReturnValue:
    """Enrol the person who has the address."""
    course = roster_here(slug)
    form = EnrolForm()
    if form.validate():
        try:
            with write():
                public_id = operations.enrol_by_hand(course, form.email.data, person_here())
        except DomainError as error:
            form.email.errors = [str(error)]
        else:
            flash(_("The learner is enrolled."), "done")
            return redirect(url_for("courses_learners.show", slug=slug, enrolment_id=public_id))
    return render_template("courses/roster/enrol.html", course=course, form=form), 422


@blueprint.get("/names", access=trainers)
def names(slug: str) -> ResponseReturnValue:
    """Show the names of the learners with room for their signatures, to be printed."""
    course = roster_here(slug)
    asked, limit = filter_asked(), limits_of(course)
    rows = queries.page(course, asked, limit, "name", 1, queries.MOST_NAMES).rows
    return render_template(
        "courses/roster/names.html",
        course=course,
        lines=words.lines(rows, course.required_steps or 0, limit, reader_language()),
        filtered=words.filter_words(asked, reader_language()),
    )
