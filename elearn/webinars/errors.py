"""What can go wrong with webinars and their sessions, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Forbidden, NotFound


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
