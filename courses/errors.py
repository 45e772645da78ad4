"""What can go wrong with courses, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class CourseNotFound(NotFound):
    """There is no such course, or not for this person."""

    def __init__(self) -> None:
        super().__init__(
            _l("There is no course here. It may have moved, or you may not have access to it.")
        )


class StepNotFound(NotFound):
    """There is no such part in this course."""

    def __init__(self) -> None:
        super().__init__(_l("This course has no such part. Go to the course page to find it."))


class StepNoLongerThere(NotFound):
    """The part was in an earlier release of the course."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This part was removed when the course was last published. What you did is kept. "
                "Go to the course page to continue."
            )
        )


class SignInToLearn(Forbidden):
    """A visitor tried to take part."""

    def __init__(self) -> None:
        super().__init__(_l("Sign in first: your progress is kept with your account."))


class NotYoursToEdit(Forbidden):
    """The person may read this course but not change it."""

    def __init__(self) -> None:
        super().__init__(_l("You may read this course, but only its trainers can change it."))


class CourseWithdrawn(Conflict):
    """Nobody can enrol on a course that is no longer offered."""

    def __init__(self) -> None:
        super().__init__(_l("This course has been withdrawn, so nobody can enrol on it any more."))


class NotEnrolled(Conflict):
    """Progress can only be kept for somebody who is enrolled."""

    def __init__(self) -> None:
        super().__init__(_l("You are not enrolled on this course. Enrol to keep your progress."))


class QuizIsPassed(Conflict):
    """A quiz is not completed by reading it."""

    def __init__(self) -> None:
        super().__init__(_l("A quiz is completed by passing it. Open the quiz to answer it."))


class NothingToFinish(Conflict):
    """The completion rule is not met yet."""

    def __init__(self) -> None:
        super().__init__(
            _l("Something is still missing. The course page shows what you need to complete.")
        )


class PlaceUnknown(Invalid):
    """The place sent is not the name of a paragraph."""

    def __init__(self) -> None:
        super().__init__(_l("This is not the name of a paragraph."))
