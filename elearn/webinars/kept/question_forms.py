"""HTML input of questions asked at sessions."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from elearn.accounts.forms import options
from elearn.core.forms import Form
from elearn.webinars.kept.questions import LONGEST_ANSWER, Place


class QuestionsForm(Form):
    """Questions of a session, one a line."""

    session = SelectField(_l("Session"))
    texts = TextAreaField(
        _l("Questions"),
        [DataRequired(_l("Write down the questions."))],
        description=_l("One a line, without the names of those who asked."),
    )

    def lines(self) -> list[str]:
        """Return the questions that were typed."""
        return (self.texts.data or "").splitlines()


class QuestionAnswerForm(Form):
    """The answer to a question, and where in the toolkit it belongs."""

    words = TextAreaField(
        _l("Answer"),
        [
            DataRequired(_l("Write the answer.")),
            Length(max=LONGEST_ANSWER, message=_l("An answer has 10,000 characters at most.")),
        ],
        description=_l("Everybody reads question and answer on the page of the webinar."),
    )
    section = SelectField(
        _l("Section of the toolkit"),
        description=_l("Of the publications the webinar is about."),
    )

    def offer(self, sections: Sequence[tuple[str, str]]) -> "QuestionAnswerForm":
        """Let the form choose among these sections."""
        self.section.choices = [SelectChoice("", _l("None")), *options(sections)]
        return self

    def place(self) -> Place | None:
        """Return the section that was chosen."""
        edition, _sign, position = (self.section.data or "").partition(":")
        return Place(edition, int(position)) if edition else None
