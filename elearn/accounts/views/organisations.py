"""The administrators' pages about organisations."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import countries, labels, operations, queries
from elearn.accounts.access import has_role, person_here
from elearn.accounts.errors import NameIsTaken, NoSuchOrganisation
from elearn.accounts.forms import OrganisationForm
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("organisations", __name__, url_prefix="/admin/organisations")
admin = has_role("admin")


@blueprint.get("/", access=admin)
def index() -> ResponseReturnValue:
    """List organisations."""
    search = request.args.get("q", "").strip()[:200]
    page = paginate(queries.organisations(search), page_number(request.args.get("page")))
    language = reader_language()
    return render_template(
        "accounts/organisations.html",
        page=page,
        search=search,
        kinds=labels.STAKEHOLDERS,
        country_name=lambda code: countries.name_of(code, language),
    )


@blueprint.get("/new", access=admin)
def new() -> ResponseReturnValue:
    """Show the form for a new organisation."""
    return organisation_page(OrganisationForm())


@blueprint.post("/new", access=admin, endpoint="create", limit="60 per minute")
def create() -> ResponseReturnValue:
    """Create an organisation."""
    return save(OrganisationForm(), "")


@blueprint.get("/<public_id>/", access=admin)
def edit(public_id: str) -> ResponseReturnValue:
    """Show the form of an organisation."""
    row = find(public_id)
    data = {"name": row.name, "kind": row.kind, "country": row.country or ""}
    return organisation_page(OrganisationForm(data=data), public_id)


@blueprint.post("/<public_id>/", access=admin, endpoint="update", limit="60 per minute")
def update(public_id: str) -> ResponseReturnValue:
    """Change an organisation."""
    find(public_id)
    return save(OrganisationForm(), public_id)


def save(form: OrganisationForm, public_id: str) -> ResponseReturnValue:
    """Save what the form holds, or show it again with what is wrong."""
    if not form.validate_on_submit():
        return organisation_page(form, public_id), 422
    try:
        with write():
            operations.save_organisation(
                person_here(),
                name=form.name.data,
                kind=form.kind.data,
                country=form.country.data,
                public_id=public_id,
            )
    except NameIsTaken as error:
        form.name.errors = [str(error)]
        return organisation_page(form, public_id), error.status
    flash(_("The organisation is saved."), "done")
    return redirect(url_for("organisations.index"))


def find(public_id: str) -> queries.Record:
    """Return the organisation the page is about. Raises NoSuchOrganisation."""
    row = queries.organisation_by_public_id(public_id)
    if row is None:
        raise NoSuchOrganisation
    return row


def organisation_page(form: OrganisationForm, public_id: str = "") -> str:
    """Return the page of the form."""
    note = countries.DESIGNATIONS_NOTE
    return render_template(
        "accounts/organisation.html", form=form, public_id=public_id, designations_note=note
    )
