"""HTML and JSON input about reminders."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from wtforms import IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from elearn.core.api import Schema
from elearn.core.forms import Form
from elearn.webinars.calendar.calendar_models import WHENS
from elearn.webinars.calendar.reminder_rules import LONGEST_MINUTES
from elearn.webinars.calendar.reminders import LONGEST_TEXT

MINUTES_OF = {"minutes": 1, "hours": 60, "days": 1_440}
NUMBER = _l("Give a whole number: up to 30 days, 720 hours or 43,200 minutes.")
LONG = _l("Say it in fewer words: 2,000 characters at most.")


class ReminderForm(Form):
    """When people are reminded, and what is said besides."""

    number = IntegerField(
        _l("How long"), [InputRequired(NUMBER), NumberRange(0, LONGEST_MINUTES, NUMBER)]
    )
    unit = SelectField(
        _l("Unit"),
        choices=[
            SelectChoice("minutes", _l("minutes")),
            SelectChoice("hours", _l("hours")),
            SelectChoice("days", _l("days")),
        ],
        default="days",
    )
    when = SelectField(
        _l("Before or after"),
        choices=[
            SelectChoice("before", _l("before it starts")),
            SelectChoice("after", _l("after it has ended")),
        ],
    )
    text = TextAreaField(
        _l("Words of your own"),
        [Length(max=LONGEST_TEXT, message=LONG)],
        description=_l(
            "Added to the letter as you write them. The address of the meeting does not belong "
            "here: people find the way in on their own page."
        ),
    )

    def minutes(self) -> int:
        """Return how many minutes before or after."""
        number: int = self.number.data
        return number * MINUTES_OF[self.unit.data]


def parts_of(minutes: int) -> tuple[int, str]:
    """Return a number of minutes in the largest unit that fits."""
    for unit in ("days", "hours"):
        if minutes and minutes % MINUTES_OF[unit] == 0:
            return minutes // MINUTES_OF[unit], unit
    return minutes, "minutes"


class ReminderTextSchema(Schema):
    """What is said in the letter besides the usual."""

    text = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_TEXT),
        metadata={"example": "Please bring a list of your facilities."},
    )


class ReminderSchema(Schema):
    """A letter so many minutes before the start or after the end, to everybody who has a seat."""

    when = fields.String(validate=validate.OneOf(WHENS), metadata={"example": "before"})
    minutes = fields.Integer(metadata={"example": 1_440})
    text = fields.String(metadata={"example": "Please bring a list of your facilities."})
    due_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When it was sent, or found to be past already"}
    )
