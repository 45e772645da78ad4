"""HTML input of this room. Each field says in plain words what is wrong with it."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
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
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from elearn.accounts import countries, labels, passwords, profiles, tokens, zones
from elearn.accounts.access import GRANTABLE
from elearn.accounts.addresses import LONGEST, normalised_email
from elearn.accounts.queries import organisation_names
from elearn.core.forms import Form
from elearn.core.i18n import NAMES, offered_languages, reader_language

NOT_STATED = ("", _l("Not stated"))


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


EMAIL_NEEDED = InputRequired(_l("Write your e-mail address."))
PASSWORD_NEEDED = InputRequired(_l("Write your password."))


def choices_of(names: dict[str, Any], empty: bool = True) -> list[tuple[str, Any]]:
    """Return the options of a select, with “Not stated” first when it may stay empty."""
    return ([NOT_STATED] if empty else []) + list(names.items())


class RegisterForm(Form):
    name = StringField(
        _l("Your name"),
        [InputRequired(_l("Write your name.")), proper_name()],
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
        [InputRequired(_l("Write your name.")), proper_name()],
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
        self.language.choices = [(code, NAMES.get(code, code)) for code in offered_languages()]
        self.timezone.choices = zones.choices()
        self.country.choices = {
            _("No answer"): [NOT_STATED],
            **countries.choices(reader_language()),
        }
        self.stakeholder.choices = choices_of(labels.STAKEHOLDERS)
        self.organisation.choices = [NOT_STATED, *organisation_names()]
        self.gender.choices = choices_of(labels.GENDERS)


class TokenForm(Form):
    name = StringField(
        _l("What is it for?"),
        [InputRequired(_l("Name the program that will use it.")), proper_name(80)],
    )
    scopes = SelectMultipleField(
        _l("What may it do?"),
        [InputRequired(_l("Choose at least one."))],
        choices=[("read", _l("Read")), ("write", _l("Change"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    days = SelectField(
        _l("How long?"),
        coerce=int,
        choices=[(days, _l("%(days)d days", days=days)) for days in tokens.LIVES_DAYS],
    )


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
        self.role.choices = [(code, labels.ROLES[code]) for code in GRANTABLE]
        self.organisation.choices = [("", _l("everywhere")), *organisation_names()]


class OrganisationForm(Form):
    name = StringField(
        _l("Name"), [InputRequired(_l("Write the name of the organisation.")), proper_name(200)]
    )
    kind = SelectField(_l("Kind"))
    country = SelectField(_l("Country or territory"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices_of(labels.STAKEHOLDERS, empty=False)
        self.country.choices = {
            _("No answer"): [NOT_STATED],
            **countries.choices(reader_language()),
        }
