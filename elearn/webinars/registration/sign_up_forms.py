"""HTML input of registration: who somebody is, which sessions, whom they bring or invite."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.accounts import countries, labels, zones
from elearn.accounts.addresses import LONGEST
from elearn.accounts.forms import (
    EMAIL_NEEDED,
    NOT_STATED,
    email_address,
    grouped,
    options,
    proper_name,
)
from elearn.core.forms import Form
from elearn.core.i18n import NAMES, offered_languages, reader_language
from elearn.webinars import times
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.signing_up import LONGEST_AFFILIATION, Details

CHOOSE = SelectChoice("", _l("Choose"))
LONGEST_REASON = 1000
LONGEST_PASTE = 20_000


def session_choices(sessions: Iterable[WebinarSession], zone: str) -> list[SelectChoice]:
    """Return sessions to choose: their title, moment there and here, language."""
    return [SelectChoice(one.public_id, session_words(one, zone)) for one in sessions]


def session_words(session: Any, zone: str) -> str:
    """Return a session in one line: title, its moment in the host's zone and in another."""
    moments = [times.words(session.starts_at, session.zone)]
    if times.offset(session.starts_at, zone) != times.offset(session.starts_at, session.zone):
        moments.append(times.words(session.starts_at, zone))
    language = NAMES.get(session.language, session.language)
    return " · ".join(part for part in (session.title, *moments, language) if part)


class SessionsForm(Form):
    """Which sessions."""

    sessions = SelectMultipleField(
        _l("Sessions"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, sessions: Sequence[WebinarSession], zone: str) -> None:
        """Offer sessions; where there is only one, it is chosen."""
        self.sessions.choices = session_choices(sessions, zone)
        if len(sessions) == 1 and not self.sessions.data:
            self.sessions.data = [sessions[0].public_id]


class DetailsForm(Form):
    """Who somebody is."""

    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write your name.")), proper_name()],
        description=_l("As it should stand on a certificate, in any script."),
    )
    country = SelectField(
        _l("Country or territory"), [InputRequired(_l("Choose your country or territory."))]
    )
    stakeholder = SelectField(
        _l("What describes you best?"), [InputRequired(_l("Choose what describes you best."))]
    )
    affiliation = StringField(_l("Organisation or office"), [Length(max=LONGEST_AFFILIATION)])
    gender = RadioField(
        _l("Gender"),
        default="",
        description=_l("Only totals are ever shown. You need not answer."),
    )
    language = SelectField(_l("Language of letters to you"))
    zone = SelectField(_l("Time zone"), description=_l("Letters show times in it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = [CHOOSE, *grouped(countries.choices(reader_language()))]
        self.stakeholder.choices = [CHOOSE, *options(labels.STAKEHOLDERS.items())]
        self.gender.choices = [NOT_STATED, *options(labels.GENDERS.items())]
        self.language.choices = options((c, NAMES.get(c, c)) for c in offered_languages())
        self.zone.choices = grouped(zones.choices())

    def details(self) -> Details:
        """Return what was typed, as the operations take it."""
        return Details(
            name=self.name.data or "",
            affiliation=self.affiliation.data or "",
            country=self.country.data or None,
            gender=self.gender.data or None,
            stakeholder=self.stakeholder.data or None,
            language=self.language.data,
            zone=self.zone.data,
        )


class SignUpForm(DetailsForm, SessionsForm):
    """Registration of somebody whose address is known: an account, or an invitation."""

    consent = BooleanField(
        _l("I have read the privacy notice and agree to it"),
        [InputRequired(_l("Without your agreement we may not register you."))],
    )


class GuestForm(SignUpForm):
    """Registration by an address that a letter confirms."""

    email = EmailField(
        _l("E-mail address"),
        [EMAIL_NEEDED, Length(max=LONGEST), email_address],
        description=_l("We send a letter with a link to it. Your registration counts from then."),
    )


class RequestsForm(Form):
    """An answer to chosen requests."""

    reason = TextAreaField(
        _l("Reason, when you turn people down"),
        [Length(max=LONGEST_REASON)],
        description=_l("It stands in their letter."),
    )


class InviteForm(Form):
    """Addresses to invite."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        [InputRequired(_l("Paste at least one address.")), Length(max=LONGEST_PASTE)],
        description=_l("One on each line, at most 200 at once."),
    )


class DelegationForm(SessionsForm):
    """Who comes with somebody."""

    organisation = StringField(
        _l("Name of the delegation"),
        [DataRequired(_l("Name the delegation: a country, an office.")), Length(max=200)],
    )
    members = TextAreaField(
        _l("Members"),
        [InputRequired(_l("Write at least one name.")), Length(max=LONGEST_PASTE)],
        description=_l(
            "One person on each line: the name, then a semicolon and the e-mail address if they "
            "have one. Rows copied from a spreadsheet work, too."
        ),
    )
    consent = BooleanField(
        _l("They know that I register them, and that their names are kept"),
        [InputRequired(_l("Ask them first: we keep their names because you give them."))],
    )


class FormChoiceForm(Form):
    """Which form is asked at registration."""

    form = SelectField(_l("Form"))

    def offer(self, rows: Iterable[Any]) -> None:
        """Offer forms; none is an answer, too."""
        listed = [SelectChoice(row.public_id, row.title) for row in rows]
        self.form.choices = [SelectChoice("", _("Ask nothing more")), *listed]
