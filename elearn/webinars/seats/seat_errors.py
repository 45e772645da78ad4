"""What can go wrong with seats and the line for them, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from elearn.core.errors import Conflict, Invalid, NotFound


class RegistrationNotFound(NotFound):
    """Nobody registered so."""

    def __init__(self) -> None:
        super().__init__(_l("This session has no such registration."))


class RegistrationIsClosed(Conflict):
    """Nobody can register now; the sentence says why and what to do."""


class RegistrationDeclined(Conflict):
    """The organisers answered no."""

    def __init__(self) -> None:
        super().__init__(
            _l("The organisers could not give you a seat. Write to them if something has changed.")
        )


class SessionIsOver(Conflict):
    """Who was registered for a session that was held stays so."""

    def __init__(self) -> None:
        super().__init__(_l("This session is over; its registrations can no longer be changed."))


class OfferIsOver(Conflict):
    """The seat went on to the next."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The time to take this seat is over, and it was offered to the next in line. You"
                " can register again; you then stand at the end of the line."
            )
        )


class NothingOffered(Conflict):
    """There is no offer to answer."""

    def __init__(self) -> None:
        super().__init__(_l("No seat is offered to you now. Load the page again to see why."))


class NothingToAnswer(Conflict):
    """The request was answered or taken back."""

    def __init__(self) -> None:
        super().__init__(_l("There is no request to answer: it was answered, or taken back."))


class ReasonNeeded(Invalid):
    """A no carries its reason."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__(_l("Say why. The person reads it in the letter."))


class TooFewSeats(Conflict):
    """Seats that are held cannot be taken away by a number."""

    field = "seats"

    def __init__(self, region: str, taken: int) -> None:
        super().__init__(
            _ln(
                "%(num)d person holds one of these seats or is offered one. Keep at least so many,"
                " or cancel a registration first; nothing was changed.",
                "%(num)d people hold these seats or are offered one. Keep at least so many, or"
                " cancel registrations first; nothing was changed.",
                taken,
            )
        )
        self.region = region
        self.taken = taken


class SeatsAreWrong(Invalid):
    """Seats are counted, for everybody and for regional groups."""

    field = "seats"

    def __init__(self, most: int) -> None:
        super().__init__(
            _l(
                "Give seats as whole numbers between 0 and %(most)d, for everybody and for UN"
                " regional groups.",
                most=most,
            )
        )


class TooManyAnswers(Invalid):
    """A list is answered in parts."""

    field = "registrations"

    def __init__(self, most: int) -> None:
        super().__init__(_l("Answer at most %(most)d requests at once.", most=most))
