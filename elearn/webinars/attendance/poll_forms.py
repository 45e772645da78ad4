"""HTML input about polls and questions of sessions."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from elearn.core.forms import Form
from elearn.webinars.attendance.zoom_reports import LONGEST_POLL
from elearn.webinars.kept.questions import LONGEST_QUESTION


class PollForm(Form):
    """A poll, as it was taken."""

    question = StringField(
        _l("Question"), [DataRequired(_l("Give the question.")), Length(max=LONGEST_POLL)]
    )
    options = TextAreaField(
        _l("Answers and votes"),
        [DataRequired(_l("Give the answers, one a line.")), Length(max=10_000)],
        description=_l("One answer a line, its votes at the end: Yes 12"),
    )


class ZoomReportForm(Form):
    """A report of polls or questions."""

    report = FileField(_l("Poll report or question report of Zoom"))


class AskForm(Form):
    """A question to a session."""

    text = TextAreaField(
        _l("Your question"),
        [
            DataRequired(_l("Write your question.")),
            Length(max=LONGEST_QUESTION, message=_l("A question has 2,000 characters at most.")),
        ],
        description=_l("Answers are published on the page of the webinar, without your name."),
    )
