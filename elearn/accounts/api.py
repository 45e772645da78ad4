"""JSON doors of this room: oneself, one's tokens, and the list of countries."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from elearn.accounts import countries, operations, privacy, profiles, proving, queries, tokens
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.errors import NotYours
from elearn.accounts.schemas import (
    CountriesSchema,
    CreatedTokenSchema,
    EraseSchema,
    MeSchema,
    NewTokenSchema,
    OwnDataSchema,
    ProfileSchema,
    TokenSchema,
)
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.i18n import offered_languages, reader_language
from elearn.core.transaction import write

blueprint = ApiBlueprint(
    "accounts_api",
    __name__,
    url_prefix="/api/v1",
    description="Your account, your tokens, and the list of countries.",
)


@blueprint.route("/me", methods=["GET"], access=signed_in)
@blueprint.response(200, MeSchema)
def me() -> dict[str, Any]:
    """Read your own account."""
    return own_account()


@blueprint.route("/me", methods=["PATCH"], access=signed_in, limit="60 per minute")
@blueprint.arguments(ProfileSchema)
@blueprint.response(200, MeSchema)
@blueprint.alt_response(404, schema=ProblemSchema, description="No such organisation")
def change_me(values: dict[str, Any]) -> dict[str, Any]:
    """Change parts of your profile. Address and password are changed on the site."""
    person = person_here()
    organisation = values.pop("organisation", operations.UNCHANGED)
    operations.update_profile(
        person.id, person, languages=offered_languages(), organisation=organisation, **values
    )
    return own_account()


@blueprint.route("/me/data", methods=["GET"], access=signed_in, limit="30 per hour")
@blueprint.response(200, OwnDataSchema)
def my_data() -> dict[str, Any]:
    """Take a copy of everything that is kept about you."""
    return {"data": privacy.export(person_here().id)}


# The password is counted and checked in transactions of its own.
@blueprint.route(
    "/me/erasure", methods=["POST"], access=signed_in, limit="20 per hour", own_write=True
)
@blueprint.arguments(EraseSchema)
@blueprint.response(204)
@blueprint.alt_response(409, schema=ProblemSchema, description="The last administrator")
@blueprint.alt_response(422, schema=ProblemSchema, description="The password is wrong")
@blueprint.alt_response(429, schema=ProblemSchema, description="Too many wrong passwords")
def erase_me(values: dict[str, str]) -> None:
    """Erase your account for good. Needs a session: a token cannot do it."""
    person = person_here()
    if person.sign_in_id is None:
        raise NotYours(_("A token cannot erase an account. Sign in on the site to do that."))
    proving.prove(person, values["password"], request.remote_addr)
    with write():
        privacy.erase(person.id, person)


@blueprint.route("/me/tokens", methods=["GET"], access=signed_in)
@blueprint.response(200, TokenSchema(many=True))
def my_tokens() -> Any:
    """List your personal tokens, newest first; their secrets are not kept."""
    return queries.tokens_of(person_here().id)


# The answer holds a secret, so it is not kept for a repeat of the request.
@blueprint.route(
    "/me/tokens", methods=["POST"], access=signed_in, limit="30 per hour", own_write=True
)
@blueprint.arguments(NewTokenSchema)
@blueprint.response(201, CreatedTokenSchema)
def create_token(values: dict[str, Any]) -> dict[str, str]:
    """Create a token. Needs a session: a token cannot create tokens."""
    name = profiles.clean_name(values["name"], 80) or ""
    with write():
        public_id, secret = tokens.create_token(
            person_here(), name=name, scopes=values["scopes"], days=values["days"]
        )
    return {"id": public_id, "token": secret}


@blueprint.route("/me/tokens/<token_id>", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
def revoke_token(token_id: str) -> None:
    """Revoke one of your tokens."""
    tokens.revoke_token(person_here(), token_id)


@blueprint.route("/countries", methods=["GET"], access=anyone)
@blueprint.response(200, CountriesSchema)
def list_countries() -> dict[str, Any]:
    """List countries and territories with regional group and Party status, and the note."""
    language = reader_language()
    return {"note": str(countries.DESIGNATIONS_NOTE), "countries": countries.described(language)}


def own_account() -> dict[str, Any]:
    """Return the person's profile and roles as they are now."""
    person = person_here()
    return dict(queries.profile_of(person.id)._mapping) | {"roles": sorted(person.roles)}
