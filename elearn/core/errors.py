"""The kinds of domain error. Rooms subclass them with a sentence a person can act on."""

from typing import ClassVar

from elearn.core.access import Refusal


class DomainError(Exception):
    """A rule was broken. `str(error)` is the sentence shown; `status` the HTTP answer.

    `refusal` may say what to do next; the error page offers it.
    """

    status: ClassVar[int] = 422
    code: ClassVar[str] = "invalid"
    refusal: Refusal | None = None

    def __init__(self, sentence: object = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(DomainError):
    """There is no such thing, or not for this person."""

    status = 404
    code = "not-found"


class Forbidden(DomainError):
    """The thing is known to the person, but this act is not theirs."""

    status = 403
    code = "forbidden"


class Conflict(DomainError):
    """The thing changed meanwhile, or is in a state that does not allow this act."""

    status = 409
    code = "conflict"


class Invalid(DomainError):
    """What was sent cannot be used."""


class TooMany(DomainError):
    """Too often; `retry_after` says in how many seconds it may be tried again."""

    status = 429
    code = "too-many"

    def __init__(self, sentence: object = "", retry_after: int = 60) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
