"""Registering. What the pages say does not tell whether an address has an account."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from elearn.accounts import passwords, queries, registration
from elearn.accounts.forms import EmailForm, RegisterForm
from elearn.accounts.letters import send_link_later
from elearn.accounts.session import current_person
from elearn.accounts.views.attempts import destination
from elearn.accounts.views.blueprint import blueprint
from elearn.core.access import anyone
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.urls import safe_path


@blueprint.get("/register", access=anyone)
def register() -> ResponseReturnValue:
    """Show the form that opens an account."""
    if current_person():
        return redirect(destination())
    return render_template("accounts/register.html", form=RegisterForm())


@blueprint.post(
    "/register", access=anyone, endpoint="send_registration", limit="30 per minute;200 per hour"
)
def send_registration() -> ResponseReturnValue:
    """Open an account that waits for its address, or write to the account that has it."""
    form = RegisterForm()
    if not form.validate_on_submit():
        return render_template("accounts/register.html", form=form), 422
    password_hash = passwords.hash_password(form.password.data)
    with write():
        registration.register(
            email=form.email.data,
            name=form.name.data,
            password_hash=password_hash,
            language=reader_language(),
            onward=safe_path(request.args.get("next")),
        )
    return redirect(url_for("accounts.look_at_mail"))


@blueprint.get("/register/mail", access=anyone)
def look_at_mail() -> ResponseReturnValue:
    """Say that a letter is on its way."""
    return render_template("accounts/look_at_mail.html", purpose="confirm")


@blueprint.get("/register/again", access=anyone)
def ask_again() -> ResponseReturnValue:
    """Show the form that asks for another letter."""
    return render_template("accounts/ask_again.html", form=EmailForm())


@blueprint.post(
    "/register/again", access=anyone, endpoint="send_again", limit="10 per minute;60 per hour"
)
def send_again() -> ResponseReturnValue:
    """Send another link to an address that waits to be confirmed."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render_template("accounts/ask_again.html", form=form), 422
    email, language = form.email.data, reader_language()
    account = queries.person_by_email(email)
    waits = account is not None and account.email_confirmed_at is None
    with write():
        send_link_later(account.id if account and waits else None, "confirm", email, language)
    return redirect(url_for("accounts.look_at_mail"))
