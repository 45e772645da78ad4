"""Pages of rules: the trainers' page with its trial, and “Why?” for learners and trainers."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses import access, desk_queries
from courses.desk_errors import PartNotFound
from courses.models import Course
from courses.rules import builder, completing, desk_wording, operations, queries, trial, wording
from courses.rules.errors import NoSuchLearner, RulesChanged, RulesInACircle, RuleUnfit
from courses.rules.forms import CompletionForm, ConditionForm, shown
from courses.rules.models import CourseRules
from courses.rules.why import why
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here, signed_in
from elearn.core.paging import page_number
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import queries as surveys

blueprint = Blueprint("courses_desk_rules", __name__, url_prefix="/desk/courses/<slug>")
learner_blueprint = Blueprint("course_why", __name__)
ASKED = ("share", "mark", "form", "checklist", "tier")
UNFIT = (RuleUnfit, RulesInACircle, RulesChanged)


@blueprint.get("/rules", access=trainers)
def index(slug: str) -> ResponseReturnValue:
    """Show what completes the course, what comes before its parts, and the versions of both."""
    course = course_to_edit(slug)
    rules = queries.current_rules(course)
    return page_of(course, completion_form(rules), rules)


def completion_form(rules: CourseRules | None) -> CompletionForm:
    """Return the form of the completion rule as it holds now."""
    rule = completing.rule_of(rules.completion if rules else None)
    form = CompletionForm(None, data=shown(rule) | {"based_on": rules.number if rules else 0})
    return offered(form, rules)


def offered(form: CompletionForm, rules: CourseRules | None) -> CompletionForm:
    """Offer the forms that a completion rule may ask for, and those it asks for already."""
    asked = completing.asked_forms(completing.rule_of(rules.completion if rules else None))
    kept = queries.form_titles(asked).values()
    surveys_open, checklists_open = surveys.open_forms("survey"), surveys.open_forms("checklist")
    return form.offer(
        with_kept(surveys_open, kept, "survey"), with_kept(checklists_open, kept, "checklist")
    )


def with_kept(found: Sequence[Any], kept: Iterable[Any], kind: str) -> list[Any]:
    """Return the open forms, and with them one that is asked for though it was closed."""
    there = {row.public_id for row in found}
    return [*found, *(row for row in kept if row.kind == kind and row.public_id not in there)]


def page_of(course: Course, form: CompletionForm, rules: CourseRules | None) -> str:
    """Return the page of rules with the form as it stands."""
    return render_template(
        "courses/desk/rules.html",
        course=course,
        form=form,
        rules=rules,
        parts=desk_wording.part_lines(course, rules),
        versions=desk_wording.version_lines(
            queries.versions_of(course.id), queries.outline_that_holds(course)
        ),
    )


@blueprint.post("/rules", access=trainers)
def save(slug: str) -> ResponseReturnValue:
    """Keep another completion rule, or try the one typed before it is kept."""
    course = course_to_edit(slug)
    form = offered(CompletionForm(), queries.current_rules(course))
    if not form.validate():
        return page_of(course, form, queries.current_rules(course)), 422
    if request.form.get("try"):
        typed: dict[str, Any] = {name: form[name].data or "" for name in ASKED}
        return redirect(url_for("courses_desk_rules.who_would_pass", slug=slug, **typed))
    try:
        with write():
            course = course_to_edit(slug)
            rules = queries.current_rules(course)
            kept = (rules.entry, rules.parts) if rules else (None, {})
            based_on = int(form.based_on.data) if (form.based_on.data or "").isdigit() else None
            person = person_here()
            operations.change_rules(course, *kept, form.rule(), person, based_on=based_on)
    except UNFIT as problem:
        form.share.errors = [*form.share.errors, str(problem)]
        course = course_to_edit(slug)
        return page_of(course, form, queries.current_rules(course)), problem.status
    flash(_("The rule is saved and holds from now on. Who completed the course keeps it."), "done")
    return redirect(url_for(".index", slug=slug))


@blueprint.get("/rules/trial", access=trainers)
def who_would_pass(slug: str) -> ResponseReturnValue:
    """Show who of the enrolled would complete the course by a rule that is not kept yet."""
    course = course_to_edit(slug)
    if not request.args:
        return redirect(url_for(".index", slug=slug))
    form = CompletionForm(request.args, meta={"csrf": False})
    form = offered(form, queries.current_rules(course))
    if not form.validate():
        return page_of(course, form, queries.current_rules(course)), 422
    rule = completing.checked(form.rule())
    found = trial.tried(course, rule, page_number(request.args.get("page")))
    return render_template(
        "courses/desk/rules_trial.html",
        course=course,
        trial=found,
        sentence=desk_wording.rule_sentence(rule, queries.outline_that_holds(course)),
        lacking=[
            "; ".join(wording.further(item) for item in row.lacking) for row in found.page.rows
        ],
        typed={name: form[name].data or "" for name in ASKED},
        based_on=_number(course),
    )


def _number(course: Course) -> int:
    rules = queries.current_rules(course)
    return rules.number if rules else 0


@blueprint.get("/rules/parts/<part_id>", access=trainers)
def part(slug: str, part_id: str) -> ResponseReturnValue:
    """Show what comes before a part, or before the course itself (`course`), to be changed."""
    course = course_to_edit(slug)
    rules = queries.current_rules(course)
    built = builder.built_of(desk_wording.condition_of(rules, part_id))
    form = ConditionForm(None, data={"way": "all"}).offer(desk_wording.choices(course, part_id))
    form.based_on.data = rules.number if rules else 0
    # What the form cannot say is shown in words, and kept unless the trainer begins anew.
    too_deep = built is None and "anew" not in request.args
    if built is not None:
        form.show(built)
    return part_page(course, part_id, form, rules, too_deep=too_deep)


def part_page(
    course: Course,
    part_id: str,
    form: ConditionForm,
    rules: CourseRules | None,
    *,
    too_deep: bool = False,
) -> str:
    """Return the page of one condition. Raises PartNotFound."""
    lines = {one.id: one for one in desk_wording.part_lines(course, rules)}
    if part_id not in lines:
        raise PartNotFound
    return render_template(
        "courses/desk/rules_part.html",
        course=course,
        part=lines[part_id],
        form=form,
        too_deep=too_deep,
    )


@blueprint.post("/rules/parts/<part_id>", access=trainers)
def save_part(slug: str, part_id: str) -> ResponseReturnValue:
    """Keep what comes before a part, or before the course itself."""
    course = course_to_edit(slug)
    form = ConditionForm().offer(desk_wording.choices(course, part_id))
    if not form.validate():
        return part_page(course, part_id, form, queries.current_rules(course)), 422
    try:
        with write():
            _keep_condition(course_to_edit(slug), part_id, form)
    except UNFIT as problem:
        form.way.errors = [*form.way.errors, str(problem)]
        course = course_to_edit(slug)
        return part_page(course, part_id, form, queries.current_rules(course)), problem.status
    flash(_("Saved. It holds from now on; what learners have done stays done."), "done")
    return redirect(url_for(".index", slug=slug, _anchor=f"part-{part_id}"))


def _keep_condition(course: Course, part_id: str, form: ConditionForm) -> None:
    rules = queries.current_rules(course)
    entry, parts = (rules.entry, dict(rules.parts)) if rules else (None, {})
    condition = builder.condition_of(form.built())
    if part_id == desk_wording.WHOLE:
        entry = condition
    elif condition is None:
        parts.pop(part_id, None)
    else:
        parts[part_id] = condition
    completion: dict[str, Any] = rules.completion if rules else {}
    based_on = int(form.based_on.data) if (form.based_on.data or "").isdigit() else None
    operations.change_rules(course, entry, parts, completion, person_here(), based_on=based_on)


@learner_blueprint.get("/courses/<slug>/why", access=signed_in)
def show(slug: str) -> ResponseReturnValue:
    """Show a learner the whole rule of a course, what met it, and what is still locked."""
    person = person_here()
    row = access.open_taken(slug, person)
    locks = access.locks_for(row, person, enrolment_id=row.enrolment_id)
    return render_template(
        "courses/why.html", course=row, why=why(row, person.id, locks), name=None
    )


@blueprint.get("/learners/<enrolment_id>/why", access=trainers)
def why_learner(slug: str, enrolment_id: str) -> ResponseReturnValue:
    """Show a trainer the same for one learner, with what trainers decided for them."""
    row = learner_to_see(slug, enrolment_id)
    return render_template(
        "courses/desk/why.html",
        course=row,
        learner={"name": row.name, "public_id": enrolment_id},
        why=why(row, row.person_id),
        overrides=queries.overrides_of(row.enrolment_id),
    )


def learner_to_see(slug: str, enrolment_id: str) -> Any:
    """Return an enrolment on a course of the signed-in trainer. Raises NoSuchLearner."""
    course = course_to_edit(slug)
    row = queries.learner_of(course.id, enrolment_id)
    if row is None or desk_queries.current_release(course) is None:
        raise NoSuchLearner
    return row
