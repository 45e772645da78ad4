"""Words people read for the codes the library stores."""

from flask_babel import lazy_gettext as _l

TOOL_KIND_LABELS = {
    "manual": _l("Practical manual"),
    "fact-sheet": _l("Fact sheet"),
    "guide": _l("Guide"),
    "checklist": _l("Checklist"),
    "framework": _l("Framework"),
    "technical-guideline": _l("Technical guideline"),
    "other": _l("Other"),
}
STATUS_LABELS = {
    "draft": _l("Draft"),
    "in-consultation": _l("In consultation"),
    "in-pilot": _l("In pilot"),
    "adopted": _l("Adopted"),
    "superseded": _l("Superseded"),
}
STATE_LABELS = {
    "waiting": _l("Waiting to be read"),
    "reading": _l("Being read"),
    "review": _l("Ready for review"),
    "done": _l("Course made"),
    "refused": _l("Refused"),
    "failed": _l("Failed"),
    "cancelled": _l("Stopped"),
}
STATE_SHAPES = {
    "waiting": "waiting",
    "reading": "waiting",
    "review": "attention",
    "done": "done",
    "refused": "error",
    "failed": "error",
    "cancelled": "note",
}
