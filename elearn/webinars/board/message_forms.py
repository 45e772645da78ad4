"""What organisers write to the people of a session."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.core.forms import Form
from elearn.webinars.board.messages import LONGEST_SUBJECT, LONGEST_TEXT, STATES
from elearn.webinars.registration import sign_up_labels


class MessageForm(Form):
    """A letter to the people of a session."""

    states = SelectMultipleField(
        _l("To people who are"),
        [InputRequired(_l("Choose at least one kind of people."))],
        choices=[SelectChoice(state, sign_up_labels.THEIR_STATES[state]) for state in STATES],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    subject = StringField(
        _l("Subject"),
        [DataRequired(_l("Write a subject.")), Length(max=LONGEST_SUBJECT)],
    )
    text = TextAreaField(
        _l("Your message"),
        [DataRequired(_l("Write your message.")), Length(max=LONGEST_TEXT)],
        description=_l(
            "The letter greets each person by name, says when the session is, and ends with a link "
            "to their registration."
        ),
    )
