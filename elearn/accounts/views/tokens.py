"""One's own personal tokens, for programs that use the API."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import queries
from elearn.accounts import tokens as acts
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.errors import TooManyTokens
from elearn.accounts.forms import TokenForm
from elearn.accounts.views.blueprint import blueprint
from elearn.core.transaction import write


@blueprint.get("/account/tokens", access=signed_in)
def tokens() -> ResponseReturnValue:
    """List the person's tokens and show the form for a new one."""
    return tokens_page(TokenForm(data={"scopes": ["read"], "days": 90}))


@blueprint.post("/account/tokens", access=signed_in, endpoint="create_token", limit="30 per hour")
def create_token() -> ResponseReturnValue:
    """Create a token and show its secret, this once."""
    form = TokenForm()
    if not form.validate_on_submit():
        return tokens_page(form), 422
    try:
        with write():
            _public_id, secret = acts.create_token(
                person_here(), name=form.name.data, scopes=form.scopes.data, days=form.days.data
            )
    except TooManyTokens as error:
        form.form_errors = [str(error)]
        return tokens_page(form), error.status
    # Not redirected: the secret is in no address, no cookie and no row, only in this answer.
    return render_template("accounts/token_created.html", name=form.name.data, secret=secret)


@blueprint.post("/account/tokens/<public_id>/revoke", access=signed_in)
def revoke_token(public_id: str) -> ResponseReturnValue:
    """Revoke one of the person's own tokens."""
    with write():
        acts.revoke_token(person_here(), public_id)
    flash(_("The token is revoked. Programs that use it are shut out."), "done")
    return redirect(url_for("accounts.tokens"))


def tokens_page(form: TokenForm) -> str:
    """Return the page of tokens with the form."""
    rows = queries.tokens_of(person_here().id)
    return render_template("accounts/tokens.html", form=form, rows=rows)
