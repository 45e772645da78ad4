"""HTML input of trainers: the settings of a quiz, and what all kinds of questions share."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from elearn.core.forms import Form
from quizzes.drafts import MOST_POINTS
from quizzes.models import Quiz
from quizzes.numbers import parse_number
from quizzes.operations import Settings
from quizzes.wording import as_html, as_source

needed = InputRequired(_l("Write a number."))


class SettingsForm(Form):
    """How a quiz is taken."""

    introduction = TextAreaField(
        _l("Introduction"),
        validators=[Length(max=5000)],
        description=_l("What learners should know before they start. Shown above the rules."),
    )
    pass_mark = StringField(
        _l("Pass mark in percent"),
        validators=[InputRequired(_l("Write the pass mark."))],
        description=_l("The share of points needed to pass, for example 80."),
    )
    attempts = IntegerField(
        _l("Attempts before a wait"),
        validators=[needed, NumberRange(0, 100, _l("Write a number from 0 to 100."))],
        description=_l("0 means no limit."),
    )
    wait_hours = IntegerField(
        _l("Hours to wait after that"),
        validators=[needed, NumberRange(0, 720, _l("Write a number from 0 to 720."))],
    )
    time_limit = IntegerField(
        _l("Minutes for one attempt"),
        validators=[Optional(), NumberRange(1, 1440, _l("Write a number from 1 to 1440."))],
        description=_l("Leave it empty for no time limit: best for slow lines and screen readers."),
    )
    draw = IntegerField(
        _l("Questions drawn for an attempt"),
        validators=[Optional(), NumberRange(1, 500, _l("Write a number from 1 to 500."))],
        description=_l("Leave it empty to ask all. Questions not seen yet are drawn first."),
    )
    shuffle = BooleanField(_l("Mix the order of questions and choices"))

    def validate_pass_mark(self, field: Any) -> None:
        """Take a share from 0 to 100 with two decimals at most, comma or point."""
        if self.mark() is None:
            raise ValidationError(_l("Write a number from 0 to 100, for example 80 or 66.67."))

    def mark(self) -> int | None:
        """Return the pass mark in hundredths of a percent, exactly, or None."""
        value = parse_number(self.pass_mark.data or "", "%")
        if value is None or not 0 <= value <= 100 or value * 100 != int(value * 100):
            return None
        return int(value * 100)

    def settings(self) -> Settings:
        """Return what was typed, clean. Slow: call it before write()."""
        return Settings(
            introduction=as_html(self.introduction.data or ""),
            pass_mark=self.mark() or 0,
            attempts=self.attempts.data,
            wait_minutes=60 * self.wait_hours.data,
            time_limit=self.time_limit.data,
            draw=self.draw.data,
            shuffle=self.shuffle.data,
        )

    @classmethod
    def showing(cls, quiz: Quiz | Settings) -> "SettingsForm":
        """Return the form filled with the settings of a quiz."""
        whole, rest = divmod(quiz.pass_mark, 100)
        return cls(
            introduction=as_source(quiz.introduction),
            pass_mark=f"{whole}.{rest:02}".rstrip("0").rstrip("."),
            attempts=quiz.attempts,
            wait_hours=quiz.wait_minutes // 60,
            time_limit=quiz.time_limit,
            draw=quiz.draw,
            shuffle=quiz.shuffle,
        )


class PurposeForm(Form):
    """What a quiz is for."""

    purpose = RadioField(
        _l("This quiz is"),
        choices=[
            SelectChoice("check", _l("A check of what was learned")),
            SelectChoice("before", _l("The test before learning")),
            SelectChoice("after", _l("The test after learning")),
        ],
        validators=[InputRequired(_l("Choose what this quiz is for."))],
    )
    pool = SelectField(
        _l("Test after that a test before draws its questions from"),
        description=_l("Needed for a test before only. Its course cannot be published without it."),
    )


class QuestionForm(Form):
    """What all kinds share; each kind reads its own part of the form."""

    prompt = TextAreaField(
        _l("Question"),
        description=_l(
            "Plain text; leave an empty line between paragraphs. Simple HTML works too."
        ),
    )
    feedback = TextAreaField(
        _l("Why"),
        validators=[Length(max=5000)],
        description=_l("Shown to everybody after the result: why the right answer is right."),
    )
    paragraphs = StringField(
        _l("Paragraphs that support the answer"),
        validators=[Length(max=400)],
        description=_l("Printed numbers of the edition, for example 12, 14-16."),
    )
    topic = StringField(_l("Topic"), validators=[Length(max=120)])
    points = IntegerField(
        _l("Points"),
        validators=[needed, NumberRange(1, MOST_POINTS, _l("Write a number from 1 to 100."))],
        default=1,
    )
    based_on = HiddenField()

    def known_revision(self) -> int | None:
        """Return the revision that was open for editing, as the form tells it."""
        text = self.based_on.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
