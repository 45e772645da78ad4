"""Domain errors of the library."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound, TooMany
from elearn.library.readers.errors import Unreadable


class NoSuchImport(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("There is no such import, or it is not yours."))


class NoSuchEdition(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("There is no such edition in the toolkit."))


class NoSuchTool(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("There is no such tool in the toolkit."))


class UnknownTool(Invalid):
    """A document was to be a new edition of something that has no edition yet."""

    def __init__(self) -> None:
        super().__init__(_l("No tool or edition of the toolkit has this name."))


class ImportIsRunning(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _l("A document of yours is being read now. Wait until it is done, or stop it.")
        )


class ImportIsNotReady(Conflict):
    def __init__(self) -> None:
        super().__init__(_l("This document has not been read yet, or was refused."))


class TooManyImports(TooMany):
    def __init__(self) -> None:
        super().__init__(
            _l("You have uploaded many documents in the last hour. Go on a little later."),
            retry_after=1800,
        )


class FileRefused(Invalid):
    """The uploaded file cannot be read; `code` is stable and the sentence says what to do."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.sentence)
        self.reason_code = reason.code


class NoSuchPicture(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("The document has no such picture."))


class PictureRefused(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("This file is no picture we can show. Take a PNG, JPEG or WebP file."))


class NoSuchMeaning(Invalid):
    def __init__(self) -> None:
        super().__init__(_l("A style can only mean a level from 1 to 9 or one of the roles."))
