"""Checking a certificate: no account, no script, one query."""

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certificates import queries
from certificates.checking import ALTERED, is_erased, verdict
from certificates.codes import grouped, normalise
from certificates.labels import STATUS_LABELS, STATUS_SHAPES
from certificates.signing import ALGORITHM, public_jwk
from certificates.views.facts import day, facts_of
from elearn.accounts.frozen import blank, frozen
from elearn.core.access import anyone
from elearn.core.web import Blueprint

blueprint = Blueprint("verification", __name__)
# Enough for a personnel office, too little to try codes.
LIMIT = "30 per minute;300 per hour"


@blueprint.get("/verify", access=anyone, limit=LIMIT)
def form() -> ResponseReturnValue:
    """Ask for a code; lead to its page when it can be one."""
    typed = request.args.get("code", "")
    code = normalise(typed)
    if code:
        return redirect(url_for("verification.show", code=grouped(code)))
    return render_template("certificates/verify.html", typed=typed[:60], unknown=None)


@blueprint.get("/v/", access=anyone)
def short() -> ResponseReturnValue:
    """Lead the address printed on certificates to the form."""
    return redirect(url_for("verification.form"))


@blueprint.get("/v/<code>", access=anyone, limit=LIMIT)
def show(code: str) -> ResponseReturnValue:
    """Say whether a certificate is valid, and what it states."""
    known = normalise(code)
    if known is None:
        page = render_template("certificates/verify.html", typed=code[:60], unknown=None)
        return unlisted(page, 404)
    if code != grouped(known):
        return redirect(url_for("verification.show", code=grouped(known)))
    award = queries.award_by_code(known)
    if award is None:
        page = render_template("certificates/verify.html", typed="", unknown=grouped(known))
        return unlisted(page, 404)
    found = verdict(award)
    if found == "valid" and not award.details_hidden:
        return unlisted(valid_page(award, code))
    page = render_template(
        "certificates/verified.html",
        award=award,
        code=code,
        verdict=found,
        # Facts that are not those signed are not shown: nobody stands behind them.
        shown=found != ALTERED and not award.details_hidden and not is_erased(award),
        labels=STATUS_LABELS,
        shapes=STATUS_SHAPES,
        facts=facts_of(award),
        since=day(award.status_at),
    )
    return unlisted(page)


def valid_page(award: queries.AwardRow, code: str) -> Response:
    """Return the page of a valid certificate: a letter that is the same but for what is stated."""
    facts = facts_of(award)
    stated = {f"fact{place}": fact for place, fact in enumerate(facts)}

    def values() -> dict[str, Any]:
        return {
            "code": blank("code"),
            "verdict": "valid",
            "shown": True,
            "labels": STATUS_LABELS,
            "shapes": STATUS_SHAPES,
            "facts": [fact._replace(value=blank(name)) for name, fact in stated.items()],
        }

    key = tuple((fact.label, fact.language) for fact in facts)
    blanks = {"code": code} | {name: fact.value for name, fact in stated.items()}
    return frozen("certificates/verified.html", key, values, blanks, anywhere=True)


@blueprint.get("/.well-known/jwks.json", access=anyone)
def keys() -> ResponseReturnValue:
    """Publish every key that ever signed, as a JWK Set, for checks without this site."""
    found = [
        public_jwk(row.public_key) | {"kid": row.kid, "alg": ALGORITHM, "use": "sig"}
        for row in queries.signing_keys()
    ]
    response = jsonify(keys=found)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def unlisted(page: str | Response, status: int = 200) -> Response:
    """Keep the page out of search engines and shared caches."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
