"""JSON of updates to a new edition, their proposals, and what learners are told of them."""

from marshmallow import ValidationError, fields, validate, validates_schema

from courses.models import STEP_KINDS
from courses.update_models import CHANGE_KINDS, CHANGE_WEIGHTS
from elearn.core.api import Schema
from elearn.core.paging import MOST_PAGES, MOST_ROWS

ACTS = ("accept", "edit", "decline", "undo", *CHANGE_WEIGHTS)
MANY = ("untouched", "editorial", "renumbered", "rest")
STATES = ("open", "accepted", "edited", "declined")
LONGEST = 200_000
TEXT = {"example": "Keep drums closed."}
HTML = {"example": "<p>Keep drums closed.</p>"}


class UpdateSchema(Schema):
    """A course on its way to a new edition of its manual."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "4x7kq0v2m9tc"})
    edition = fields.String(required=True, metadata={"example": "0123456789ab"})
    edition_label = fields.String(required=True, metadata={"example": "Second edition"})
    edition_symbol = fields.String(required=True, metadata={"example": "UNEP/CHW.14/5/Add.1"})
    state = fields.String(required=True, validate=validate.OneOf(("open", "done", "dropped")))
    aligned_percent = fields.Float(
        required=True,
        metadata={
            "description": "Of the sections, how many were recognised. Below 50 a new course may"
            " be the better way.",
            "example": 97.5,
        },
    )
    proposals = fields.Integer(required=True, metadata={"example": 12})
    open = fields.Integer(required=True, metadata={"example": 5})
    untouched = fields.Integer(
        required=True, metadata={"description": "Open and not edited here.", "example": 4}
    )
    material = fields.Integer(required=True, metadata={"example": 3})
    edited = fields.Integer(required=True, metadata={"example": 1})
    created_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class OutdatedTextSchema(Schema):
    """A lesson's text in another language than the course's, older than a change taken over."""

    step = fields.String(required=True, metadata={"example": "0123456789ab"})
    title = fields.String(required=True, metadata={"example": "At the store"})
    language = fields.String(required=True, metadata={"example": "fr"})
    written_at = fields.AwareDateTime(required=True)


class ProposalSchema(Schema):
    """One change of the manual, proposed for the text of the course."""

    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    kind = fields.String(required=True, validate=validate.OneOf(CHANGE_KINDS))
    weight = fields.String(required=True, validate=validate.OneOf(CHANGE_WEIGHTS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    section = fields.String(required=True, metadata={"example": "At the store"})
    lesson = fields.String(required=True, metadata={"example": "At the store"})
    step = fields.String(required=True, allow_none=True, metadata={"example": "0123456789ab"})
    label = fields.String(required=True, metadata={"example": "23"})
    before = fields.String(required=True, metadata=TEXT)
    after = fields.String(required=True, metadata=TEXT)
    mine = fields.String(
        required=True,
        metadata={"description": "What the course says, where its trainer edited it."} | TEXT,
    )
    diff = fields.String(
        required=True, metadata={"example": "Keep <del>drums</del><ins>all drums</ins> closed."}
    )
    edited = fields.Boolean(required=True)
    seen = fields.String(
        required=True,
        metadata={
            "description": "Send it back with `accept` or `edit`: it says which text of the"
            " course you have seen.",
            "example": "2c26b46b68ffc68f",
        },
    )
    chosen = fields.String(required=True, metadata=TEXT)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    released = fields.Boolean(required=True)


class ProposalsSchema(Schema):
    """A page of proposals."""

    items = fields.List(fields.Nested(ProposalSchema), required=True)
    page = fields.Integer(required=True, metadata={"example": 1})
    more = fields.Boolean(required=True)


class ProposalQuerySchema(Schema):
    """Which proposals to list."""

    show = fields.String(
        load_default="all",
        validate=validate.OneOf(("all", "open", "material", "edited", "decided")),
    )
    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MOST_PAGES), metadata={"example": 1}
    )
    size = fields.Integer(load_default=20, validate=validate.Range(1, MOST_ROWS))


class DecisionSchema(Schema):
    """What to do with a proposal."""

    act = fields.String(required=True, validate=validate.OneOf(ACTS))
    html = fields.String(load_default="", validate=validate.Length(max=LONGEST), metadata=HTML)
    seen = fields.String(
        load_default=None, allow_none=True, metadata={"example": "2c26b46b68ffc68f"}
    )

    again = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Decide anew what was decided already, after a release or when the"
            " update is finished: the draft changes, and the next release tells learners."
        },
    )

    @validates_schema
    def edit_with_text(self, data: dict[str, object], **kwargs: object) -> None:
        """Refuse an edit without a text."""
        if data.get("act") == "edit" and not data.get("html"):
            raise ValidationError("Send `html` with `edit`.", "html")


class ManySchema(Schema):
    """Which open proposals to decide at once.

    `untouched` accepts what nobody edited, `editorial` those of them that are editorial,
    `renumbered` all new numbers, `rest` declines what is left.
    """

    which = fields.String(required=True, validate=validate.OneOf(MANY))


class DecidedSchema(Schema):
    """What was decided; `left` were edited meanwhile, or are no longer taught, and stay open."""

    decided = fields.Integer(required=True, metadata={"example": 12})
    kinds = fields.Dict(
        keys=fields.String(validate=validate.OneOf(CHANGE_KINDS)),
        values=fields.Integer(),
        required=True,
        metadata={"example": {"changed": 9, "renumbered": 3}},
    )
    lessons = fields.Function(lambda done: len(done.lessons), required=True)
    left = fields.Integer(required=True, metadata={"example": 1})


class FinishSchema(Schema):
    """Whether what is left may be declined."""

    decline_rest = fields.Boolean(load_default=False)


class ToldChangeSchema(Schema):
    """A paragraph that says something else than when you read it."""

    key = fields.String(required=True, metadata={"example": "b-5f0c6ad3e1b2"})
    kind = fields.String(required=True, validate=validate.OneOf(CHANGE_KINDS))
    weight = fields.String(required=True, validate=validate.OneOf(CHANGE_WEIGHTS))
    label = fields.String(required=True, metadata={"example": "23"})
    label_before = fields.String(
        required=True,
        metadata={"description": "The number it had, if that was another.", "example": "22"},
    )
    before = fields.String(required=True, metadata=TEXT)
    after = fields.String(required=True, metadata=TEXT)
    diff = fields.String(
        required=True, metadata={"example": "Keep <del>drums</del><ins>all drums</ins> closed."}
    )
    moved_from = fields.String(
        required=True,
        metadata={
            "description": "The lesson it moved away from, when it stands in another one now.",
            "example": "On the road",
        },
    )


class NewStepSchema(Schema):
    """A lesson or quiz that is new since you began the course."""

    step = fields.String(required=True, metadata={"example": "0123456789ab"})
    kind = fields.String(required=True, validate=validate.OneOf(STEP_KINDS))
    title = fields.String(required=True, metadata={"example": "In case of fire"})
    module = fields.String(required=True, metadata={"example": "At the store"})
    minutes = fields.Integer(required=True, metadata={"example": 4})


class ToldLessonSchema(Schema):
    """The changes of one lesson."""

    step = fields.String(required=True, metadata={"example": "0123456789ab"})
    title = fields.String(required=True, metadata={"example": "At the store"})
    changes = fields.List(fields.Nested(ToldChangeSchema), required=True)


class ToldSchema(Schema):
    """What changed in a course since you read it; material changes come first in each lesson."""

    asked = fields.Boolean(
        required=True,
        metadata={"description": "Its trainers ask you to read the material changes."},
    )
    material = fields.Integer(required=True, metadata={"example": 2})
    new_steps = fields.List(fields.Nested(NewStepSchema), required=True)
    lessons = fields.List(fields.Nested(ToldLessonSchema), required=True)
