"""Why a webinar or a session cannot be what somebody asks, in sentences they can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class Unusable(Invalid):
    """What was sent cannot be used; `field` names what is wrong."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(sentence)
        self.field = field


class TextNotFound(NotFound):
    """The webinar has no text in that language."""

    def __init__(self) -> None:
        super().__init__(_l("This webinar has no text in that language."))


class SpeakerNotFound(NotFound):
    """The webinar has no such speaker."""

    def __init__(self) -> None:
        super().__init__(_l("This webinar has no such speaker. Somebody may have removed them."))


class OrganisationUnknown(Invalid):
    """There is no such organisation, or the person does not act for it."""

    def __init__(self) -> None:
        super().__init__(_l("Choose an organisation from the list."))
        self.field = "organisation"


class ToolUnknown(Invalid):
    """There is no such tool in the toolkit."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a publication of the toolkit from the list."))
        self.field = "tool"


class DefaultTextStays(Conflict):
    """The text readers get when there is none in their language is needed."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This is the text people get when there is none in their language. Choose another"
                " main language in the settings first."
            )
        )


class AgendaTooLong(Conflict):
    """An agenda takes longer than a session it is for."""

    def __init__(self, language: str, agenda: int, session: int) -> None:
        super().__init__(
            _l(
                "The agenda (%(language)s) takes %(agenda)d minutes, a session only %(session)d."
                " Shorten the agenda or lengthen the session.",
                language=language,
                agenda=agenda,
                session=session,
            )
        )
        self.field = "minutes"


class NotFitToPublish(Conflict):
    """A webinar without a summary or without an open session tells people nothing."""

    def __init__(self, missing: str) -> None:
        super().__init__(MISSING[missing])
        self.missing = missing


MISSING = {
    "summary": _l("Write a summary first: it is what people read in the list of webinars."),
    "session": _l("Open a session first: without one there is nothing to register for."),
}


class PeopleAreRegistered(Conflict):
    """Somebody is registered: their page cannot vanish."""

    def __init__(self, people: int) -> None:
        super().__init__(
            _l(
                "%(people)d people are registered. Cancel the sessions, which tells them, or"
                " archive the webinar once it is over.",
                people=people,
            )
        )


class SessionsAreToCome(Conflict):
    """What is still to come is not put into the archive."""

    def __init__(self) -> None:
        super().__init__(_l("A session is still to come. Cancel it, or wait until it was held."))


class StateForbids(Conflict):
    """The webinar or session is in a state in which this cannot be done."""

    def __init__(self, why: str) -> None:
        super().__init__(FORBIDDEN[why])
        self.why = why


FORBIDDEN = {
    "archived": _l("The webinar is in the archive. Publish it again to change it."),
    "not-published": _l("Only a published webinar can be put into the archive."),
    "cancelled": _l("This session is cancelled. Plan another one."),
    "held": _l("This session was held. What was said of it stays as it is."),
    "over": _l("This session is over. Say that it was held, or cancel it."),
    "past": _l("This session would have started already. Give it another time first."),
    "open": _l("This session is open: people know its time. Move it instead, which tells them."),
    "not-draft": _l("This session was open. Cancel it instead, which tells whoever registered."),
    "in-use": _l("Something stands on this session: a training, or what was kept of it."),
    "not-begun": _l("This session has not begun yet."),
    "not-open": _l("Only an open session can be said to have been held."),
}
