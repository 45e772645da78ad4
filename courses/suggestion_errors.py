"""What can go wrong with suggestions for a lesson, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext

from elearn.core.errors import Conflict, Invalid, NotFound, TooMany

MOST_BLOCKS = 40
MOST_CHARACTERS = 20_000


class RequestNotFound(NotFound):
    """This lesson has no such request or suggestion."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such suggestion for this lesson."))


class NothingChosen(Invalid):
    """A request is about a piece of the lesson."""

    def __init__(self) -> None:
        super().__init__(_l("Choose at least one piece of the lesson."))


class NotInTheLesson(Invalid):
    """A chosen block does not stand in the text, or holds no words."""

    def __init__(self) -> None:
        super().__init__(
            _l("A piece you chose is no longer in the lesson. Open the page again and choose anew.")
        )


class TooMuchChosen(Invalid):
    """Only so much is sent at once."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Choose less: at most %(blocks)d pieces and %(characters)d characters at once.",
                blocks=MOST_BLOCKS,
                characters=MOST_CHARACTERS,
            )
        )


class ConsentChanged(Conflict):
    """The text that was agreed to is no longer the one in force."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "What you agree to was written anew meanwhile. Nothing was sent. Go back, read it"
                " and send again if you still agree."
            )
        )


class RequestIdIsTaken(Conflict):
    """Somebody else's request has this id."""

    def __init__(self) -> None:
        super().__init__(_l("This id is taken. Nothing was sent. Open the page again."))


class EnoughForToday(TooMany):
    """The trainer made as many requests as the administrator allows in a day (UTC)."""

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(
            lazy_ngettext(
                "You may ask once a day, and did. Nothing was sent. Come back tomorrow.",
                "You may ask %(num)s times a day, and did. Nothing was sent. Come back tomorrow.",
                limit,
            ),
            seconds,
        )


class SuggestionIsDecided(Conflict):
    """Somebody accepted or dismissed it already."""

    def __init__(self) -> None:
        super().__init__(
            _l("This suggestion was accepted or dismissed already. Nothing was changed.")
        )


class CitedTextIsGone(Conflict):
    """What the suggestion was made from is no longer taught here."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The text this suggestion was made from is no longer in the lesson. Nothing was"
                " changed. Dismiss the suggestion."
            )
        )
