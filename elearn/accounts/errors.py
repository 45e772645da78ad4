"""What can go wrong with accounts, in sentences a person can act on."""

from flask_babel import gettext as _

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany


class NoSuchPerson(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is nobody with this account."))


class NoSuchOrganisation(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such organisation."))


class NoSuchThing(NotFound):
    """A sign-in, role or token that is not this person's, or is gone."""

    def __init__(self) -> None:
        super().__init__(_("It is not here any more. Reload the page to see what is."))


class AddressIsTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(_("Another account uses this e-mail address."))


class NameIsTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(_("An organisation with this name is on the list already."))


class WrongPassword(Invalid):
    def __init__(self) -> None:
        super().__init__(_("The password is wrong."))


class NotAnswered(Invalid):
    """A value that is not among those offered; the sentence says which."""


class LinkIsDead(Conflict):
    """The link was used, is too old, or was sent for an address that has changed since."""

    def __init__(self) -> None:
        super().__init__(
            _("This link no longer works: it was used, or it is too old. Ask for a new one.")
        )


class TooManyAttempts(TooMany):
    def __init__(self, retry_after: int) -> None:
        super().__init__(
            _(
                "Too many attempts. Wait %(minutes)d minutes, or set a new password by mail.",
                minutes=max(1, (retry_after + 59) // 60),
            ),
            retry_after,
        )


class NotYours(Forbidden):
    """An act on people or roles that this actor may not do; the sentence says why."""


class LastAdmin(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("This is the last administrator. Make somebody else an administrator first.")
        )


class TooManyTokens(Conflict):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("You have %(most)d tokens in use. Revoke one before you create another.", most=most)
        )


class NoSuchKind(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There are no letters of this kind."))


class LetterIsNotOptional(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("Letters of this kind tell you what you need to know: they always come at once.")
        )
