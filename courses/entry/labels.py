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
