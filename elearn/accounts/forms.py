"""HTML input of this room. Each field says in plain words what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.accounts import countries, labels, mailing, passwords, profiles, tokens, zones
from elearn.accounts.access import GRANTABLE
from elearn.accounts.addresses import LONGEST, normalised_email
from elearn.accounts.queries import organisation_names
from elearn.core.forms import Form
from elearn.core.i18n import NAMES, offered_languages, reader_language

NOT_STATED = SelectChoice("", _l("Not stated"))


def email_address(form: Form, field: Field) -> None:
    """Validator: an e-mail address, which it puts into its one written form."""
    address = normalised_email(field.data)
    if address is None:
        raise ValidationError(_l("Write an e-mail address, such as name@example.org."))
    field.data = address


def proper_name(longest: int = profiles.LONGEST_NAME) -> Callable[[Form, Field], None]:
    """Return a validator: a name, which it composes and folds."""

    def check(form: Form, field: Field) -> None:
        name = profiles.clean_name(field.data, longest)
        if name is None:
            raise ValidationError(_l("Write a name of at most %(most)d letters.", most=longest))
        field.data = name

    return check


def good_password(*about: str) -> Callable[[Form, Field], None]:
    """Return a validator for a new password; `about` names fields that hold what others know."""

    def check(form: Form, field: Field) -> None:
        known = [form[name].data for name in about]
        problem = passwords.problem_with(field.data or "", *known, *getattr(form, "about", ()))
        if problem:
            raise ValidationError(problem)

    return check


EMAIL_NEEDED = DataRequired(_l("Write your e-mail address."))
PASSWORD_NEEDED = InputRequired(_l("Write your password."))


def options(pairs: Iterable[tuple[Any, Any]], group: str | None = None) -> list[SelectChoice]:
    """Return (value, label) pairs as options, under a heading when one is given."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]


def grouped(headings: Mapping[str, Iterable[tuple[str, str]]]) -> list[SelectChoice]:
    """Return options under their headings."""
    return [option for name, pairs in headings.items() for option in options(pairs, name)]


class RegisterForm(Form):
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write your name.")), proper_name()],
        description=_l("As it should stand on certificates, in any script."),
    )
    email = EmailField(_l("E-mail address"), [EMAIL_NEEDED, Length(max=LONGEST), email_address])
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Choose a password.")), good_password("name", "email")],
        description=_l("8 characters or more. A few unrelated words work well."),
    )
    consent = BooleanField(
        _l("I have read the privacy notice and agree to it"),
        [InputRequired(_l("Without your agreement we may not open an account."))],
    )


class EmailForm(Form):
    email = EmailField(_l("E-mail address"), [EMAIL_NEEDED, email_address])


class SignInForm(Form):
    email = EmailField(_l("E-mail address"), [EMAIL_NEEDED, email_address])
    password = PasswordField(_l("Password"), [PASSWORD_NEEDED])


class PasswordForm(Form):
    """The password of somebody who is known already, by a link or a sign-in."""

    password = PasswordField(_l("Your password"), [PASSWORD_NEEDED])


class NewPasswordForm(Form):
    """A new password; set `about` to what others know of the person."""

    about: tuple[str, ...] = ()
    new_password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password.")), good_password()],
        description=_l("8 characters or more. A few unrelated words work well."),
    )


class ChangePasswordForm(NewPasswordForm):
    password = PasswordField(_l("Current password"), [PASSWORD_NEEDED])


class ChangeEmailForm(Form):
    email = EmailField(_l("New e-mail address"), [EMAIL_NEEDED, email_address])
    password = PasswordField(_l("Your password"), [PASSWORD_NEEDED])


class ProfileForm(Form):
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Write your name.")), proper_name()],
        description=_l("As it should stand on certificates from now on."),
    )
    language = SelectField(_l("Language of pages and letters"))
    timezone = SelectField(_l("Time zone"), description=_l("Dates and times are shown in it."))
    country = SelectField(_l("Country or territory"))
    stakeholder = SelectField(_l("What describes you best?"))
    organisation = SelectField(_l("Organisation"))
    gender = RadioField(
        _l("Gender"), description=_l("Only totals are ever shown. You need not answer.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options((c, NAMES.get(c, c)) for c in offered_languages())
        self.timezone.choices = grouped(zones.choices())
        self.country.choices = [NOT_STATED, *grouped(countries.choices(reader_language()))]
        self.stakeholder.choices = [NOT_STATED, *options(labels.STAKEHOLDERS.items())]
        self.organisation.choices = [NOT_STATED, *options(organisation_names())]
        self.gender.choices = [NOT_STATED, *options(labels.GENDERS.items())]


class LettersForm(Form):
    """How one wants letters: a field for each kind that one may decline, by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.wishes():
            field.choices = options(labels.LETTER_WAYS.items())

    def wishes(self) -> list[Any]:
        """Return the fields of the kinds."""
        return [self[name] for name, kind in mailing.KINDS.items() if kind.optional]


for _name, _kind in mailing.KINDS.items():
    if _kind.optional:
        setattr(LettersForm, _name, SelectField(_kind.label, description=_kind.what))


class TokenForm(Form):
    name = StringField(
        _l("What is it for?"),
        [DataRequired(_l("Name the program that will use it.")), proper_name(80)],
    )
    scopes = SelectMultipleField(
        _l("What may it do?"),
        [InputRequired(_l("Choose at least one."))],
        choices=[SelectChoice("read", _l("Read")), SelectChoice("write", _l("Change"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    days = SelectField(
        _l("How long?"),
        coerce=int,
        choices=[SelectChoice(days, _l("%(days)d days", days=days)) for days in tokens.LIVES_DAYS],
    )


class EraseForm(Form):
    """One's own account goes: the password is asked for however lately it was given."""

    password = PasswordField(_l("Your own password"), [PASSWORD_NEEDED])


class StepUpForm(Form):
    """A form for an act so grave that a password older than ten minutes is asked for again.

    Leave the field out of the page, and the check out, when `needs_password` is false.
    """

    needs_password = True
    password = PasswordField(_l("Your own password"))

    def validate_password(self, field: Field) -> None:
        """Require the password when it is asked for."""
        if self.needs_password and not field.data:
            raise ValidationError(_l("Write your password."))


class GrantForm(StepUpForm):
    role = SelectField(_l("Role"))
    organisation = SelectField(_l("For"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = options((code, labels.ROLES[code]) for code in GRANTABLE)
        self.organisation.choices = [
            SelectChoice("", _l("everywhere")),
            *options(organisation_names()),
        ]


class OrganisationForm(Form):
    name = StringField(
        _l("Name"), [DataRequired(_l("Write the name of the organisation.")), proper_name(200)]
    )
    kind = SelectField(_l("Kind"))
    country = SelectField(_l("Country or territory"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = options(labels.STAKEHOLDERS.items())
        self.country.choices = [NOT_STATED, *grouped(countries.choices(reader_language()))]
