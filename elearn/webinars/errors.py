"""What can go wrong with webinars and their sessions, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class WebinarNotFound(NotFound):
    """There is no such webinar, or not for this person."""

    def __init__(self) -> None:
        super().__init__(
            _l("There is no webinar here. It may have moved, or you may not have access to it.")
        )


class SessionNotFound(NotFound):
    """The webinar has no such session, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_l("This webinar has no such session. It may have been taken away."))


class NotYoursToRun(Forbidden):
    """An organisation that delivers a webinar sees it; the one it belongs to runs it."""

    def __init__(self) -> None:
        super().__init__(
            _l("Your organisation takes part in this webinar. Only its organiser can change it.")
        )


class NoSuchReminder(NotFound):
    """The session has no reminder so long before or after."""

    def __init__(self) -> None:
        super().__init__(_l("This session has no such reminder. It may have been taken out."))


class ReminderUnusable(Invalid):
    """A reminder lies up to 30 days before the start or after the end."""

    def __init__(self) -> None:
        super().__init__(_l("A reminder lies up to 30 days before the start or after the end."))


class TooManyReminders(Conflict):
    """A session has so many reminders at most."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _l("A session has at most %(most)s reminders. Take one out first.", most=most)
        )


class SessionIsCancelled(Conflict):
    """Nobody is reminded of what does not take place."""

    def __init__(self) -> None:
        super().__init__(_l("This session is cancelled: nobody is reminded of it."))
