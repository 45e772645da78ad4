"""Pages of words: about, privacy, accessibility, designations."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from elearn.accounts import countries, housekeeping, links, registration, session, throttle
from elearn.accounts.views.blueprint import blueprint
from elearn.core.access import anyone
from elearn.core.config import Settings


@blueprint.get("/about", access=anyone)
def about() -> ResponseReturnValue:
    """Say what this site is and who runs it."""
    return render_template("accounts/about.html", **owner())


@blueprint.get("/privacy", access=anyone)
def privacy() -> ResponseReturnValue:
    """Say what is kept of people, why and for how long, with the figures the software uses."""
    return render_template(
        "accounts/privacy.html",
        **owner(),
        version=registration.PRIVACY_VERSION,
        session_days=session.SIGN_IN_DAYS,
        link_lives=links.LIVES,
        sign_ins_kept=housekeeping.SIGN_INS_KEPT,
        letters_kept=housekeeping.LETTERS_KEPT,
        unconfirmed_kept=housekeeping.UNCONFIRMED_KEPT,
        counts_kept=throttle.LETTER_WINDOW,
    )


@blueprint.get("/accessibility", access=anyone)
def accessibility() -> ResponseReturnValue:
    """Say how the pages are built for everybody, and what to do when one is not usable."""
    return render_template("accounts/accessibility.html", **owner())


@blueprint.get("/designations", access=anyone)
def designations() -> ResponseReturnValue:
    """Say what the names of countries mean here and where the lists come from."""
    return render_template("accounts/designations.html", note=countries.DESIGNATIONS_NOTE)


def owner() -> dict[str, str]:
    """Return who runs this site and where to write to them."""
    settings: Settings = current_app.extensions["settings"]
    return {"issuer": settings.issuer, "contact": settings.contact}
