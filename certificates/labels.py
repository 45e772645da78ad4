"""Words people read for the codes the room stores."""

from flask_babel import lazy_gettext as _l

STATUS_LABELS = {
    "valid": _l("Valid"),
    "revoked": _l("Revoked"),
    "replaced": _l("Replaced"),
    "altered": _l("Altered"),
}
# The shape that goes with the word; see templates/components/state.html.
STATUS_SHAPES = {
    "valid": "done",
    "revoked": "error",
    "replaced": "attention",
    "altered": "error",
}
KIND_LABELS = {
    "course": _l("Course"),
    "webinar": _l("Webinar"),
    "programme": _l("Programme"),
}
TIER_LABELS = {
    "participation": _l("Certificate of participation"),
    "completion": _l("Certificate of completion"),
    "diploma": _l("Diploma"),
}
