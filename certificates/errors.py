"""What can be wrong with an award, in sentences a person can act on."""

import unicodedata

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class NameIsUnusable(Invalid):
    """The name is empty, too long, or holds characters that do not belong in a name."""

    code = "name-unusable"
    # What is stored of the problem; `sentence_of` turns it back into words in any language.
    kept = "name-unusable"


class CannotDraw(Invalid):
    """The fonts hold no such character. `character` is the one, `name` its name in Unicode."""

    code = "cannot-draw"

    def __init__(self, character: str) -> None:
        self.character = character
        self.kept = f"cannot-draw:{character}"
        self.name = unicodedata.name(character[0], "") or f"U+{ord(character[0]):04X}"
        super().__init__(
            _l(
                "The certificate cannot show the character “%(character)s” (%(name)s). "
                "Write the name in another spelling or in another script, for example in "
                "Latin, Cyrillic, Greek, Arabic, Chinese, Devanagari or Thai letters.",
                character=character,
                name=self.name,
            )
        )


class DoesNotFit(Invalid):
    """The certificate would need a second page."""

    code = "does-not-fit"
    kept = "does-not-fit"

    def __init__(self) -> None:
        super().__init__(_l("The name and title are too long to fit on one page. Shorten them."))


class KeyIsMissing(Exception):
    """There is no signing key in the file named by the settings; for the operator, not people."""


class KeyIsUnusable(Exception):
    """The file named by the settings holds no Ed25519 private key."""


class NoSuchAward(NotFound):
    """There is no such award, or it is not this person's."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such certificate, or it is not yours."))


class NoSuchCode(NotFound):
    """No award has this code, or it cannot be a code."""


class AwardIsNotValid(Conflict):
    """Only a valid award can be revoked or replaced."""

    def __init__(self) -> None:
        super().__init__(_l("This certificate was revoked or replaced already."))


class MayNot(Forbidden):
    """The person may see the award, but not do this with it."""


class ReasonIsMissing(Invalid):
    """An award is not revoked or replaced without saying why."""


def sentence_of(kept: str | None) -> str | None:
    """Return what a stored drawing problem means, in the reader's language."""
    if not kept:
        return None
    code, _, character = kept.partition(":")
    if code == CannotDraw.code and character:
        return str(CannotDraw(character))
    if code == DoesNotFit.code:
        return str(DoesNotFit())
    return str(_l("The name cannot be printed. Enter it as it should stand on the certificate."))
