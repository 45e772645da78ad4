"""JSON of webinars: what they say, how they are run, who takes part."""

from typing import Any

from marshmallow import fields, post_load, validate

from elearn.core.api import Schema
from elearn.core.i18n import NAMES
from elearn.webinars.agenda import LONGEST_ITEM, MOST_ITEMS, Item
from elearn.webinars.forms import LONGEST_SUMMARY, LONGEST_TEXT, LONGEST_TITLE
from elearn.webinars.listing import DAYTIME_HOURS
from elearn.webinars.models import DOORS, PARTNER_ROLES, SIGN_UPS, WEBINAR_STATES
from elearn.webinars.planning import MOST_PARTNERS, MOST_TOPICS, Settings, Text
from elearn.webinars.session_schemas import ListedSessionSchema, WebinarSessionSchema, a_zone
from elearn.webinars.speakers import Said

ID = {"example": "4x7kq0v2m9tc"}
SLUG = {"example": "tour-of-the-esm-toolkit"}
TITLE = {"example": "Tour of the ESM toolkit"}
LANGUAGE = {"example": "en"}
ZONE = {"example": "Europe/Zurich"}
ORGANISATION = {"example": "0123456789ab", "description": "Public id of an organisation"}
TOOL = {"example": "esm-manual", "description": "Address of a publication of the toolkit"}


def text(most: int, example: str = "", **more: Any) -> fields.String:
    """Return a field for a text that may be empty."""
    return fields.String(
        load_default="",
        validate=validate.Length(max=most),
        metadata={"example": example} | more,
    )


class WebinarTextSchema(Schema):
    """What a webinar says of itself in one language."""

    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE), metadata=TITLE)
    summary = text(LONGEST_SUMMARY, "What is in it, and where to begin.")
    description = text(LONGEST_TEXT, "We open the manuals one by one.")
    audience = text(LONGEST_SUMMARY, "Competent authorities")
    privacy_note = text(LONGEST_TEXT, "Your answers go to the organisers only.")

    @post_load
    def as_text(self, data: dict[str, Any], **more: Any) -> Text:
        """Return what operations take."""
        return Text(**data)


class ShownTextSchema(Schema):
    """A text of a webinar and its language."""

    language = fields.String(required=True, metadata=LANGUAGE)
    title = fields.String(required=True, metadata=TITLE)
    summary = fields.String(required=True, attribute="a", metadata={"example": "What is in it."})
    description = fields.String(required=True, attribute="b", metadata={"example": "We open it."})
    audience = fields.String(required=True, attribute="c", metadata={"example": "Authorities"})
    privacy_note = fields.String(required=True, attribute="d", metadata={"example": ""})


class WebinarSettingsSchema(Schema):
    """How a webinar is run. What is left out has its usual value."""

    language = fields.String(
        load_default="en",
        validate=validate.OneOf(list(NAMES)),
        metadata=LANGUAGE | {"description": "The main language; there is a text in it"},
    )
    zone = fields.String(
        load_default="UTC",
        validate=a_zone,
        metadata=ZONE | {"description": "The host’s time zone"},
    )
    sign_up = fields.String(load_default="one", validate=validate.OneOf(SIGN_UPS))
    door = fields.String(load_default="open", validate=validate.OneOf(DOORS))
    listed = fields.Boolean(load_default=True)
    guests = fields.Boolean(load_default=True)
    delegations = fields.Boolean(load_default=False)
    retention_days = fields.Integer(load_default=365, validate=validate.Range(30, 3650))
    offer_hours = fields.Integer(load_default=12, validate=validate.Range(1, 168))
    join_opens_minutes = fields.Integer(load_default=15, validate=validate.Range(0, 120))
    certificates = fields.Boolean(load_default=True)
    share_percent = fields.Integer(load_default=70, validate=validate.Range(1, 100))
    code_word_counts = fields.Boolean(load_default=False)
    feedback_needed = fields.Boolean(load_default=False)

    @post_load
    def as_settings(self, data: dict[str, Any], **more: Any) -> Settings:
        """Return what operations take."""
        return Settings(**data)


