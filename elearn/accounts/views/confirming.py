"""Confirming an address. Opening the link changes nothing: mail scanners open links, too."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts import links, registration, sign_in, throttle
from elearn.accounts.errors import LinkIsDead, TooManyAttempts, WrongPassword
from elearn.accounts.forms import PasswordForm
from elearn.accounts.session import remember
from elearn.accounts.views.attempts import attempt, destination, device
from elearn.accounts.views.blueprint import blueprint
from elearn.core.access import anyone
from elearn.core.transaction import write


@blueprint.get("/confirm/<value>", access=anyone)
def confirm(value: str) -> ResponseReturnValue:
    """Show the page that confirms an address, or say that its link is dead."""
    link = links.find(value, "confirm")
    if link is None:
        return dead_link("confirm")
    return render_template("accounts/confirm.html", form=PasswordForm(), link=link)


@blueprint.post(
    "/confirm/<value>", access=anyone, endpoint="confirm_address", limit="30 per minute"
)
def confirm_address(value: str) -> ResponseReturnValue:
    """Confirm the address of whoever knows the password, and sign them in."""
    form = PasswordForm()
    link = links.find(value, "confirm")
    if link is None:
        return dead_link("confirm", guessed=True)
    if form.validate_on_submit():
        try:
            checked = attempt(link.person_email, form.password.data)
            with write():
                secret = settle(checked, value)
        except LinkIsDead:
            return dead_link("confirm")
        except TooManyAttempts as error:
            form.password.errors = [str(error)]
        else:
            if secret:
                remember(secret)
                return redirect(destination())
            form.password.errors = [str(WrongPassword())]
    return render_template("accounts/confirm.html", form=form, link=link), 422


def settle(checked: sign_in.Checked, value: str) -> str | None:
    """Confirm and begin a sign-in when the password was right, in the open transaction."""
    account = checked.account
    if not sign_in.accepted(checked, request.remote_addr) or account is None:
        return None
    registration.confirm(value)
    return sign_in.begin(account.id, account.public_id, device())


def dead_link(purpose: str, guessed: bool = False) -> ResponseReturnValue:
    """Say that a link no longer works and offer a new one; a POST counts as a guess."""
    if guessed:
        with write():
            throttle.admit_address(request.remote_addr)
    return render_template("accounts/dead_link.html", purpose=purpose), 410
