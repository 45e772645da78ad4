"""Sentences about feedback that a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid


class NoFeedbackAsked(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("Feedback is asked after the session, of those who were there. Nothing was kept.")
        )


class SurveyUnknown(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("Choose an open survey in this language from the list."))
