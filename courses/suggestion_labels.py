"""The names people read for kinds, endings and reasons of suggestions."""

from flask_babel import lazy_gettext as _l

from courses.suggestion_models import OUTCOMES
from courses.suggestion_text import REASONS
from elearn.suggestions.provider import KINDS

KIND_NAMES = dict(
    zip(
        KINDS,
        (
            _l("A summary in one sentence"),
            _l("The same in plainer words"),
            _l("What learners can do afterwards"),
        ),
        strict=True,
    )
)
OUTCOME_NAMES = dict(
    zip(
        OUTCOMES,
        (
            _l("Answered"),
            _l("The answer held nothing that can be used."),
            _l("The provider did not answer within 10 seconds."),
            _l("The provider failed."),
            _l("The provider answered something that cannot be read."),
            _l("The provider could not be started. Tell an administrator."),
            _l("The provider broke down while it was asked."),
            _l("The request was interrupted. It is not sent again by itself."),
            _l("Suggestions were switched off before anything was sent."),
        ),
        strict=True,
    )
)
REASON_NAMES = dict(
    zip(
        REASONS,
        (
            _l("cannot be read"),
            _l("too long"),
            _l("more than can be shown"),
            _l("empty once cleaned"),
            _l("cites no text"),
            _l("cites text that was not sent"),
            _l("cites text that is no longer in the lesson"),
        ),
        strict=True,
    )
)
