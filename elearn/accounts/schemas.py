"""JSON in and out of this room."""

from marshmallow import ValidationError, fields, validate, validates

from elearn.accounts import countries, profiles, tokens, zones
from elearn.accounts.models import GENDERS, STAKEHOLDERS
from elearn.core.api import Schema
from elearn.core.i18n import offered_languages


class MeSchema(Schema):
    """What the person may see of their own account."""

    id = fields.String(attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    name = fields.String(metadata={"example": "Lina Haddad"})
    email = fields.Email(metadata={"example": "lina@example.org"})
    language = fields.String(metadata={"example": "en"})
    timezone = fields.String(metadata={"example": "Africa/Nairobi"})
    country = fields.String(allow_none=True, metadata={"example": "KE"})
    stakeholder = fields.String(allow_none=True, validate=validate.OneOf(STAKEHOLDERS))
    gender = fields.String(allow_none=True, validate=validate.OneOf(GENDERS))
    organisation = fields.String(
        attribute="organisation_public_id", allow_none=True, metadata={"example": "9pd3hw6r1zbe"}
    )
    roles = fields.List(fields.String(), metadata={"example": ["learner"]})


class ProfileSchema(Schema):
    """The parts of the profile to change; what is left out stays."""

    name = fields.String(
        validate=validate.Length(1, profiles.LONGEST_NAME), metadata={"example": "Lina Haddad"}
    )
    language = fields.String(metadata={"example": "en"})
    timezone = fields.String(metadata={"example": "Africa/Nairobi"})
    country = fields.String(allow_none=True, metadata={"example": "KE"})
    stakeholder = fields.String(allow_none=True, validate=validate.OneOf(STAKEHOLDERS))
    gender = fields.String(allow_none=True, validate=validate.OneOf(GENDERS))
    organisation = fields.String(
        allow_none=True, validate=validate.Length(max=12), metadata={"example": "9pd3hw6r1zbe"}
    )

    @validates("name")
    def check_name(self, value: str, data_key: str) -> None:
        """Refuse what cannot be a name."""
        if profiles.clean_name(value) is None:
            raise ValidationError("Not a name.")

    @validates("language")
    def check_language(self, value: str, data_key: str) -> None:
        """Refuse a language the pages do not speak."""
        if value not in offered_languages():
            raise ValidationError("Not offered.")

    @validates("timezone")
    def check_timezone(self, value: str, data_key: str) -> None:
        """Refuse what is no zone of the tz database."""
        if value not in zones.zones():
            raise ValidationError("Not a time zone.")

    @validates("country")
    def check_country(self, value: str | None, data_key: str) -> None:
        """Refuse what is no country or territory of ISO 3166."""
        if value and not countries.is_country(value):
            raise ValidationError("Not a country.")


class TokenSchema(Schema):
    """A personal token without its secret."""

    id = fields.String(attribute="public_id", metadata={"example": "7hq2m0v9k4xc"})
    name = fields.String(metadata={"example": "Attendance script"})
    scopes = fields.Function(
        lambda row: row.scopes.split(),
        metadata={"type": "array", "items": {"type": "string"}, "example": ["read"]},
    )
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    is_expired = fields.Boolean()


class OwnDataSchema(Schema):
    """Everything that is kept about the person, by the part of the site that keeps it."""

    data = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"example": {"profile": {"name": "Lina Haddad"}, "courses": {"enrolments": []}}},
    )


class EraseSchema(Schema):
    """What erasing one's own account asks for."""

    password = fields.String(
        required=True,
        validate=validate.Length(1, 1000),
        metadata={"example": "eleven small boats"},
    )


class NewTokenSchema(Schema):
    """What to create a token with."""

    name = fields.String(
        required=True, validate=validate.Length(1, 80), metadata={"example": "Attendance script"}
    )
    scopes = fields.List(
        fields.String(validate=validate.OneOf(tokens.SCOPES)),
        required=True,
        validate=validate.Length(1, len(tokens.SCOPES)),
        metadata={"example": ["read"]},
    )
    days = fields.Integer(load_default=90, strict=True, validate=validate.OneOf(tokens.LIVES_DAYS))

    @validates("name")
    def check_name(self, value: str, data_key: str) -> None:
        """Refuse what cannot be a name."""
        if profiles.clean_name(value, 80) is None:
            raise ValidationError("Not a name.")


class CreatedTokenSchema(Schema):
    """A new token with its secret, which is shown this once."""

    id = fields.String(required=True, metadata={"example": "7hq2m0v9k4xc"})
    token = fields.String(required=True, metadata={"example": "esm_..."})


class CountrySchema(Schema):
    """A country or territory a person can choose."""

    code = fields.String(metadata={"example": "KE"})
    name = fields.String(metadata={"example": "Kenya"})
    group = fields.String(metadata={"example": "African States"})
    is_party = fields.Boolean()


class CountriesSchema(Schema):
    """The list, with the note that belongs wherever it is shown."""

    note = fields.String(metadata={"example": "Names do not imply any opinion on legal status."})
    countries = fields.List(fields.Nested(CountrySchema))
