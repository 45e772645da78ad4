"""Groups of people without accounts: counted, corrected, deleted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts.access import person_here, signed_in
from elearn.accounts.labels import GENDERS, STAKEHOLDERS
from elearn.core.i18n import language_name
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import group_counting as counting
from elearn.programmes import groups
from elearn.programmes.models import Run
from elearn.programmes.session_errors import GroupUnusable
from elearn.programmes.session_forms import GroupForm, cell_name, counts_in
from elearn.programmes.session_models import AGE_BANDS, COUNTED_GENDERS, GroupSession
from elearn.programmes.views.runs_desk import run_here
from elearn.programmes.views.sessions import manages

blueprint = Blueprint("run_groups", __name__, url_prefix="/desk/runs/<slug>/groups")


def band_words() -> dict[str, str]:
    """Return the names of the age bands."""
    return {
        "under-18": _("Under 18"),
        "18-24": _("18 to 24"),
        "25-34": _("25 to 34"),
        "35-49": _("35 to 49"),
        "50-64": _("50 to 64"),
        "65-and-over": _("65 and over"),
        "not-stated": _("Age not stated"),
    }


def gender_words() -> dict[str, str]:
    """Return the names of the genders that are counted."""
    names = {code: str(GENDERS[code]) for code in COUNTED_GENDERS if code in GENDERS}
    return names | {"not-stated": _("Not stated")}


@blueprint.get("/", access=signed_in)
def index(slug: str) -> ResponseReturnValue:
    """List the groups of a run, and what they come to."""
    run = run_here(slug)
    rows = groups.groups_of(run.id)
    counts = groups.counts_of([row.id for row in rows])
    return render_template(
        "programmes/desk/groups.html",
        run=run,
        rows=[
            dict(row._mapping)
            | {
                "people": counting.total(counts[row.id]),
                "women": counting.by_gender(counts[row.id])["female"],
                "spoken": language_name(row.language),
            }
            for row in rows
        ],
        totals=counting.added_up(list(counts.values())),
        genders=gender_words(),
        bands=band_words(),
        stakeholders=STAKEHOLDERS,
        manages=manages(run) and run.state != "reported",
    )


@blueprint.get("/new", access=signed_in)
def new(slug: str) -> ResponseReturnValue:
    """Show the form to count a group."""
    run = run_here(slug, "manage")
    form = GroupForm(
        language=run.languages[0] if run.languages else "en", stakeholder="informal-sector"
    )
    return page(run, form, {})


def page(
    run: Run,
    form: GroupForm,
    typed: dict[str, str],
    wrong: dict[str, str] | None = None,
    group: GroupSession | None = None,
) -> str:
    genders = gender_words()
    rows = [
        (name, [(cell_name(gender, band), genders[gender]) for gender in COUNTED_GENDERS])
        for band, name in band_words().items()
    ]
    return render_template(
        "programmes/desk/group.html",
        run=run,
        form=form,
        rows=rows,
        genders=list(genders.values()),
        typed=typed,
        wrong=wrong or {},
        group=group,
    )


@blueprint.post("/new", access=signed_in)
def count(slug: str) -> ResponseReturnValue:
    """Count a group."""
    return written(slug, None)


def written(slug: str, group_id: str | None) -> ResponseReturnValue:
    """Count or correct a group; what was typed is kept beside a problem."""
    run, form = run_here(slug, "manage"), GroupForm()
    group = groups.group_of(run.id, group_id) if group_id else None
    counts, typed, names = counts_in(request.form)
    wrong = {name: _("Give a whole number between 0 and 5,000.") for name in names}
    if not form.validate() or wrong:
        return page(run, form, typed, wrong, group), 422
    try:
        with write():
            keep(slug, group_id, form, counts)
    except GroupUnusable as problem:
        if problem.field == "counts":
            wrong = {cell_name(COUNTED_GENDERS[0], AGE_BANDS[0]): str(problem)}
        else:
            form[problem.field].errors = [str(problem)]
        return page(run, form, typed, wrong, group), 422
    people = counting.total(counts)
    flash(ngettext("%(num)s person is counted.", "%(num)s people are counted.", people), "done")
    return redirect(url_for(".index", slug=slug))


def keep(slug: str, group_id: str | None, form: GroupForm, counts: Any) -> None:
    run = run_here(slug, "manage")
    if group_id is None:
        groups.count_group(run, form.counted(counts), person_here())
    else:
        group = groups.group_of(run.id, group_id)
        groups.correct_group(run, group, form.counted(counts), person_here())


@blueprint.get("/<group_id>/", access=signed_in)
def edit(slug: str, group_id: str) -> ResponseReturnValue:
    """Show the form of a group."""
    run = run_here(slug, "manage")
    group = groups.group_of(run.id, group_id)
    counts = groups.counts_of([group.id])[group.id]
    typed = {cell_name(gender, band): str(n) for (gender, band), n in counts.items()}
    return page(run, GroupForm(obj=group), typed, group=group)


@blueprint.post("/<group_id>/", access=signed_in)
def correct(slug: str, group_id: str) -> ResponseReturnValue:
    """Correct a group."""
    return written(slug, group_id)


@blueprint.get("/<group_id>/delete", access=signed_in)
def confirm_deletion(slug: str, group_id: str) -> ResponseReturnValue:
    """Ask before a group is deleted."""
    run = run_here(slug, "manage")
    group = groups.group_of(run.id, group_id)
    people = counting.total(groups.counts_of([group.id])[group.id])
    return render_template("programmes/desk/group_delete.html", run=run, group=group, people=people)


@blueprint.post("/<group_id>/delete", access=signed_in)
def delete(slug: str, group_id: str) -> ResponseReturnValue:
    """Delete a group."""
    with write():
        run = run_here(slug, "manage")
        groups.delete_group(run, groups.group_of(run.id, group_id), person_here())
    flash(_("The group is deleted. The log keeps how many it had."), "note")
    return redirect(url_for(".index", slug=slug))
