"""What can go wrong when people register, in sentences a person can act on."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound


class SignUpNotFound(NotFound):
    """A link that opens no sign-up: wrong, cut off, or made dead by a newer one."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This link leads nowhere. Copy it whole from the newest letter about the webinar, "
                "or sign in and look under “My webinars”."
            )
        )


class RegistrationNotFound(NotFound):
    """The sign-up has no such registration."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such registration here. Nothing was changed."))


class LinkIsOver(DomainError):
    """A link that confirms or invites, used or too old."""

    status = 410
    code = "gone"

    def __init__(self) -> None:
        super().__init__(
            _l("This link no longer works: it was used, is too old, or a newer one was sent.")
        )


class ChooseASession(Invalid):
    """Nobody registers for nothing."""

    def __init__(self) -> None:
        super().__init__(_l("Choose at least one session that takes registrations."))


class SessionsAreClosed(Conflict):
    """No session of the webinar takes registrations now."""

    def __init__(self) -> None:
        super().__init__(_l("No session of this webinar takes registrations now."))


class AccountNeeded(Forbidden):
    """The webinar is for people with an account."""

    def __init__(self) -> None:
        super().__init__(
            _l("This webinar is for people with an account. Sign in, or create one; it is free.")
        )


class InvitationNeeded(Forbidden):
    """The webinar is for those whom its organisers invited."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This webinar is by invitation. Use the link of your invitation, or sign in with "
                "the address it came to."
            )
        )


class TooLateToChange(Conflict):
    """The sessions have started: what was said at registration stays."""

    def __init__(self) -> None:
        super().__init__(_l("Your sessions have started, so your details stay as they are."))


class NobodyChosen(Invalid):
    """A bulk decision about nobody."""

    def __init__(self) -> None:
        super().__init__(_l("Choose at least one request first."))


class InvitationNotFound(NotFound):
    """The webinar has no such invitation."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such invitation for this webinar."))


class InvitationIsOver(Conflict):
    """An invitation that was accepted is not changed any more."""

    def __init__(self) -> None:
        super().__init__(_l("This invitation was accepted already. Nothing was changed."))


class TooManyAtOnce(Invalid):
    """A list that is too long for one go."""

    def __init__(self, most: int) -> None:
        super().__init__(_("Paste at most %(most)s addresses at once.", most=most))


class DelegationsClosed(Forbidden):
    """The webinar takes no delegations, or this is not somebody who may lead one."""

    def __init__(self) -> None:
        super().__init__(_l("You cannot register others for this webinar."))


class DelegationUnusable(Invalid):
    """A list of members with lines that cannot be read: `lines` says which, and why."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines


class FormUnknown(Invalid):
    """A form that cannot be the registration form of this webinar in this language."""

    def __init__(self) -> None:
        super().__init__(
            _l("Choose a registration form of the organisation, in the language of the text.")
        )


class TextNotFound(NotFound):
    """The webinar has no text in this language."""

    def __init__(self) -> None:
        super().__init__(_l("This webinar has no text in this language."))
