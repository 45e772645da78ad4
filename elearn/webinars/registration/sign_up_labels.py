"""The names people read for what became of a registration."""

from flask_babel import lazy_gettext as _l

STATES = {
    "unconfirmed": _l("Waits for your letter’s link"),
    "asked": _l("Asked for; the organisers answer by letter"),
    "waiting": _l("Waiting for a seat"),
    "offered": _l("A seat is offered to you"),
    "in": _l("You are in"),
    "cancelled": _l("Cancelled"),
    "declined": _l("The organisers could not register you"),
    "lapsed": _l("The offer has run out"),
}
# The same of somebody else.
THEIR_STATES = {
    "unconfirmed": _l("Not confirmed yet"),
    "asked": _l("Asked"),
    "waiting": _l("Waiting"),
    "offered": _l("A seat is offered"),
    "in": _l("In"),
    "cancelled": _l("Cancelled"),
    "declined": _l("Declined"),
    "lapsed": _l("Run out"),
}
SHAPES = {
    "unconfirmed": "attention",
    "asked": "attention",
    "waiting": "waiting",
    "offered": "attention",
    "in": "done",
    "cancelled": "note",
    "declined": "locked",
    "lapsed": "note",
}
