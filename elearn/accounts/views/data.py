"""One's own data: a copy of everything that is kept, and the erasure of the account."""

import json

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import privacy
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.errors import LastAdmin
from elearn.accounts.forms import EraseForm
from elearn.accounts.session import forget
from elearn.accounts.views.attempts import proves
from elearn.accounts.views.blueprint import blueprint
from elearn.core.transaction import write


@blueprint.get("/account/data", access=signed_in)
def data() -> ResponseReturnValue:
    """Say what can be done with one's data."""
    return render_template("accounts/data.html")


@blueprint.get("/account/data/copy", access=signed_in, limit="30 per hour")
def copy_data() -> ResponseReturnValue:
    """Give everything that is kept about the person, as a JSON file."""
    copy = json.dumps(privacy.export(person_here().id), ensure_ascii=False, indent=2)
    response = Response(copy, mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return response


@blueprint.get("/account/erase", access=signed_in)
def ask_erase() -> ResponseReturnValue:
    """Say what erasure takes away and what stays, and ask for the password."""
    return render_template("accounts/erase.html", form=EraseForm())


@blueprint.post("/account/erase", access=signed_in, endpoint="erase_account", limit="20 per hour")
def erase() -> ResponseReturnValue:
    """Erase the account, once the password was given again."""
    form = EraseForm()
    if not form.validate_on_submit() or not proves(form.password):
        return render_template("accounts/erase.html", form=form), 422
    person = person_here()
    try:
        with write():
            privacy.erase(person.id, person)
    except LastAdmin as error:
        form.form_errors = [str(error)]
        return render_template("accounts/erase.html", form=form), error.status
    forget()
    flash(_("Your account is erased. Nobody can sign in with it any more."), "done")
    return redirect(url_for("home.show"))
