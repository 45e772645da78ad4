"""Setting a new password by mail, for those who have forgotten theirs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import credentials, links, passwords, queries
from elearn.accounts.errors import LinkIsDead
from elearn.accounts.forms import EmailForm, NewPasswordForm
from elearn.accounts.letters import send_link_later
from elearn.accounts.session import forget
from elearn.accounts.views.blueprint import blueprint
from elearn.accounts.views.confirming import dead_link
from elearn.core.access import anyone
from elearn.core.i18n import reader_language
from elearn.core.transaction import write


@blueprint.get("/reset", access=anyone)
def reset() -> ResponseReturnValue:
    """Show the form that asks for a link."""
    return render_template("accounts/reset.html", form=EmailForm())


@blueprint.post("/reset", access=anyone, endpoint="send_reset", limit="10 per minute;60 per hour")
def send_reset() -> ResponseReturnValue:
    """Send a link to the address if it has an account; the answer is the same if not."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form), 422
    email = form.email.data
    account = queries.person_by_email(email)
    language = account.language if account else reader_language()
    with write():
        send_link_later(account.id if account else None, "reset", email, language)
    return redirect(url_for("accounts.reset_sent"))


@blueprint.get("/reset/mail", access=anyone)
def reset_sent() -> ResponseReturnValue:
    """Say that a letter is on its way."""
    return render_template("accounts/look_at_mail.html", purpose="reset")


@blueprint.get("/reset/<value>", access=anyone)
def set_password(value: str) -> ResponseReturnValue:
    """Show the form for a new password, or say that its link is dead."""
    link = links.find(value, "reset")
    if link is None:
        return dead_link("reset")
    return render_template("accounts/set_password.html", form=NewPasswordForm(), link=link)


@blueprint.post(
    "/reset/<value>", access=anyone, endpoint="save_new_password", limit="30 per minute"
)
def save_new_password(value: str) -> ResponseReturnValue:
    """Set the new password and end every sign-in of the account."""
    link = links.find(value, "reset")
    if link is None:
        return dead_link("reset", guessed=True)
    form = NewPasswordForm()
    form.about = (link.name, link.person_email)
    if not form.validate_on_submit():
        return render_template("accounts/set_password.html", form=form, link=link), 422
    password_hash = passwords.hash_password(form.new_password.data)
    try:
        with write():
            credentials.reset_password(value, password_hash)
    except LinkIsDead:
        return dead_link("reset")
    forget()
    flash(_("The new password is set. Sign in with it."), "done")
    return redirect(url_for("accounts.sign_in"))
