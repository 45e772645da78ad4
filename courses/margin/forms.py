"""HTML input of the margin: a note, a question to the trainers, their answer."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from courses.margin.operations import LONGEST_ANSWER, LONGEST_NOTE, LONGEST_QUESTION
from elearn.core.forms import Form


class NoteForm(Form):
    """A note or a bookmark. `seen`: the note as the page knew it."""

    text = TextAreaField(
        _l("Your note"),
        validators=[
            Length(max=LONGEST_NOTE, message=_l("Write at most %(max)d characters.")),
        ],
        description=_l("Only you see it: no trainer, no administrator."),
    )
    bookmarked = BooleanField(_l("Bookmark this place"))
    seen = HiddenField()


class AskForm(Form):
    """A question to the trainers of a course."""

    text = TextAreaField(
        _l("Your question"),
        validators=[
            DataRequired(_l("Write your question.")),
            Length(max=LONGEST_QUESTION, message=_l("Write at most %(max)d characters.")),
        ],
        description=_l(
            "The trainers of this course see it with your name. They may publish question and"
            " answer for all readers in their own words, without your name."
        ),
    )


class AnswerForm(Form):
    """A trainer's answer."""

    text = TextAreaField(
        _l("Answer"),
        validators=[
            DataRequired(_l("Write the answer.")),
            Length(max=LONGEST_ANSWER, message=_l("Write at most %(max)d characters.")),
        ],
        description=_l("Who asked is told by mail once, and sees every later change of it."),
    )


class PublishForm(Form):
    """How a question is shown to everybody."""

    shown = TextAreaField(
        _l("The question in your own words"),
        validators=[
            DataRequired(_l("Write how the question is shown to everybody.")),
            Length(max=LONGEST_QUESTION, message=_l("Write at most %(max)d characters.")),
        ],
        description=_l("Shown with your answer at the end of the lesson. Leave out who asked."),
    )
