"""HTML input of suggestions: what to ask about, and the agreement to send it."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from courses.suggestion_labels import KIND_NAMES
from elearn.core.forms import Form
from elearn.suggestions.provider import Block

SHOWN_CHARACTERS = 240


class ChooseForm(Form):
    """Which blocks of the lesson, and what to suggest for them. Sent by GET: nothing changes."""

    class Meta(Form.Meta):
        csrf = False

    kind = RadioField(
        _l("What to suggest"),
        choices=[SelectChoice(code, name) for code, name in KIND_NAMES.items()],
        validators=[InputRequired(_l("Choose what to suggest."))],
    )
    block = SelectMultipleField(
        _l("For which pieces of the lesson"),
        validators=[InputRequired(_l("Choose at least one piece of the lesson."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, blocks: Sequence[Block]) -> "ChooseForm":
        """Let the form choose among these blocks, each shown by its first words."""
        self.block.choices = [SelectChoice(block.id, shortened(block.text)) for block in blocks]
        return self


class SendForm(Form):
    """What the trainer saw and agrees to send."""

    id = HiddenField(validators=[Length(max=12)])
    kind = HiddenField()
    blocks = HiddenField()
    revision = IntegerField(widget=HiddenInput(), default=0)
    consent_version = IntegerField(widget=HiddenInput(), default=0)


def shortened(text: str) -> str:
    """Return the first words of a text."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return text[:SHOWN_CHARACTERS].rpartition(" ")[0] + " …"
