"""What opens one's own account: e-mail address, password, and the list of sign-ins."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import credentials, links, passwords, queries, sign_in
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.errors import LinkIsDead
from elearn.accounts.forms import ChangeEmailForm, ChangePasswordForm
from elearn.accounts.session import remember
from elearn.accounts.views.attempts import device, proves
from elearn.accounts.views.blueprint import blueprint
from elearn.accounts.views.confirming import dead_link
from elearn.core.transaction import write


@blueprint.get("/account/email", access=signed_in)
def email() -> ResponseReturnValue:
    """Show the form that changes the address."""
    return render_template("accounts/email.html", form=ChangeEmailForm())


@blueprint.post("/account/email", access=signed_in, endpoint="send_email_link", limit="20 per hour")
def send_email_link() -> ResponseReturnValue:
    """Send a link to the new address; the answer does not tell whether somebody has it."""
    form = ChangeEmailForm()
    if not form.validate_on_submit() or not proves(form.password):
        return render_template("accounts/email.html", form=form), 422
    with write():
        credentials.ask_for_email_change(person_here(), form.email.data)
    return redirect(url_for("accounts.email_sent"))


@blueprint.get("/account/email/mail", access=signed_in)
def email_sent() -> ResponseReturnValue:
    """Say that a letter is on its way to the new address."""
    return render_template("accounts/look_at_mail.html", purpose="change-email")


@blueprint.get("/account/email/<value>", access=signed_in)
def confirm_email(value: str) -> ResponseReturnValue:
    """Show the page that changes the address, or say that its link is dead."""
    link = links.find(value, "change-email")
    if link is None or link.person_id != person_here().id:
        return dead_link("change-email")
    return render_template("accounts/confirm_email.html", link=link)


@blueprint.post(
    "/account/email/<value>", access=signed_in, endpoint="change_email", limit="30 per minute"
)
def change_email(value: str) -> ResponseReturnValue:
    """Change the address; the old one is told, other devices are signed out."""
    try:
        with write():
            credentials.change_email(person_here(), value)
    except LinkIsDead:
        return dead_link("change-email", guessed=True)
    flash(_("Your e-mail address is changed."), "done")
    return redirect(url_for("accounts.profile"))


@blueprint.get("/account/password", access=signed_in)
def password() -> ResponseReturnValue:
    """Show the form that changes the password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@blueprint.post(
    "/account/password", access=signed_in, endpoint="change_password", limit="30 per minute"
)
def change_password() -> ResponseReturnValue:
    """Change the password, sign out every device and sign this one in anew."""
    person = person_here()
    form = ChangePasswordForm()
    form.about = (person.name, person.email)
    if not form.validate_on_submit() or not proves(form.password):
        return render_template("accounts/password.html", form=form), 422
    password_hash = passwords.hash_password(form.new_password.data)
    with write():
        secret = credentials.change_password(person, password_hash, device())
    remember(secret)
    flash(_("Your password is changed. Other devices are signed out."), "done")
    return redirect(url_for("accounts.profile"))


@blueprint.get("/account/sign-ins", access=signed_in)
def sign_ins() -> ResponseReturnValue:
    """List the devices on which the person is signed in."""
    person = person_here()
    rows = queries.sign_ins_of(person.id)
    return render_template("accounts/sign_ins.html", rows=rows, here=person.sign_in_id)


@blueprint.post("/account/sign-ins/<public_id>/end", access=signed_in)
def end_sign_in(public_id: str) -> ResponseReturnValue:
    """End one of the person's own sign-ins."""
    with write():
        sign_in.end_one(person_here(), public_id)
    flash(_("That device is signed out."), "done")
    return redirect(url_for("accounts.sign_ins"))
