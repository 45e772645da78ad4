"""JSON of registration: who registers, where they stand, requests, invitations, delegations."""

from marshmallow import fields, validate

from elearn.accounts.addresses import LONGEST
from elearn.accounts.models import GENDERS, STAKEHOLDERS
from elearn.accounts.profiles import LONGEST_NAME
from elearn.core.api import Schema
from elearn.core.i18n import NAMES
from elearn.core.paging import MOST_PAGES
from elearn.surveys.schemas import FormSchema
from elearn.webinars.registration.delegations import MOST_MEMBERS
from elearn.webinars.registration.invitations import MOST_AT_ONCE
from elearn.webinars.registration.registration_models import REGISTRATION_STATES
from elearn.webinars.registration.sign_up_forms import LONGEST_REASON
from elearn.webinars.registration.signing_up import LONGEST_AFFILIATION
from elearn.webinars.seats.answering import MOST_ANSWERS

ID = {"example": "0123456789ab"}
EMAIL = {"example": "amina@example.org"}
MOMENT = {"example": "2027-03-24T09:00:00+00:00"}
LINK = {
    "description": "What opens the registration without signing in; keep it secret.",
    "example": "0123456789ab.0123456789ab.c2lnbmVk",
}
AN_EMAIL = validate.Length(1, LONGEST)


class DetailsSchema(Schema):
    """What people say of themselves."""

    name = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"example": "Amina Rahimi"},
    )
    affiliation = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_AFFILIATION),
        metadata={"example": "Clean Rivers"},
    )
    country = fields.String(
        required=True, validate=validate.Length(2, 2), metadata={"example": "KE"}
    )
    gender = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(GENDERS))
    stakeholder = fields.String(required=True, validate=validate.OneOf(STAKEHOLDERS))
    language = fields.String(load_default="en", validate=validate.OneOf(list(NAMES)))
    zone = fields.String(
        load_default="UTC",
        validate=validate.Length(1, 64),
        metadata={"example": "Africa/Nairobi"},
    )


class SessionIdsSchema(Schema):
    """Sessions to register for."""

    sessions = fields.List(
        fields.String(validate=validate.Length(1, 12), metadata=ID),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "Public ids; of a series with one sign-up, leave them out."},
    )


class SignUpWishSchema(SessionIdsSchema):
    """A registration of somebody whose address is known."""

    details = fields.Nested(DetailsSchema, required=True)
    answers = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={
            "description": "To the registration form, by the keys of its fields.",
            "example": {"sites": "yes"},
        },
    )
    consent = fields.Boolean(
        required=True,
        validate=validate.Equal(True),
        metadata={"description": "They have read the privacy notice and agree.", "example": True},
    )


class GuestWishSchema(SignUpWishSchema):
    """A registration by an address that a letter confirms."""

    email = fields.Email(required=True, validate=AN_EMAIL, metadata=EMAIL)


class SecretSchema(SignUpWishSchema):
    """A registration by the secret of an invitation."""

    value = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, 200),
        metadata={"description": "The last part of the letter’s link.", "example": "c2VjcmV0"},
    )


class ConfirmSchema(Schema):
    """The secret of a letter that confirms an address."""

    value = fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, 200),
        metadata={"description": "The last part of the letter’s link.", "example": "c2VjcmV0"},
    )


class LetterSentSchema(Schema):
    """What everybody is told, whether the address is known or not."""

    sent = fields.Boolean(
        required=True, metadata={"description": "A letter is on its way.", "example": True}
    )


class StandingSchema(Schema):
    """Where somebody stands with a session."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    session = fields.String(required=True, attribute="session_public_id", metadata=ID)
    starts_at = fields.AwareDateTime(required=True, metadata=MOMENT)
    zone = fields.String(required=True, metadata={"example": "Europe/Zurich"})
    minutes = fields.Integer(required=True, metadata={"example": 60})
    language = fields.String(required=True, metadata={"example": "en"})
    session_state = fields.String(required=True, metadata={"example": "open"})
    state = fields.String(required=True, validate=validate.OneOf(REGISTRATION_STATES))
    position = fields.Integer(
        required=True, metadata={"description": "In the line; 0 for others.", "example": 0}
    )
    offer_until = fields.AwareDateTime(required=True, allow_none=True, metadata=MOMENT)
    reason = fields.String(required=True, metadata={"example": ""})


class SignUpSchema(Schema):
    """A sign-up for a webinar, and where it stands."""

    webinar = fields.String(required=True, metadata={"example": "tour-of-the-toolkit"})
    link = fields.String(required=True, metadata=LINK)
    confirmed = fields.Boolean(required=True)
    details = fields.Nested(DetailsSchema, required=True)
    answers = fields.Dict(keys=fields.String(), required=True, metadata={"example": {}})
    registrations = fields.List(fields.Nested(StandingSchema), required=True)


class OwnRegistrationSchema(Schema):
    """A session the person registered for."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    webinar = fields.String(
        required=True, attribute="slug", metadata={"example": "tour-of-the-toolkit"}
    )
    session = fields.String(required=True, attribute="session_public_id", metadata=ID)
    starts_at = fields.AwareDateTime(required=True, metadata=MOMENT)
    zone = fields.String(required=True, metadata={"example": "Europe/Zurich"})
    minutes = fields.Integer(required=True, metadata={"example": 60})
    session_state = fields.String(required=True, metadata={"example": "open"})
    state = fields.String(required=True, validate=validate.OneOf(REGISTRATION_STATES))
    link = fields.String(required=True, metadata=LINK)


