"""HTML input of the setting of suggestions."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput, PasswordInput

from elearn.core.forms import Form
from elearn.suggestions.operations import Wish
from elearn.suggestions.queries import Setting

# Its last four characters are shown: of a shorter key they would tell too much.
SHORTEST_KEY = 12
LONGEST_KEY = 500
LONGEST_CONSENT = 4_000
MOST_A_DAY = 1_000
NOBODY = SelectChoice("", _l("Nobody"))
KEY = rf"\S{{{SHORTEST_KEY},{LONGEST_KEY}}}\Z"
KEY_SHAPE = _l(
    "A key has between %(min)d and %(max)d characters and no spaces.",
    min=SHORTEST_KEY,
    max=LONGEST_KEY,
)
LIMIT_RANGE = _l("Write a number between 1 and %(most)d.", most=MOST_A_DAY)


class SettingForm(Form):
    """Who suggests, with which key, under which consent text, how often."""

    is_on = BooleanField(
        _l("Trainers may ask for suggestions"),
        description=_l("While this is off, nothing is sent and trainers see nothing of it."),
    )
    provider = SelectField(
        _l("Provider"),
        choices=[NOBODY],
        description=_l("Whoever runs this site decides which providers are offered."),
    )
    key = StringField(
        _l("Key"),
        validators=[Optional(), Regexp(KEY, message=KEY_SHAPE)],
        widget=PasswordInput(),
    )
    forget_key = BooleanField(_l("Forget the stored key"))
    consent = TextAreaField(
        _l("What trainers agree to"),
        validators=[Length(max=LONGEST_CONSENT)],
        description=_l(
            "Say who receives the text, where, what they do with it and how long they keep it."
            " Trainers read this before each request; the log records which version they saw."
        ),
    )
    daily_limit = IntegerField(
        _l("Requests a trainer may make in a day"),
        validators=[NumberRange(1, MOST_A_DAY, message=LIMIT_RANGE)],
    )
    version = IntegerField(widget=HiddenInput())

    def offer(self, names: list[str]) -> "SettingForm":
        """Let the form choose among these providers."""
        self.provider.choices = [NOBODY, *(SelectChoice(name, name) for name in names)]
        return self

    @classmethod
    def showing(cls, setting: Setting) -> "SettingForm":
        """Return the form filled with the setting; the key is not in it."""
        names = ("is_on", "provider", "consent", "daily_limit", "version")
        return cls(data={name: getattr(setting, name) for name in names})

    def wish(self) -> Wish:
        """Return what was typed, as the operation takes it."""
        return Wish(
            is_on=self.is_on.data,
            provider=self.provider.data or "",
            consent=self.consent.data or "",
            daily_limit=self.daily_limit.data,
            key=self.key.data or "",
            forget_key=self.forget_key.data,
            version=self.version.data,
        )
