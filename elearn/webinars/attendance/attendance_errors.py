"""Sentences about joining and attendance that a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class RegistrationNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(
            _l("There is no such registration, or not for you. Use the link in your mail.")
        )


class CannotJoin(Forbidden):
    """Why somebody cannot join now; the sentence says it."""


class NobodyRegistered(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Somebody on this list is not registered here. Load it again."))


class TooManyMinutes(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Give whole minutes, from 1 to those of the session."))


class CodeWordIsWrong(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("This is not the code word of this session. Look at it again."))


class NotOpenForCodeWord(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("The code word is taken from the start of the session until a day after its end.")
        )


class ReportNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("This report was thrown away, or never was. Send it again."))


class LineNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("This report has no such line. Load it again."))


class ReportUnreadable(Invalid):
    """`reason` is that of `attendance_files.FileUnusable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(UNREADABLE[reason])
        self.reason = reason


UNREADABLE = {
    "encoding": _l(
        "The file is no text in UTF-8 or UTF-16, or is damaged. Export it again, or save it as"
        " “CSV UTF-8”. Nothing was changed."
    ),
    "no-table": _l(
        "No table was found. It needs a column with names or e-mail addresses, and minutes, or the"
        " times of joining and leaving. Nothing was changed."
    ),
    "too-large": _l("The file is larger than 2 MB. Send the report of one session only."),
    "too-many": _l("The file names too many people or rows. Send the report of one session only."),
    "no-polls": _l(
        "No polls and no questions were found. Send the poll report or the question report of"
        " Zoom as it was exported. Nothing was changed."
    ),
    "empty": _l("The file names nobody. Nothing was changed."),
}


class NotOverYet(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("The session has not ended yet. Say that its attendance is complete after it.")
        )


class NotNowInRoom(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l(
                "Who is in the room can be asked while the session runs. Afterwards, send the"
                " report file of the conferencing system."
            )
        )


class SessionIsCancelled(Conflict):
    def __init__(self) -> None:
        super().__init__(_l("This session is cancelled: nobody was at it."))
