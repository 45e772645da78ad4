"""The names people read for kinds and states kept as short codes."""

from flask_babel import lazy_gettext as _l

FORM_KINDS = {
    "survey": _l("Survey"),
    "checklist": _l("Checklist"),
    "follow-up": _l("Follow-up"),
    "registration": _l("Registration for a webinar"),
}
FORM_STATES = {"draft": _l("Draft"), "open": _l("Open"), "closed": _l("Closed")}
FORM_SHAPES = {"draft": "todo", "open": "done", "closed": "locked"}
FIELD_KINDS = {
    "scale": _l("A scale from 1 upwards"),
    "choice": _l("One of several answers"),
    "choices": _l("Any of several answers"),
    "yesno": _l("Yes or no"),
    "number": _l("A whole number"),
    "text": _l("Words"),
    "actions": _l("What they will do (goes into their list of actions)"),
    "country": _l("A country or territory"),
    "stakeholder": _l("What describes them best: the list of kinds of stakeholders"),
    "consent": _l("Agreement: a box to tick"),
}
ACTION_STATES = {
    "open": _l("To do"),
    "done": _l("Done"),
    "partly": _l("Partly done"),
    "blocked": _l("Blocked"),
    "dropped": _l("Dropped"),
}
ACTION_SHAPES = {
    "open": "todo",
    "done": "done",
    "partly": "current",
    "blocked": "attention",
    "dropped": "note",
}
