"""What can go wrong when a course follows a new edition, in sentences a trainer can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class UpdateNotFound(NotFound):
    """The course has no such update, or no such proposal in it."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such proposal for this course."))


class UpdateIsOver(Conflict):
    """The update was finished or dropped."""

    def __init__(self) -> None:
        super().__init__(_l("This update is over; nothing in it can be decided any more."))


class UpdateIsPast(Conflict):
    """The update was dropped, or the course went on to a later edition."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This update was dropped, or a later edition was proposed to the course."
                " Nothing in it can be decided any more."
            )
        )


class AlreadyDecided(Conflict):
    """Another trainer decided the proposal first."""

    def __init__(self) -> None:
        super().__init__(
            _l("Another trainer has just decided this proposal. Nothing of yours was saved.")
        )


class LessonMovedOn(Conflict):
    """The paragraph in the lesson is not the one that was shown when this was decided."""

    def __init__(self) -> None:
        super().__init__(
            _l("This paragraph was edited in its lesson meanwhile. Compare again, then decide.")
        )


class NoLongerTaught(Conflict):
    """The paragraph was taken out of the course."""

    def __init__(self) -> None:
        super().__init__(
            _l("This paragraph is no longer in the course. You can only decline the proposal.")
        )


class CannotUndo(Conflict):
    """What was decided was edited or published since."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The text was edited or published after this decision. Decide again, or change"
                " it in the lesson."
            )
        )


class CannotDecideAgain(Conflict):
    """What the decision brought was edited since, so that it cannot be exchanged as a whole."""

    def __init__(self) -> None:
        super().__init__(
            _l("The text was edited after this decision. Nothing is changed; edit the lesson.")
        )


class DecidedLikeThat(Invalid):
    """The decision is the one that stands."""

    def __init__(self) -> None:
        super().__init__(_l("It is decided like that already, and the lesson says so."))


class NotTheNewest(Conflict):
    """Only the last update of a course is reopened."""

    def __init__(self) -> None:
        super().__init__(
            _l("A later edition was proposed to this course. Decide on that one instead.")
        )


class NothingToWrite(Invalid):
    """Moved and renumbered paragraphs keep their words, and an empty text is no text."""

    def __init__(self) -> None:
        super().__init__(_l("Write a text, or accept or decline the proposal as it is."))


class NoSuchAct(Invalid):
    """A form was sent without one of its buttons."""

    def __init__(self) -> None:
        super().__init__(_l("Choose what to do with the proposal."))


class StillOpen(Conflict):
    """Proposals wait for a decision."""

    def __init__(self) -> None:
        super().__init__(
            _l("Some proposals are still open. Decide them first, or decline all that are left.")
        )


class DecisionsStand(Conflict):
    """An update whose proposals were accepted is finished, not dropped."""

    def __init__(self) -> None:
        super().__init__(
            _l("Some proposals were accepted already. Undo them first, or finish the update.")
        )
