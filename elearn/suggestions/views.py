"""The administrators' page of the setting of suggestions."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.core.errors import Conflict, Invalid
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.suggestions import operations, queries
from elearn.suggestions.forms import SettingForm

blueprint = Blueprint("suggestions", __name__, url_prefix="/admin/suggestions")
admins = has_role("admin")


@blueprint.get("/", access=admins)
def edit() -> ResponseReturnValue:
    """Show the setting; of the key, its last four characters."""
    return setting_page(SettingForm.showing(queries.setting()))


@blueprint.post("/", access=admins, limit="60 per hour")
def save() -> ResponseReturnValue:
    """Change the setting, once the provider was tried."""
    form = SettingForm().offer(queries.offered())
    if not form.validate():
        return setting_page(form), 422
    try:
        wish = operations.checked(form.wish())
        with write():
            operations.change_setting(wish, person_here())
    except (Invalid, Conflict) as problem:
        field = form[getattr(problem, "field", "is_on")]
        field.errors = [*field.errors, str(problem)]
        return setting_page(form), problem.status
    flash(_("The setting is saved."), "done")
    return redirect(url_for(".edit"))


def setting_page(form: SettingForm) -> str:
    """Return the page of the form."""
    stands, names = queries.setting(), queries.offered()
    # One that was chosen and is no longer offered is shown; saving it is refused.
    gone = [stands.provider] if stands.provider and stands.provider not in names else []
    return render_template(
        "suggestions/setting.html",
        form=form.offer([*names, *gone]),
        setting=stands,
        names=names,
        problem=queries.problem_with(stands),
    )
