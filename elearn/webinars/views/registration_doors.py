"""The pages of registration, and what templates are told, for the table of rooms."""

from flask import Flask

from elearn.webinars.views import delegation, own, registrations, sign_up_desk, signing_up

BLUEPRINTS = (
    signing_up.blueprint,
    registrations.blueprint,
    delegation.blueprint,
    own.blueprint,
    sign_up_desk.blueprint,
)


def tell_templates(app: Flask) -> None:
    """Give letters the links of registrations, and public pages where somebody stands."""
    app.jinja_env.globals.update(
        registration_at=own.registration_at,
        registration_state=own.registration_state,
        registration_path=own.path_of,
    )
