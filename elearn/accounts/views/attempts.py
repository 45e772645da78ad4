"""What the doors that ask for a password share: counting, checking, and where to go after."""

from flask import request, url_for
from wtforms import Field

from elearn.accounts import devices, proving, queries, sign_in
from elearn.accounts.access import person_here
from elearn.accounts.errors import TooManyAttempts, WrongPassword
from elearn.accounts.forms import StepUpForm
from elearn.core.urls import safe_path


def attempt(email: str, password: str) -> sign_in.Checked:
    """Count an attempt, then check the password. Raises TooManyAttempts."""
    return proving.attempt(email, password, request.remote_addr)


def device() -> str:
    """Return what the list of sign-ins calls this device."""
    return devices.described(request.user_agent.string)


def destination() -> str:
    """Return where somebody wanted to go before signing in, if it is a page here, else home."""
    return safe_path(request.args.get("next")) or url_for("courses.learn")


def proves(field: Field) -> bool:
    """Tell whether the signed-in person typed their password; else say so at the field."""
    try:
        proving.prove(person_here(), field.data or "", request.remote_addr)
    except (TooManyAttempts, WrongPassword) as error:
        field.errors = [*field.errors, str(error)]
        return False
    return True


def step_up(form: StepUpForm) -> bool:
    """Tell whether the form may act: valid, and the password given within ten minutes."""
    form.needs_password = not queries.proved_lately(person_here().sign_in_id)
    if not form.validate_on_submit():
        return False
    return not form.needs_password or proves(form.password)
