"""HTML input at the desk for the people of a course."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from courses.roster.risk import MOST_DAYS, Rule
from elearn.core.forms import Form

LONGEST_MESSAGE = 4000
LONGEST_REASON = 1000
reason_needed = [
    DataRequired(_l("Give the reason: the learner's record keeps it.")),
    Length(max=LONGEST_REASON),
]


class RiskForm(Form):
    """When a learner is at risk."""

    away_days = IntegerField(
        _l("Away for more than so many days"),
        validators=[InputRequired(), NumberRange(1, MOST_DAYS)],
        description=_l("Counted from the last time a lesson was read or a quiz passed."),
    )
    due_days = IntegerField(
        _l("Due within so many days"),
        validators=[InputRequired(), NumberRange(0, MOST_DAYS)],
        description=_l("0 looks at no date."),
    )
    count_not_started = BooleanField(
        _l("Count learners who have not begun"),
        description=_l("They are at risk after the same number of days since they enrolled."),
    )

    def rule(self) -> Rule:
        """Return what was typed."""
        return Rule(self.away_days.data, self.due_days.data, self.count_not_started.data)


class EnrolForm(Form):
    """Somebody to enrol."""

    email = StringField(
        _l("E-mail address of the account"),
        validators=[DataRequired(_l("Give the address.")), Length(max=254)],
    )


class MoveForm(Form):
    """By how many days a date moves, and why."""

    days = IntegerField(
        _l("Days more"),
        validators=[
            InputRequired(_l("Give a number of days.")),
            NumberRange(1, MOST_DAYS, _l("Give a whole number of days between 1 and 365.")),
        ],
        description=_l("Added to the date there is; without a date, counted from today."),
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=reason_needed,
        description=_l("Kept with the learner's record. The learner is told the new date."),
    )


class OverrideForm(Form):
    """A decision against the rules for one step."""

    kind = RadioField(
        _l("What you decide"),
        choices=[
            SelectChoice("done", _l("The step counts as completed")),
            SelectChoice("open", _l("The step is open, whatever comes before it")),
        ],
        default="done",
    )
    reason = TextAreaField(
        _l("Reason"), validators=reason_needed, description=_l("Kept with the learner's record.")
    )


class NudgeForm(Form):
    """What a trainer writes to learners."""

    message = TextAreaField(
        _l("Your message"),
        validators=[DataRequired(_l("Write your message.")), Length(max=LONGEST_MESSAGE)],
        description=_l("The letter greets each learner by name and ends with a link to continue."),
    )
    again = BooleanField(
        _l("Also to those who got a letter like this within the last three days"),
    )
