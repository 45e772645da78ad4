"""The names people read for codes of the ways in."""

from flask_babel import lazy_gettext as _l

DOORS = {
    "open": _l("Everybody"),
    "approval": _l("Everybody, after a trainer’s yes"),
    "closed": _l("Only people with a code or an invitation, or whom trainers enrol"),
}
REQUEST_STATES = {
    "open": _l("Waiting for an answer"),
    "approved": _l("Approved"),
    "declined": _l("Declined"),
    "taken-back": _l("No longer needed"),
}
REQUEST_SHAPES = {"open": "waiting", "approved": "done", "declined": "locked", "taken-back": "todo"}
INVITATION_STATES = {
    "sent": _l("Waiting"),
    "accepted": _l("Accepted"),
    "revoked": _l("Taken back"),
    "expired": _l("Expired"),
}
INVITATION_SHAPES = {
    "sent": "waiting",
    "accepted": "done",
    "revoked": "locked",
    "expired": "attention",
}
CODE_STATES = {
    "works": _l("Works"),
    "revoked": _l("Taken back"),
    "expired": _l("Expired"),
    "used-up": _l("Used up"),
}
CODE_SHAPES = {"works": "done", "revoked": "locked", "expired": "attention", "used-up": "attention"}
LIST_STATES = {
    "reading": _l("Being tried"),
    "tried": _l("Tried: nothing is done yet"),
    "running": _l("Being carried out"),
    "done": _l("Carried out"),
    "refused": _l("Cannot be used"),
}
LIST_SHAPES = {
    "reading": "waiting",
    "tried": "attention",
    "running": "waiting",
    "done": "done",
    "refused": "error",
}
MODES = {
    "add": _l("Add people; leave those who are or were there as they are"),
    "update": _l("Add people, change dates, and bring back those who left"),
}
RESULTS = {
    "enrolled": _l("Enrolled"),
    "invited": _l("Invited"),
    "changed": _l("Changed"),
    "unchanged": _l("Left as it is"),
    "refused": _l("Refused"),
}
RESULTS_OF_COHORT = RESULTS | {"enrolled": _l("Added")}
RESULT_SHAPES = {
    "enrolled": "done",
    "invited": "waiting",
    "changed": "done",
    "unchanged": "todo",
    "refused": "error",
}
