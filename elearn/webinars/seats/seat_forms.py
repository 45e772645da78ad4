"""HTML input of what organisers decide on a registration."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from elearn.core.forms import Form


class DecisionForm(Form):
    """The reason of a decision."""

    reason = TextAreaField(_l("Reason"), [Length(max=1000)])
