"""What can go wrong at the trainers' desk, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class PartNotFound(NotFound):
    """The module or step is not part of this course, or was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__(_l("This part is no longer in the course. Go back to its outline."))


class TextChanged(Conflict):
    """Somebody saved the lesson after it was opened; `newest` is the number of their text."""

    def __init__(self, newest: int) -> None:
        super().__init__(
            _l("Somebody changed this lesson while you were writing. Nothing was saved yet.")
        )
        self.newest = newest


class TooManyObjectives(Invalid):
    """A module has at most 12 objectives of 300 characters each."""

    def __init__(self) -> None:
        super().__init__(
            _l("At most 12 objectives of 300 characters each. Say fewer things, and shorter.")
        )


class NotReadyToPublish(Invalid):
    """The publish check found something that must be put right first."""

    def __init__(self) -> None:
        super().__init__(
            _l("This course cannot be published yet. The list says what must be put right first.")
        )


class NothingToPublish(Conflict):
    """The draft is the same as what learners read."""

    def __init__(self) -> None:
        super().__init__(_l("Nothing has changed since this course was last published."))


class NotPublished(Conflict):
    """Only a published course can be withdrawn."""

    def __init__(self) -> None:
        super().__init__(_l("This course is not published, so it cannot be withdrawn."))


class NotWithdrawn(Conflict):
    """Only a withdrawn course can be offered again."""

    def __init__(self) -> None:
        super().__init__(_l("This course has not been withdrawn."))


class NotAQuiz(Invalid):
    """Only the room that fills a step may say whether it is ready."""

    def __init__(self) -> None:
        super().__init__(_l("A lesson is always ready; only a quiz can be marked."))


class NotALesson(NotFound):
    """A quiz has no text."""

    def __init__(self) -> None:
        super().__init__(_l("This part is a quiz: it has questions, not a text."))


class ReviewIsOver(Conflict):
    """The course was made already, or is being made now."""

    def __init__(self) -> None:
        super().__init__(_l("The outline was confirmed already, so it cannot be changed any more."))


class NothingToTeach(Invalid):
    """The reviewed outline holds no lesson."""

    def __init__(self) -> None:
        super().__init__(
            _l("No lesson is left in this outline. Include at least one section with a text.")
        )


class OutlineChanged(Conflict):
    """The outline was changed in another window meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _l("The outline was changed in another window. Go back, reload it and try again.")
        )


class UnknownHeading(Invalid):
    """The document has no heading or paragraph of that id."""

    def __init__(self) -> None:
        super().__init__(_l("The document has no such heading or paragraph."))
