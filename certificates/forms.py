"""HTML input about awards."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from certificates.drawing import check_name
from certificates.errors import CannotDraw, NameIsUnusable
from certificates.operations import LONGEST_REASON
from elearn.core.forms import Form


def printable(form: Form, field: Field) -> None:
    """Validator: the name can be printed; replaces it by its printed form."""
    try:
        field.data = check_name(field.data)
    except (CannotDraw, NameIsUnusable) as problem:
        raise ValidationError(str(problem)) from problem


class NameForm(Form):
    """A name as it should stand on a certificate."""

    holder_name = StringField(
        _l("Name on the certificate"),
        validators=[
            InputRequired(_l("Enter the name as it should stand on the certificate.")),
            printable,
        ],
        description=_l(
            "In the letters you use: Latin, Cyrillic, Greek, Arabic, Chinese, Devanagari or Thai."
        ),
    )


class RevokeForm(Form):
    """Why a certificate is taken back."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            InputRequired(_l("Say why: people who check the certificate see the reason.")),
            Length(max=LONGEST_REASON),
        ],
        description=_l("Anyone who checks the certificate reads this."),
    )


class ReissueForm(NameForm):
    """The corrected name, and why it is corrected."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            InputRequired(_l("Say why the certificate is issued again.")),
            Length(max=LONGEST_REASON),
        ],
        description=_l("Kept in the records and shown to the holder, not to the public."),
    )
