"""The names people read for codes kept with courses and editions."""

from flask_babel import lazy_gettext as _l

LEVELS = {
    "introductory": _l("Introductory"),
    "intermediate": _l("Intermediate"),
    "advanced": _l("Advanced"),
}
EDITION_STATUSES = {
    "draft": _l("Draft"),
    "in-consultation": _l("In consultation"),
    "in-pilot": _l("In pilot"),
    "adopted": _l("Adopted"),
    "superseded": _l("Superseded"),
}
