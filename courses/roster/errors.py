"""What can go wrong at the desk for the people of a course."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class LearnerNotFound(NotFound):
    """The course has no such enrolment."""

    def __init__(self) -> None:
        super().__init__(_l("Nobody on this course stands behind this address."))


class NobodyChosen(Invalid):
    """An act for chosen learners was asked for without any."""

    def __init__(self) -> None:
        super().__init__(_l("Nobody is chosen. Tick the learners you mean, or filter the list."))


class TooManyChosen(Invalid):
    """More learners than one act may touch."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _l(
                "One act touches at most %(most)s learners. Filter the list and act on each part.",
                most=most,
            )
        )


class NobodyToWriteTo(Conflict):
    """Everybody chosen is left out."""

    def __init__(self) -> None:
        super().__init__(_l("None of those chosen would get this letter. Nothing was sent."))


class ChosenChanged(Conflict):
    """Since the preview, the filter finds other learners."""

    def __init__(self) -> None:
        super().__init__(
            _l("The list changed since you looked at it. Nothing was done: look again who it is.")
        )


class NoSuchAccount(Invalid):
    """No account has this address."""

    def __init__(self) -> None:
        super().__init__(
            _l("No account has this address. Ask the person to create one, or invite them.")
        )


class EnrolledAlready(Conflict):
    """The person is on the course."""

    def __init__(self) -> None:
        super().__init__(_l("This person is on the course already."))


class NotOnTheCourse(Conflict):
    """The learner left the course or completed it."""

    def __init__(self) -> None:
        super().__init__(_l("This learner is not on the course any more. Nothing was changed."))


class DateCannotMove(Invalid):
    """A date would move by nothing, or too far."""

    def __init__(self) -> None:
        super().__init__(_l("Give a whole number of days between 1 and 365."))


class NothingToTakeBack(Conflict):
    """The date was moved again since, or never."""

    def __init__(self) -> None:
        super().__init__(
            _l("The date was changed again since, so it cannot be put back. Move it by hand.")
        )


class ReasonMissing(Invalid):
    """A decision against the rules has no reason."""

    def __init__(self) -> None:
        super().__init__(_l("Give the reason: the learner's record keeps it."))
