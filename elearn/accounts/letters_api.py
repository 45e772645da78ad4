"""JSON routes about letters: one's own wishes, and the administrators' log."""

from typing import Any

from elearn.accounts import letter_queries, mailing, preferences, queries
from elearn.accounts.access import has_role, person_here, signed_in
from elearn.accounts.letter_schemas import (
    LetterFilterSchema,
    LetterKindSchema,
    LettersSchema,
    LetterWishSchema,
)
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate

blueprint = ApiBlueprint(
    "letters_api",
    __name__,
    url_prefix="/api/v1",
    description="How you want to get letters of each kind, and the log of letters.",
)


@blueprint.route("/me/letters", methods=["GET"], access=signed_in)
@blueprint.response(200, LetterKindSchema(many=True))
def my_letters() -> list[dict[str, Any]]:
    """List the kinds of letters, and how you get each."""
    wishes = preferences.preferences_of(person_here().id)
    return [described(name, how) for name, how in wishes.items()]


@blueprint.route("/me/letters/<kind>", methods=["PUT"], access=signed_in, limit="60 per minute")
@blueprint.arguments(LetterWishSchema)
@blueprint.response(200, LetterKindSchema)
@blueprint.alt_response(404, schema=ProblemSchema, description="No such kind")
@blueprint.alt_response(409, schema=ProblemSchema, description="Letters that always come")
def choose(wish: dict[str, str], kind: str) -> dict[str, Any]:
    """Choose how letters of a kind come: at once, in the weekly letter, or not at all."""
    person = person_here()
    preferences.choose(person.id, kind, wish["how"], person)
    return described(kind, wish["how"])


@blueprint.route("/letters", methods=["GET"], access=has_role("admin"))
@blueprint.arguments(LetterFilterSchema, location="query")
@blueprint.response(200, LettersSchema)
def list_letters(asked: dict[str, Any]) -> dict[str, Any]:
    """List letters to people, newest first, with what became of each. For administrators."""
    person_id = None
    if asked["person"]:
        person = queries.person_by_public_id(asked["person"])
        person_id = person.id if person else -1
    statement = letter_queries.log(asked["kind"], asked["state"], person_id)
    page = paginate(statement, asked["page"], 50)
    return {"items": page.rows, "page": page.number, "more": page.more}


def described(name: str, how: str) -> dict[str, Any]:
    """Return a kind of letter with how the person gets it."""
    kind = mailing.KINDS[name]
    return {
        "kind": name,
        "label": str(kind.label),
        "what": str(kind.what),
        "optional": kind.optional,
        "how": how,
    }
