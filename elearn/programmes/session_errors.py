"""Sentences about sessions, attendance, groups, lineage and reports that a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class SessionNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("There is no such session."))


class RunIsReported(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("The report of this training was accepted. What it counts is not changed any more.")
        )


class SessionUnusable(Invalid):
    """`field` names what is wrong."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(sentence)
        self.field = field


class NobodyWithThatPlace(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Somebody on this list has no place in this training. Load it again."))


class TooManyMinutes(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Nobody can be at a session for longer than it lasts."))


class ReportUnreadable(Invalid):
    """`reason` is that of `attendance_files.FileUnusable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(UNREADABLE[reason])
        self.reason = reason


UNREADABLE = {
    "encoding": _l(
        "The file is no text in UTF-8 or UTF-16. Save it as “CSV UTF-8” and send it again."
    ),
    "no-table": _l(
        "No table was found. It needs a column with names or e-mail addresses, and minutes, or the"
        " times of joining and leaving."
    ),
    "too-large": _l("The file is larger than 2 MB. Send the report of one session only."),
    "too-many": _l("The file names too many people or rows. Send the report of one session only."),
    "empty": _l("The file names nobody."),
}


class ImportNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(
            _l("This report was written, thrown away, or is older than a day. Send it again.")
        )


class GroupNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("There is no such group."))


class GroupUnusable(Invalid):
    """`field` names what is wrong."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(sentence)
        self.field = field


class NotLearnedThere(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("This trainer did not complete that training."))


class LineageInACircle(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("That training descends from this one, so nobody can have learned there before.")
        )


class TrainerNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("There is no such trainer in this training."))


class NobodyWithThatAddress(Invalid):
    def __init__(self) -> None:
        super().__init__(
            _l("Nobody is registered with this address. Ask them to create an account first.")
        )


class RunIsNotClosed(Conflict):
    def __init__(self) -> None:
        super().__init__(_l("Close the training first: its report counts what happened in it."))


class ReportIsHandedIn(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("The report was handed in already. It can be changed once it is returned.")
        )


class ReportIsNotHandedIn(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("The report does not wait for a decision: it was decided, or not handed in yet.")
        )


class ReportIsEmpty(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Say what happened before you hand in the report."))


class ReturnedWithoutNote(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Say what is missing: the trainers read it."))
