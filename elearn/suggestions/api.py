"""JSON routes of the setting of suggestions, for administrators."""

from typing import Any

from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.transaction import write
from elearn.suggestions import operations, queries
from elearn.suggestions.operations import Wish
from elearn.suggestions.schemas import SettingChangeSchema, SettingSchema

blueprint = ApiBlueprint(
    "suggestions_api",
    __name__,
    url_prefix="/api/v1/suggestions",
    description="Suggestions by a machine: the administrators' setting",
)
admins = has_role("admin")
CONFLICT = {"schema": ProblemSchema, "description": "Changed by somebody else meanwhile"}


@blueprint.route("/setting", methods=["GET"], access=admins)
@blueprint.response(200, SettingSchema)
def show_setting() -> dict[str, Any]:
    """Show who suggests, if anybody; never the key."""
    return setting_here()


def setting_here() -> dict[str, Any]:
    """Return the setting as administrators read it."""
    stands = queries.setting()
    more = {"offered": queries.offered(), "problem": queries.problem_with(stands)}
    return vars(stands) | more


@blueprint.route("/setting", methods=["PUT"], access=admins, own_write=True, limit="60 per hour")
@blueprint.arguments(SettingChangeSchema)
@blueprint.response(200, SettingSchema)
@blueprint.alt_response(409, **CONFLICT)
def change_setting(sent: dict[str, Any]) -> dict[str, Any]:
    """Change the setting. A provider that is switched on is tried first."""
    wish = operations.checked(Wish(**sent))
    with write():
        operations.change_setting(wish, person_here())
    return setting_here()
