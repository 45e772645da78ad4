"""How one wants to get letters of each kind."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import mailing, preferences
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.forms import LettersForm
from elearn.accounts.views.blueprint import blueprint
from elearn.core.transaction import write


@blueprint.get("/account/letters", access=signed_in)
def letters() -> ResponseReturnValue:
    """Show how the person gets letters of each kind, as a form."""
    return letters_page(LettersForm(data=preferences.preferences_of(person_here().id)))


@blueprint.post(
    "/account/letters", access=signed_in, endpoint="save_letters", limit="60 per minute"
)
def save_letters() -> ResponseReturnValue:
    """Keep how the person wants letters from now on."""
    form = LettersForm()
    if not form.validate_on_submit():
        return letters_page(form), 422
    person = person_here()
    with write():
        wishes = {field.name: field.data for field in form.wishes()}
        preferences.choose_each(person.id, wishes, person)
    flash(_("From now on letters come as you chose."), "done")
    return redirect(url_for("accounts.letters"))


def letters_page(form: LettersForm) -> str:
    """Return the page with the form, and the kinds that always come."""
    always = [kind for kind in mailing.KINDS.values() if not kind.optional]
    return render_template("accounts/letters.html", form=form, always=always)
