"""The names people read for what programmes and runs keep as short codes."""

from flask_babel import lazy_gettext as _l

from elearn.accounts import labels

PROGRAMME_STATES = {
    "draft": _l("Draft"),
    "published": _l("Published"),
    "retired": _l("Retired"),
}
PROGRAMME_SHAPES = {"draft": "todo", "published": "done", "retired": "locked"}
RUN_STATES = {
    "proposed": _l("Proposed"),
    "approved": _l("Approved"),
    "running": _l("Running"),
    "closed": _l("Closed"),
    "reported": _l("Reported"),
}
RUN_SHAPES = {
    "proposed": "todo",
    "approved": "waiting",
    "running": "current",
    "closed": "locked",
    "reported": "done",
}
ORDERS = {
    "in-order": _l("One course after the other"),
    "any-order": _l("All courses, in any order"),
    "some": _l("Some of the courses"),
}
DOORS = {
    "open": _l("Anybody: whoever asks gets a place, or a number on the waiting list"),
    "code": _l("People with the code"),
    "approval": _l("Trainers answer each request"),
    "closed": _l("Trainers add people; nobody can ask"),
}
AWARDS = {
    "at-once": _l("As soon as somebody completes"),
    "after-the-run": _l("After the partner has accepted the report"),
}
PARTNER_ROLES = {
    "host": _l("Host"),
    "co-organiser": _l("Co-organiser"),
    "trainer": _l("Gives the trainers"),
    "funder": _l("Pays for it"),
}
PLACE_STATES = {
    "asked": _l("Asked"),
    "waiting": _l("On the waiting list"),
    "in": _l("Takes part"),
    "withdrawn": _l("Gave the place back"),
    "declined": _l("Declined"),
}
PLACE_SHAPES = {
    "asked": "attention",
    "waiting": "waiting",
    "in": "done",
    "withdrawn": "locked",
    "declined": "locked",
}
GROUPS = {**labels.GROUPS, "": _l("No regional group, or not stated")}