class NewWebinarSchema(Schema):
    """A webinar to make: its text in the main language, its settings, whose it is."""

    organisation = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata=ORGANISATION | {"description": "One you act for; admins may leave it out"},
    )
    text = fields.Nested(WebinarTextSchema, required=True)
    settings = fields.Nested(WebinarSettingsSchema, load_default=Settings)


class SpeakerWishSchema(Schema):
    """How the page is to name a speaker."""

    name = fields.String(
        required=True, validate=validate.Length(1, 120), metadata={"example": "A. Speaker"}
    )
    affiliation = text(200, "Waste inspector, Sample Ministry of Environment")
    about = text(LONGEST_SUMMARY, "Twenty years of inspections.")

    @post_load
    def as_said(self, data: dict[str, Any], **more: Any) -> Said:
        """Return what operations take."""
        return Said(**data)


class SpeakerSchema(Schema):
    """Who speaks at a webinar."""

    id = fields.String(required=True, attribute="key", metadata=ID)
    name = fields.String(required=True, attribute="title", metadata={"example": "A. Speaker"})
    affiliation = fields.String(required=True, attribute="a", metadata={"example": "Inspector"})
    about = fields.String(required=True, attribute="b", metadata={"example": "Twenty years."})


class SpeakerMoveSchema(Schema):
    """Where a speaker is to go."""

    by = fields.Integer(
        required=True,
        validate=validate.OneOf((-1, 1)),
        metadata={"description": "-1 is one place up, 1 one place down.", "example": -1},
    )


class AgendaItemSchema(Schema):
    """A part of the agenda."""

    minutes = fields.Integer(
        required=True, validate=validate.Range(1, LONGEST_ITEM), metadata={"example": 20}
    )
    title = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_TITLE),
        metadata={"example": "What is in the toolkit"},
    )
    speaker = fields.String(
        load_default="",
        attribute="speaker",
        validate=validate.Length(max=12),
        metadata=ID | {"description": "Public id of who speaks, or empty"},
    )

    @post_load
    def as_item(self, data: dict[str, Any], **more: Any) -> Item:
        """Return what operations take."""
        return Item(**data)


class ShownAgendaItemSchema(Schema):
    """A part of the agenda with its language."""

    language = fields.String(required=True, metadata=LANGUAGE)
    minutes = fields.Integer(required=True, metadata={"example": 20})
    title = fields.String(required=True, metadata={"example": "What is in the toolkit"})
    speaker = fields.String(required=True, attribute="key", metadata=ID)
    speaker_name = fields.String(required=True, attribute="a", metadata={"example": "A. Speaker"})


class AgendaSchema(Schema):
    """The whole agenda in one language; an empty one takes it away."""

    items = fields.List(
        fields.Nested(AgendaItemSchema), required=True, validate=validate.Length(max=MOST_ITEMS)
    )


class WebinarPartnerSchema(Schema):
    """An organisation that takes part, and what it gives."""

    organisation = fields.String(
        required=True, validate=validate.Length(max=12), metadata=ORGANISATION
    )
    role = fields.String(required=True, validate=validate.OneOf(PARTNER_ROLES))


class ShownPartnerSchema(Schema):
    """An organisation that takes part, with its name."""

    organisation = fields.String(required=True, attribute="key", metadata=ORGANISATION)
    name = fields.String(required=True, attribute="title", metadata={"example": "Sample Centre"})
    role = fields.String(required=True, attribute="a", metadata={"example": "content"})


class WebinarPartnersSchema(Schema):
    """All organisations that take part beside the one it belongs to."""

    partners = fields.List(
        fields.Nested(WebinarPartnerSchema),
        required=True,
        validate=validate.Length(max=MOST_PARTNERS),
    )


class WebinarTopicsSchema(Schema):
    """All publications of the toolkit the webinar is about, by their addresses."""

    tools = fields.List(
        fields.String(validate=validate.Length(max=80), metadata=TOOL),
        required=True,
        validate=validate.Length(max=MOST_TOPICS),
    )


