"""The names people read for codes at the desk for the people of a course."""

from flask_babel import lazy_gettext as _l

STATES = {
    "not-started": _l("Not started"),
    "underway": _l("Underway"),
    "completed": _l("Completed"),
    "left": _l("Left"),
}
SHAPES = {
    "not-started": "todo",
    "underway": "current",
    "completed": "done",
    "left": "note",
}
AT_RISK = _l("At risk")
REASONS = {
    "away": _l("away for long"),
    "idle": _l("has not begun"),
    "due": _l("due soon or overdue"),
}
WAYS = {
    "open": _l("Open"),
    "code": _l("Code"),
    "approval": _l("On request"),
    "invitation": _l("Invitation"),
    "cohort": _l("Cohort"),
    "list": _l("List"),
    "run": _l("Training"),
    "trainer": _l("By a trainer"),
}
GROUPS = (
    "African States",
    "Asia-Pacific States",
    "Eastern European States",
    "Latin American and Caribbean States",
    "Western European and other States",
)
GROUP_NAMES = {
    "African States": _l("African States"),
    "Asia-Pacific States": _l("Asia-Pacific States"),
    "Eastern European States": _l("Eastern European States"),
    "Latin American and Caribbean States": _l("Latin American and Caribbean States"),
    "Western European and other States": _l("Western European and other States"),
}