class OwnRegistrationsSchema(Schema):
    """What the person registered for, by the start of the session."""

    items = fields.List(fields.Nested(OwnRegistrationSchema), required=True)


class RegistrationFormSchema(Schema):
    """What a webinar asks at registration besides the details."""

    form = fields.Nested(FormSchema, required=True, allow_none=True)


class DetailsChangeSchema(Schema):
    """What to change of a sign-up: all details, and all answers."""

    details = fields.Nested(DetailsSchema, required=True)
    answers = fields.Dict(keys=fields.String(), load_default=dict, metadata={"example": {}})


class StandingChangeSchema(Schema):
    """What to do with a registration."""

    act = fields.String(required=True, validate=validate.OneOf(("accept", "turn-down", "cancel")))


class DelegationMemberSchema(Schema):
    """Somebody a delegation registers."""

    name = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"example": "Badia Omar"},
    )
    email = fields.Email(load_default=None, allow_none=True, validate=AN_EMAIL, metadata=EMAIL)


class DelegationWishSchema(SessionIdsSchema):
    """People to register, each of whom takes a seat."""

    name = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"example": "Ministry of Environment"},
    )
    members = fields.List(
        fields.Nested(DelegationMemberSchema),
        required=True,
        validate=validate.Length(1, MOST_MEMBERS),
    )
    consent = fields.Boolean(
        required=True,
        validate=validate.Equal(True),
        metadata={"description": "They know that they are registered.", "example": True},
    )


class MemberStandingSchema(Schema):
    """Where a member of a delegation stands."""

    registration = fields.String(required=True, attribute="registration_id", metadata=ID)
    name = fields.String(required=True, metadata={"example": "Badia Omar"})
    email = fields.String(required=True, allow_none=True, metadata=EMAIL)
    state = fields.String(required=True, validate=validate.OneOf(REGISTRATION_STATES))
    starts_at = fields.AwareDateTime(required=True, metadata=MOMENT)


class DelegationSchema(Schema):
    """A delegation; `already` names members whose address was registered before."""

    name = fields.String(required=True, metadata={"example": "Ministry of Environment"})
    members = fields.List(fields.Nested(MemberStandingSchema), required=True)
    already = fields.List(fields.String(), required=True, metadata={"example": []})


class SignUpPageQuerySchema(Schema):
    """Which page of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES))


class WebinarRequestSchema(Schema):
    """A request that waits for an answer."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    name = fields.String(required=True, metadata={"example": "Amina Rahimi"})
    affiliation = fields.String(required=True, metadata={"example": "Clean Rivers"})
    country = fields.String(required=True, allow_none=True, metadata={"example": "KE"})
    stakeholder = fields.String(required=True, allow_none=True, metadata={"example": "ngo"})
    starts_at = fields.AwareDateTime(required=True, metadata=MOMENT)
    asked_at = fields.AwareDateTime(required=True, metadata=MOMENT)
    answers = fields.Dict(keys=fields.String(), required=True, metadata={"example": {}})


class WebinarRequestsSchema(Schema):
    """One page of requests, oldest first."""

    items = fields.List(fields.Nested(WebinarRequestSchema), required=True)
    page = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class RequestsAnswerSchema(Schema):
    """A decision about requests; a no needs its reason."""

    requests = fields.List(
        fields.String(validate=validate.Length(1, 12), metadata=ID),
        required=True,
        validate=validate.Length(1, MOST_ANSWERS),
    )
    yes = fields.Boolean(required=True)
    reason = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_REASON), metadata={"example": ""}
    )


class AnsweredSchema(Schema):
    """How many requests were answered."""

    answered = fields.Integer(required=True, metadata={"example": 2})


class WebinarInvitationSchema(Schema):
    """An invitation."""

    id = fields.String(required=True, attribute="public_id", metadata=ID)
    email = fields.String(required=True, metadata=EMAIL)
    invited_at = fields.AwareDateTime(required=True, metadata=MOMENT)
    expires_at = fields.AwareDateTime(required=True, metadata=MOMENT)
    accepted_at = fields.AwareDateTime(required=True, allow_none=True, metadata=MOMENT)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True, metadata=MOMENT)


class WebinarInvitationsSchema(Schema):
    """One page of invitations, latest first."""

    items = fields.List(fields.Nested(WebinarInvitationSchema), required=True)
    page = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class InviteSchema(Schema):
    """Addresses to invite."""

    addresses = fields.List(
        fields.String(validate=validate.Length(1, 400), metadata=EMAIL),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
    )


class InvitedSchema(Schema):
    """What became of the addresses."""

    invited = fields.List(fields.String(), required=True, metadata={"example": []})
    already = fields.List(fields.String(), required=True, metadata={"example": []})
    wrong = fields.List(fields.String(), required=True, metadata={"example": []})


class WebinarInvitationChangeSchema(Schema):
    """What to do with an invitation."""

    act = fields.String(required=True, validate=validate.OneOf(("resend", "revoke")))


class FormChoiceSchema(Schema):
    """Which form is asked in a language."""

    form = fields.String(
        required=True,
        allow_none=True,
        validate=validate.Length(max=12),
        metadata={"description": "Public id of a form; null asks nothing more.", "example": None},
    )


class FormAskedSchema(Schema):
    """Which form a language of the webinar asks; asked once it is open."""

    language = fields.String(required=True, metadata={"example": "en"})
    form = fields.String(required=True, allow_none=True, metadata=ID)
    state = fields.String(required=True, allow_none=True, metadata={"example": "open"})


class FormsAskedSchema(Schema):
    """Which forms the languages of a webinar ask."""

    items = fields.List(fields.Nested(FormAskedSchema), required=True)
