"""What can go wrong with the glossary of a course, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class TermNotFound(NotFound):
    """The glossary has no such term (any more)."""

    def __init__(self) -> None:
        super().__init__(_l("This term is not in the glossary. Go back to the list."))


class TermThere(Conflict):
    """The glossary has the term already, perhaps hidden."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This term is in the glossary already, perhaps hidden. Find it in the list and"
                " change its meaning there."
            )
        )


class TermChanged(Conflict):
    """Somebody changed the term after it was opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("Somebody changed this term while you were writing. Nothing was saved yet.")
        )


class NoMeaning(Invalid):
    """A term needs a name with a letter or a number in it, and a meaning."""

    def __init__(self) -> None:
        super().__init__(_l("Write the term and what it means."))


class TermTooLong(Invalid):
    """A term has at most 200 characters, a meaning 4,000."""

    def __init__(self) -> None:
        super().__init__(
            _l("A term has at most 200 characters, its meaning 4,000. Write it shorter.")
        )


class NotInManual(Conflict):
    """Only what the manual defines can be left to the manual, and it keeps the manual's name."""

    def __init__(self, *, renaming: bool = False) -> None:
        super().__init__(
            _l("The manual gives this term its name. Hide it and add a term of your own instead.")
            if renaming
            else _l("The manual does not define this term, so it has no wording to go back to.")
        )
