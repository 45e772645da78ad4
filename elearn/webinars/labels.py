"""The names people read for what webinars and sessions keep as short codes."""

from flask_babel import lazy_gettext as _l

from elearn.accounts.labels import GROUPS

WEBINAR_STATES = {
    "draft": _l("Draft"),
    "published": _l("Published"),
    "archived": _l("In the archive"),
}
WEBINAR_SHAPES = {"draft": "todo", "published": "done", "archived": "locked"}
# What a session is at a moment; see `standing.py`.
STANDINGS = {
    "draft": _l("Draft"),
    "soon": _l("Registration opens later"),
    "open": _l("Registration is open"),
    "full": _l("Full: there is a waiting list"),
    "closed": _l("Registration is closed"),
    "now": _l("Going on now"),
    "over": _l("Over"),
    "held": _l("Held"),
    "recorded": _l("Recorded"),
    "cancelled": _l("Cancelled"),
}
STANDING_SHAPES = {
    "draft": "todo",
    "soon": "waiting",
    "open": "current",
    "full": "waiting",
    "closed": "locked",
    "now": "current",
    "over": "locked",
    "held": "done",
    "recorded": "done",
    "cancelled": "error",
}
SIGN_UPS = {
    "one": _l("Session by session: people choose the ones they come to"),
    "all": _l("One sign-up for all sessions of the series"),
}
DOORS = {
    "open": _l("Anybody: whoever registers gets a seat, or a number on the waiting list"),
    "approval": _l("Organisers answer each request"),
    "invitation": _l("Only people who were invited"),
}
PARTNER_ROLES = {
    "content": _l("Content"),
    "delivery": _l("Delivery"),
    "funding": _l("Funding"),
}
PROVIDERS = {
    "address": _l("At the address below"),
    "bigbluebutton": _l("In BigBlueButton, in a room this site makes"),
    "jitsi": _l("In Jitsi, in a room this site makes"),
}
REGIONS = GROUPS
# Sessions that start in the daytime of a part of the world.
DAYTIMES = {
    "americas": _l("The Americas"),
    "africa-europe": _l("Africa and Europe"),
    "western-asia": _l("Western and Central Asia"),
    "eastern-asia": _l("Eastern Asia"),
    "pacific": _l("The Pacific"),
}
MATERIAL_KINDS = {
    "recording": _l("Recording"),
    "slides": _l("Slides"),
    "document": _l("Document"),
}
QUESTION_STATES = {
    "open": _l("Not answered yet"),
    "answered": _l("Answered"),
    "hidden": _l("Set aside"),
}
