"""What can go wrong with forms and answers, in sentences a person can act on."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound


class FormNotFound(NotFound):
    """There is no such form, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_l("There is no form here, or it is not meant for you."))


class FieldNotFound(NotFound):
    """The form has no such field."""

    def __init__(self) -> None:
        super().__init__(_l("This form has no such question. It may have been removed."))


class FormIsFaulty(Invalid):
    """A form cannot be made like this."""


class FormIsNotYours(Forbidden):
    """The form is known to the person, but somebody else looks after it."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else looks after this form. Copy it to make your own."))


class FormWasAnswered(Conflict):
    """A form that was answered is not changed any more."""

    def __init__(self) -> None:
        super().__init__(
            _l("People have answered this form, so it stays as it is. Copy it and change the copy.")
        )


class FormHasNoFields(Conflict):
    """Nobody can answer a form without questions."""

    def __init__(self) -> None:
        super().__init__(_l("Add a question first: nobody can answer an empty form."))


class FormIsClosed(Conflict):
    """The form takes no answers."""

    def __init__(self) -> None:
        super().__init__(_l("This form takes no answers now. Nothing was sent."))


class AlreadyAnswered(Conflict):
    """A person answers a form once for each subject."""

    def __init__(self) -> None:
        super().__init__(
            _l("You have answered this form already. Withdraw your answers to give others.")
        )


class NothingAnswered(NotFound):
    """There are no answers to show or withdraw."""

    def __init__(self) -> None:
        super().__init__(_l("You have not answered this form, or have withdrawn your answers."))


class AnswersRefused(Invalid):
    """Some answers cannot be used: `problems` says why, by the key of the field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {why}" for key, why in problems.items()))
        self.problems = dict(problems)


class ActionNotFound(NotFound):
    """There is no such action in the person's list."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such action in your list."))


class ActionNeedsWords(Invalid):
    """An action without words, or with too many."""

    def __init__(self) -> None:
        super().__init__(_l("Say what you will do, in at most 500 characters."))


class WhyIsItBlocked(Invalid):
    """A blocked action says what blocks it."""

    def __init__(self) -> None:
        super().__init__(_l("Say what keeps you from doing it."))


class TooManyActions(Conflict):
    """A list of actions has an end."""

    def __init__(self) -> None:
        super().__init__(_l("Your list is full. Change an action that is there."))


class FollowUpNotFound(NotFound):
    """There is no such invitation, or not to this person."""

    def __init__(self) -> None:
        super().__init__(
            _l("This link leads nowhere. Copy it whole from the letter, or sign in instead.")
        )


class FollowUpIsOver(DomainError):
    """The invitation's time is over, or it was answered or withdrawn."""

    status = 410
    code = "gone"

    def __init__(self, sentence: object = "") -> None:
        super().__init__(
            sentence
            or _l("This link is more than 60 days old and no longer works. Nothing is missing.")
        )
