"""HTML input about feedback."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice

from elearn.core.forms import Form


class SurveyChoiceForm(Form):
    """Which survey is asked after sessions."""

    form = SelectField(_l("Survey"))

    def offer(self, rows: Iterable[Any], chosen: Any) -> None:
        """Offer surveys, that which is chosen too though it may be closed by now."""
        listed = {row.public_id: row.title for row in rows}
        if chosen is not None:
            listed.setdefault(chosen.public_id, chosen.title)
        standard = SelectChoice("", _("The survey for webinars this site comes with"))
        self.form.choices = [standard, *(SelectChoice(*one) for one in listed.items())]
