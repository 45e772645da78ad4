"""Pages of this room; importing it opens all their routes."""

from elearn.accounts.views import (
    audit_log,
    confirming,
    data,
    letter_log,
    letters,
    organisations,
    people,
    profile,
    registering,
    resetting,
    security,
    signing_in,
    tokens,
    unsubscribe,
    words,
)
from elearn.accounts.views.blueprint import blueprint

BLUEPRINTS = (
    blueprint,
    people.blueprint,
    organisations.blueprint,
    audit_log.blueprint,
    letter_log.blueprint,
    unsubscribe.blueprint,
)

__all__ = [
    "BLUEPRINTS",
    "blueprint",
    "confirming",
    "data",
    "letters",
    "profile",
    "registering",
    "resetting",
    "security",
    "signing_in",
    "tokens",
    "words",
]
