"""Signing in and out, and the language switch."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import sign_in as door
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.errors import TooManyAttempts
from elearn.accounts.forms import SignInForm
from elearn.accounts.session import current_person, forget, remember
from elearn.accounts.views.attempts import attempt, destination, device
from elearn.accounts.views.blueprint import blueprint
from elearn.core import i18n
from elearn.core.access import anyone
from elearn.core.transaction import write
from elearn.core.urls import safe_path

LANGUAGE_COOKIE_DAYS = 365


@blueprint.get("/sign-in", access=anyone)
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or go on when the person is signed in already."""
    if current_person():
        return redirect(destination())
    return sign_in_page(SignInForm(), 200)


@blueprint.post("/sign-in", access=anyone, endpoint="begin_sign_in", limit="120 per minute")
def begin_sign_in() -> ResponseReturnValue:
    """Sign in, on a new session, and go where the person wanted to go."""
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form, 422)
    try:
        checked = attempt(form.email.data, form.password.data)
    except TooManyAttempts as error:
        form.form_errors = [str(error)]
        return sign_in_page(form, 429, error.retry_after)
    with write():
        secret = door.settle(checked, request.remote_addr, device())
        before = current_person()
        if secret and before:
            door.end(before)
    if secret is None:
        form.form_errors = [sentence_for(checked.state)]
        return sign_in_page(form, 422)
    remember(secret)
    return redirect(destination())


def sign_in_page(form: SignInForm, status: int, retry_after: int = 0) -> ResponseReturnValue:
    """Return the form with what was typed, but for the password."""
    onward = safe_path(request.args.get("next"))
    page = render_template("accounts/sign_in.html", form=form, onward=onward)
    response = make_response(page, status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def sentence_for(state: door.State) -> str:
    """Say why nobody was signed in; only those who know the password learn more."""
    if state == door.State.UNCONFIRMED:
        return str(_("Confirm your e-mail address first: we have just sent you a new link."))
    if state == door.State.SUSPENDED:
        return str(_("This account is suspended. Ask the people who run this site."))
    return str(_("The e-mail address or the password is wrong."))


@blueprint.post("/sign-out", access=anyone)
def sign_out() -> ResponseReturnValue:
    """End this sign-in; the cookie is worth nothing afterwards, wherever it was copied to."""
    person = current_person()
    if person:
        with write():
            door.end(person)
    forget()
    flash(_("You are signed out."), "done")
    return redirect(url_for("home.show"))


@blueprint.post("/sign-out/everywhere", access=signed_in)
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sign-ins of the person, this one too."""
    with write():
        door.end_everywhere(person_here())
    forget()
    flash(_("You are signed out on all devices."), "done")
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/language", access=anyone)
def switch_language() -> ResponseReturnValue:
    """Keep the chosen language in a cookie and go back to the page."""
    response = make_response(redirect(safe_path(request.form.get("next")) or "/"))
    wish = request.form.get("to")
    if wish in i18n.offered_languages():
        response.set_cookie(
            i18n.COOKIE,
            wish,
            max_age=LANGUAGE_COOKIE_DAYS * 24 * 3600,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response
