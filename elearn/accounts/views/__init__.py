"""Pages of this room; importing it opens all their routes."""

from elearn.accounts.views import (
    audit_log,
    confirming,
    organisations,
    people,
    profile,
    registering,
    resetting,
    security,
    signing_in,
    tokens,
    words,
)
from elearn.accounts.views.blueprint import blueprint

BLUEPRINTS = (
    blueprint,
    people.blueprint,
    organisations.blueprint,
    audit_log.blueprint,
)

__all__ = [
    "BLUEPRINTS",
    "blueprint",
    "confirming",
    "profile",
    "registering",
    "resetting",
    "security",
    "signing_in",
    "tokens",
    "words",
]
