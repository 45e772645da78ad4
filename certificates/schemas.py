"""JSON output about awards."""

from typing import Any

from marshmallow import fields, validate

from certificates.checking import ALTERED
from certificates.codes import grouped
from certificates.models import KINDS, STATUSES, TIERS
from certificates.queries import AwardRow
from elearn.core.api import Schema


class FactsSchema(Schema):
    """What a certificate states."""

    holder_name = fields.String(required=True, metadata={"example": "Maria Fernanda Oliveira"})
    title = fields.String(required=True, metadata={"example": "Introduction to ESM"})
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    tier = fields.String(required=True, validate=validate.OneOf(TIERS))
    language = fields.String(required=True, metadata={"example": "en"})
    minutes = fields.Integer(
        required=True, metadata={"description": "Study time in minutes.", "example": 90}
    )
    score_hundredths = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Hundredths of a percent: 8750 is 87.5 %.", "example": 8750},
    )
    issuer = fields.String(required=True, metadata={"example": "ESM Learn"})
    edition_label = fields.String(required=True, metadata={"example": "Second edition, 2026"})
    edition_symbol = fields.String(required=True, metadata={"example": "UNEP/CHW.13/4/Add.1"})
    completed_on = fields.Date(required=True)
    issued_at = fields.AwareDateTime(required=True)


class AwardSchema(FactsSchema):
    """A certificate of one's own."""

    id = fields.String(required=True, metadata={"example": "0123456789ab"})
    code = fields.String(required=True, metadata={"example": "01234-56789-ABCDE-FGHJ4"})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    status_reason = fields.String(required=True, allow_none=True, metadata={"example": None})
    details_hidden = fields.Boolean(required=True)
    drawn = fields.Boolean(
        required=True, metadata={"description": "Whether the PDF can be downloaded."}
    )


class AwardChangeSchema(Schema):
    """What the holder decides of a certificate."""

    details_hidden = fields.Boolean(
        required=True,
        truthy={True},
        falsy={False},
        metadata={"description": "Whether strangers only see that it is valid."},
    )


class VerificationSchema(Schema):
    """What anybody may know of a certificate."""

    code = fields.String(required=True, metadata={"example": "01234-56789-ABCDE-FGHJ4"})
    status = fields.String(
        required=True,
        validate=validate.OneOf((*STATUSES, ALTERED)),
        metadata={"description": "`altered`: the facts stored are not those that were signed."},
    )
    status_reason = fields.String(required=True, allow_none=True, metadata={"example": None})
    status_at = fields.AwareDateTime(required=True, allow_none=True)
    facts = fields.Nested(
        FactsSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null when the holder hides them, or they cannot be vouched for."},
    )


def facts_of(row: AwardRow) -> dict[str, Any]:
    """Return what the certificate states."""
    return {name: getattr(row, name) for name in FactsSchema().fields}


def award_of(row: AwardRow) -> dict[str, Any]:
    """Return a certificate of one's own."""
    return facts_of(row) | {
        "id": row.public_id,
        "code": grouped(row.code),
        "status": row.status,
        "status_reason": row.status_reason,
        "details_hidden": row.details_hidden,
        "drawn": row.pdf_key is not None,
    }
