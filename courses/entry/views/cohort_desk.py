"""The trainers' desk: cohorts, their people, and lists of people for them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courses.entry import cohorts, invitations, lists
from courses.entry.errors import TooManyAddresses
from courses.entry.forms import CohortForm, InviteForm, ListForm
from courses.entry.models import Cohort, EntryList
from courses.entry.views import list_pages
from courses.views.trainer import trainers
from elearn.accounts.access import person_here
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("cohorts", __name__, url_prefix="/desk/cohorts")


def cohort_here(cohort_id: str) -> Cohort:
    """Return a cohort for the trainer here."""
    return cohorts.open_cohort(cohort_id, person_here())


@blueprint.get("/", access=trainers)
def index() -> ResponseReturnValue:
    """List the cohorts the person manages, with the form for another."""
    return index_page(CohortForm().offer(cohorts.organisations_of(person_here())))


def index_page(form: CohortForm, status: int = 200) -> ResponseReturnValue:
    statement = cohorts.listed(cohorts.managed_by(person_here()))
    found = paginate(statement, page_number(request.args.get("page")))
    return render_template("courses/desk/entry/cohorts.html", page=found, form=form), status


@blueprint.post("/", access=trainers, limit="60 per hour")
def make() -> ResponseReturnValue:
    """Make a cohort."""
    offered = cohorts.organisations_of(person_here())
    form = CohortForm().offer(offered)
    if not form.validate():
        return index_page(form, 422)
    organisation = next((one.id for one in offered if one.public_id == form.keeper.data), None)
    with write():
        made = cohorts.save(
            None,
            person_here(),
            name=form.name.data,
            note=form.note.data or "",
            organisation_id=organisation,
        ).public_id
    return redirect(url_for(".show", cohort_id=made))


@blueprint.get("/<cohort_id>", access=trainers)
def show(cohort_id: str) -> ResponseReturnValue:
    """Show the people of a cohort."""
    return cohort_page(cohort_here(cohort_id), InviteForm())


def cohort_page(cohort: Cohort, form: InviteForm, status: int = 200) -> ResponseReturnValue:
    found = paginate(cohorts.members_of(cohort.id), page_number(request.args.get("page")))
    page = render_template("courses/desk/entry/cohort.html", cohort=cohort, page=found, form=form)
    return page, status


@blueprint.post("/<cohort_id>", access=trainers, limit="60 per hour")
def add_people(cohort_id: str) -> ResponseReturnValue:
    """Put people on the list; addresses nobody has stay in the form."""
    cohort, form = cohort_here(cohort_id), InviteForm()
    if not form.validate():
        return cohort_page(cohort, form, 422)
    try:
        with write():
            told = cohorts.add_addresses(
                cohort, invitations.split(form.addresses.data), person_here()
            )
    except TooManyAddresses as error:
        form.addresses.errors = [str(error)]
        return cohort_page(cohort, form, 422)
    said = ngettext("%(num)s person was added.", "%(num)s people were added.", told.added)
    flash(said, "done" if told.added else "note")
    if told.unknown:
        form.addresses.data = "\n".join(told.unknown)
        form.addresses.errors = [_("Nobody with a confirmed account has these addresses.")]
        return cohort_page(cohort, form, 422)
    return redirect(url_for(".show", cohort_id=cohort_id))


@blueprint.post("/<cohort_id>/remove", access=trainers)
def remove_person(cohort_id: str) -> ResponseReturnValue:
    """Take somebody off the list."""
    cohort = cohort_here(cohort_id)
    with write():
        cohorts.remove(cohort, request.form.get("person", ""), person_here())
    flash(_("The person is off the list. On courses they stay enrolled."), "done")
    return redirect(url_for(".show", cohort_id=cohort_id))


@blueprint.get("/<cohort_id>/details", access=trainers)
def details(cohort_id: str) -> ResponseReturnValue:
    """Show what a cohort says of itself."""
    cohort = cohort_here(cohort_id)
    form = CohortForm(data={"name": cohort.name, "note": cohort.note})
    return render_template("courses/desk/entry/cohort_form.html", cohort=cohort, form=form)


@blueprint.post("/<cohort_id>/details", access=trainers)
def change(cohort_id: str) -> ResponseReturnValue:
    """Change what a cohort says of itself."""
    cohort, form = cohort_here(cohort_id), CohortForm()
    if not form.validate():
        page = render_template("courses/desk/entry/cohort_form.html", cohort=cohort, form=form)
        return page, 422
    with write():
        found = cohort_here(cohort_id)
        cohorts.save(found, person_here(), name=form.name.data, note=form.note.data or "")
    flash(_("The cohort is saved."), "done")
    return redirect(url_for(".show", cohort_id=cohort_id))


@blueprint.get("/<cohort_id>/lists", access=trainers)
def list_lists(cohort_id: str) -> ResponseReturnValue:
    """List the lists of a cohort, with the form for another."""
    return overview(cohort_here(cohort_id), ListForm())


def overview(cohort: Cohort, form: ListForm, status: int = 200) -> ResponseReturnValue:
    prefix = url_for(".list_lists", cohort_id=cohort.public_id)
    whose = {"cohort_id": cohort.id}
    return list_pages.overview(form, whose, status, cohort=cohort, prefix=prefix, course=None)


@blueprint.post("/<cohort_id>/lists", access=trainers, limit="60 per hour")
def upload(cohort_id: str) -> ResponseReturnValue:
    """Take a list; a job tries it."""
    cohort, form = cohort_here(cohort_id), ListForm()
    made = list_pages.uploaded(form, {"cohort_id": cohort.id})
    if made is None:
        return overview(cohort, form, 422)
    return redirect(url_for(".show_list", cohort_id=cohort_id, list_id=made))


def list_here(cohort_id: str, list_id: str) -> EntryList:
    """Return a list of the cohort for the trainer here."""
    return lists.find(list_id, cohort_id=cohort_here(cohort_id).id)


@blueprint.get("/<cohort_id>/lists/<list_id>", access=trainers)
def show_list(cohort_id: str, list_id: str) -> ResponseReturnValue:
    """Show what a list would do, or did."""
    prefix = url_for(".list_lists", cohort_id=cohort_id)
    cohort = cohort_here(cohort_id)
    found = list_here(cohort_id, list_id)
    return list_pages.shown(found, cohort=cohort, prefix=prefix, course=None)


@blueprint.post("/<cohort_id>/lists/<list_id>", access=trainers)
def carry_out(cohort_id: str, list_id: str) -> ResponseReturnValue:
    """Carry a list out."""
    list_pages.carried_out(list_here(cohort_id, list_id))
    return redirect(url_for(".show_list", cohort_id=cohort_id, list_id=list_id))


@blueprint.get("/<cohort_id>/lists/<list_id>/report.csv", access=trainers)
def report(cohort_id: str, list_id: str) -> ResponseReturnValue:
    """Send what became of every row."""
    return list_pages.report_of(list_here(cohort_id, list_id))
