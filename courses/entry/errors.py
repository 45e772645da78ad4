"""What can go wrong on the ways into a course, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.access import Refusal
from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class EntryRefused(Conflict):
    """The terms of a course do not let the person in; `refusal` says why and what to do next."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class LessonsAreForMembers(Forbidden):
    """Only those who take part may read the lessons; `refusal` says how to become one."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(
            _l(
                "Only those who take part can read the lessons of this course. %(why)s",
                why=refusal.reason,
            )
        )
        self.refusal = refusal


class NoPlaceLeft(Conflict):
    """Everybody the course has room for is on it."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "There are 0 free places on this course. Raise the number of places, or wait until"
                " somebody leaves."
            )
        )


class TermsDoNotFit(Invalid):
    """The terms contradict each other."""


class TooManyCodes(Conflict):
    """A course has as many codes as it may have."""

    def __init__(self) -> None:
        super().__init__(
            _l("This course has 200 codes already. Use one of them for more people instead.")
        )


class CodeNotFound(NotFound):
    """The course has no such code."""

    def __init__(self) -> None:
        super().__init__(_l("This course has no such code. Go back to the list of its codes."))


class CodeUnknown(Invalid):
    """Nothing opens by what was typed."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "No course opens with this code. Check it letter by letter; 0, O, 1, I and L never"
                " stand in a code."
            )
        )


class CodeRevoked(Conflict):
    """The code was taken back."""

    def __init__(self) -> None:
        super().__init__(_l("This code was taken back. Ask whoever gave it to you for a new one."))


class CodeExpired(Conflict):
    """The code's time is over."""

    def __init__(self) -> None:
        super().__init__(_l("This code has expired. Ask whoever gave it to you for a new one."))


class CodeUsedUp(Conflict):
    """The code was used as often as it may be."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This code was used as often as it may be. Ask whoever gave it to you for a new"
                " one."
            )
        )


class NothingToAsk(Conflict):
    """Nobody needs to be asked."""

    def __init__(self) -> None:
        super().__init__(
            _l("You need not ask: you are enrolled, or the course is open to you. Go to its page.")
        )


class RequestNotFound(NotFound):
    """There is no such request, or it was answered."""

    def __init__(self) -> None:
        super().__init__(_l("There is no open request here. Go back to the course page."))


class RequestIsAnswered(Conflict):
    """Somebody answered first, or the person took the request back."""

    def __init__(self) -> None:
        super().__init__(
            _l("This request was answered or taken back meanwhile. Nothing was changed.")
        )


class ReasonNeeded(Invalid):
    """Nobody is turned away without a reason."""

    def __init__(self) -> None:
        super().__init__(_l("Give the reason: the person who asked reads it."))


class TooManyAddresses(Invalid):
    """More addresses than one form takes."""

    def __init__(self) -> None:
        super().__init__(
            _l("Invite at most 200 addresses at once, or upload a list. Nobody was invited.")
        )


class InvitationNotFound(NotFound):
    """The course has no such invitation."""

    def __init__(self) -> None:
        super().__init__(_l("This course has no such invitation. Go back to the list of them."))


class InvitationIsDead(Conflict):
    """The link opens nothing any more, or never did."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This invitation no longer works: it was used, taken back, replaced by a newer"
                " letter, or has expired after 30 days. Ask its sender for a new one."
            )
        )


class InvitedSomebodyElse(Forbidden):
    """The invitation is for another address than that of the person signed in."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This invitation was sent to another address than yours. Sign out, and sign in or"
                " register with the address the letter came to."
            )
        )


class CohortNotFound(NotFound):
    """There is no such cohort, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_l("There is no cohort here, or it is not yours to see."))


class ListNotFound(NotFound):
    """There is no such list, or not here."""

    def __init__(self) -> None:
        super().__init__(_l("There is no list here. Go back to the lists you uploaded."))


class ListIsNotReady(Conflict):
    """Only a list that was tried, and was not carried out, can be carried out."""

    def __init__(self) -> None:
        super().__init__(
            _l("This list cannot be carried out now: it is still read, or was carried out before.")
        )


class FileTooLarge(Invalid):
    """A list is larger than we read."""

    def __init__(self) -> None:
        super().__init__(
            _l("The file is larger than 10 MB. Split it into several lists. Nothing was kept.")
        )


class FileUnreadable(Invalid):
    """The file is no table we can read; the sentence says what is wrong and where."""
