"""HTML input about joining and attendance."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, StringField
from wtforms.validators import InputRequired, Length

from elearn.core.forms import Form


class CodeWordForm(Form):
    """The code word of a session."""

    word = StringField(
        _l("Code word"),
        [
            InputRequired(_l("Type the code word that was said in the session.")),
            Length(max=60, message=_l("A code word has 60 characters at most.")),
        ],
    )


class WebinarReportForm(Form):
    """An attendance report."""

    report = FileField(_l("Attendance report"))