class ShownTopicSchema(Schema):
    """A publication of the toolkit the webinar is about."""

    tool = fields.String(required=True, attribute="key", metadata=TOOL)
    title = fields.String(required=True, metadata={"example": "ESM manual"})


class WebinarStateSchema(Schema):
    """What is to become of a webinar."""

    state = fields.String(required=True, validate=validate.OneOf(WEBINAR_STATES))


class WebinarCopySchema(Schema):
    """A copy of a webinar."""

    first_day = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={
            "example": "2027-09-01",
            "description": "Day of the first session of the copy; without it, none are copied",
        },
    )


class WebinarSchema(Schema):
    """A webinar with everything its public page shows, in every language."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    slug = fields.String(required=True, metadata=SLUG)
    state = fields.String(required=True, validate=validate.OneOf(WEBINAR_STATES))
    organisation = fields.String(
        required=True, allow_none=True, metadata={"example": "Sample Centre"}
    )
    language = fields.String(required=True, metadata=LANGUAGE)
    zone = fields.String(required=True, metadata=ZONE)
    sign_up = fields.String(required=True, validate=validate.OneOf(SIGN_UPS))
    door = fields.String(required=True, validate=validate.OneOf(DOORS))
    listed = fields.Boolean(required=True)
    guests = fields.Boolean(required=True)
    delegations = fields.Boolean(required=True)
    retention_days = fields.Integer(required=True, metadata={"example": 365})
    offer_hours = fields.Integer(required=True, metadata={"example": 12})
    join_opens_minutes = fields.Integer(required=True, metadata={"example": 15})
    certificates = fields.Boolean(required=True)
    share_percent = fields.Integer(required=True, metadata={"example": 70})
    code_word_counts = fields.Boolean(required=True)
    feedback_needed = fields.Boolean(required=True)
    texts = fields.List(fields.Nested(ShownTextSchema), required=True)
    speakers = fields.List(fields.Nested(SpeakerSchema), required=True)
    agenda = fields.List(fields.Nested(ShownAgendaItemSchema), required=True)
    partners = fields.List(fields.Nested(ShownPartnerSchema), required=True)
    topics = fields.List(fields.Nested(ShownTopicSchema), required=True)
    sessions = fields.List(fields.Nested(WebinarSessionSchema), required=True)


class WebinarsQuerySchema(Schema):
    """Which sessions of the public list."""

    when = fields.String(load_default="upcoming", validate=validate.OneOf(("upcoming", "past")))
    language = text(12, "en", description="Language spoken")
    topic = text(80, "esm-manual", description="Address of a publication of the toolkit")
    partner = text(12, "", description="Public id of an organisation that takes part")
    daytime = fields.String(
        load_default="",
        validate=validate.OneOf(("", *DAYTIME_HOURS)),
        metadata={"description": "Starts in the daytime of a part of the world"},
    )
    year = fields.String(
        load_default="",
        validate=validate.Regexp(r"\A([0-9]{4})?\Z"),
        metadata={"example": "2027", "description": "In which sessions start (UTC)"},
    )
    page = fields.Integer(
        load_default=1, validate=validate.Range(1, 10_000), metadata={"example": 1}
    )


class ListedSessionsSchema(Schema):
    """One page of the sessions."""

    items = fields.List(fields.Nested(ListedSessionSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class OrganisedWebinarSchema(Schema):
    """A webinar in the list of its organisers."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    slug = fields.String(required=True, metadata=SLUG)
    title = fields.String(required=True, metadata=TITLE)
    state = fields.String(required=True, validate=validate.OneOf(WEBINAR_STATES))
    organisation = fields.String(
        required=True, allow_none=True, metadata={"example": "Sample Centre"}
    )
    sessions = fields.Integer(required=True, metadata={"example": 2})
    next_at = fields.AwareDateTime(required=True, allow_none=True)


class OrganisedWebinarsSchema(Schema):
    """One page of the webinars whose desk you see."""

    items = fields.List(fields.Nested(OrganisedWebinarSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True, metadata={"description": "Whether a page follows."})


class OrganisedQuerySchema(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, 10_000), metadata={"example": 1}
    )
