"""What can go wrong with rules, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.access import Refusal
from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class RuleUnfit(Invalid):
    """A condition or a completion rule that cannot be kept; the sentence says why."""


class StepLocked(Forbidden):
    """Something must come before this part; `refusal` holds the reason and the next act."""

    code = "locked"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class EntryNotMet(Conflict):
    """Something must come before the course; `refusal` holds the reason and the next act."""

    code = "locked"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class RulesChanged(Conflict):
    """Somebody changed the rules after they were opened."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Somebody changed the rules of this course meanwhile. Nothing was saved. "
                "Open the page again to see them."
            )
        )


class RulesInACircle(Conflict):
    """Parts, or courses, that wait for each other would never open."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _l(
                "“%(title)s” would wait for something that itself waits for it, so neither "
                "would ever open. Nothing was saved.",
                title=title,
            )
        )


class OverrideUnfit(Invalid):
    """An override that cannot be made; the sentence says why."""


class NoSuchOverride(NotFound):
    """There is no such override on this course, or it was taken back."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such decision any more. Go back to the learner's page."))


class NoSuchLearner(NotFound):
    """There is no such enrolment on this course."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such learner on this course."))
