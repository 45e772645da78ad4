"""What can be wrong with the setting of suggestions, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class SuggestionsAreOff(NotFound):
    """No administrator has allowed suggestions."""

    def __init__(self) -> None:
        super().__init__(_l("Suggestions by a machine are switched off on this site."))


class ProviderCannotBeAsked(Conflict):
    """Suggestions are on, but the key or the provider is no longer there."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The provider of suggestions cannot be asked just now. Nothing was sent. Tell an"
                " administrator: the page “Suggestions” says what is missing."
            )
        )


class KeyCannotBeRead(Invalid):
    """SECRET_KEY is not the one the key was sealed with."""

    field = "key"

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The stored key cannot be read, because SECRET_KEY was changed since. Enter the"
                " key again; the rest is kept."
            )
        )


class KeyIsMissing(Invalid):
    """Suggestions cannot be on without a key."""

    field = "key"

    def __init__(self) -> None:
        super().__init__(_l("Enter the key of the provider, or leave suggestions off."))


class KeyIsOfAnother(Invalid):
    """A key goes to nobody but the provider it was entered for."""

    field = "key"

    def __init__(self) -> None:
        super().__init__(
            _l("The stored key belongs to another provider. Enter the key of this one.")
        )


class ProviderIsMissing(Invalid):
    """Suggestions cannot be on without a provider the operator offers."""

    field = "provider"

    def __init__(self) -> None:
        super().__init__(_l("Choose one of the providers offered here."))


class ProviderCannotBeLoaded(Invalid):
    """The provider is no program that can be used; `problem` says what happened."""

    field = "provider"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            _l(
                "The provider “%(name)s” cannot be loaded (%(problem)s). Nothing was changed. Ask"
                " whoever runs this site to install it.",
                name=name,
                problem=problem,
            )
        )


class ConsentIsMissing(Invalid):
    """Nobody may be asked to send anything without being told what happens to it."""

    field = "consent"

    def __init__(self) -> None:
        super().__init__(_l("Write what trainers agree to when they send text to the provider."))


class SettingChanged(Conflict):
    """Another administrator changed the setting meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _l("Somebody changed this setting meanwhile. Look at it again; nothing was changed.")
        )
