"""One's own profile."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import countries, operations, queries
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.forms import ProfileForm
from elearn.accounts.views.blueprint import blueprint
from elearn.core import i18n
from elearn.core.transaction import write


@blueprint.get("/account/", access=signed_in)
def profile() -> ResponseReturnValue:
    """Show the person's profile as a form."""
    row = queries.profile_of(person_here().id)
    form = ProfileForm(
        data={
            "name": row.name,
            "language": row.language,
            "timezone": row.timezone,
            "country": row.country or "",
            "stakeholder": row.stakeholder or "",
            "gender": row.gender or "",
            "organisation": row.organisation_public_id or "",
        }
    )
    return profile_page(form)


@blueprint.post("/account/", access=signed_in, endpoint="save_profile", limit="60 per minute")
def save_profile() -> ResponseReturnValue:
    """Save the profile; from now on pages and letters use its language."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return profile_page(form), 422
    person = person_here()
    values = {
        name: form[name].data
        for name in ("name", "language", "timezone", "country", "stakeholder", "gender")
    }
    with write():
        operations.update_profile(
            person.id,
            person,
            languages=i18n.offered_languages(),
            organisation=form.organisation.data,
            **values,
        )
    flash(_("Your profile is saved."), "done")
    response = make_response(redirect(url_for("accounts.profile")))
    response.delete_cookie(i18n.COOKIE)
    return response


def profile_page(form: ProfileForm) -> str:
    """Return the page of the profile form."""
    note = countries.DESIGNATIONS_NOTE
    return render_template("accounts/profile.html", form=form, designations_note=note)
