"""What can go wrong with recordings, slides and questions, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Invalid, NotFound


class MaterialNotFound(NotFound):
    """The webinar has no such recording, slides or document, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_l("This webinar has no such material. It may have been taken away."))


class FileRefused(Invalid):
    """An uploaded file is not what its name says, or may hold what harms people."""

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.field = "file"


class LessonStandsOnIt(Conflict):
    """A lesson of a course leads to the recording."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "A lesson of a course leads to this recording. Take it back instead: people no"
                " longer see it here, and the lesson keeps its words."
            )
        )


class RecordingIsALesson(Conflict):
    """The course has a lesson of this recording."""

    def __init__(self) -> None:
        super().__init__(
            _l("This course has a lesson of this recording already. Change that lesson instead.")
        )


class ModuleUnknown(Invalid):
    """The module is not in the course."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a module from the list."))
        self.field = "module"


class SectionUnknown(Invalid):
    """The section is not in the edition."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a section from the list."))
        self.field = "section"


class QuestionNotFound(NotFound):
    """There is no such question, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such question. It may have been taken away."))


class NotOpenForQuestions(Conflict):
    def __init__(self) -> None:
        super().__init__(_l("Questions are taken from people who are in, until the session ends."))


class PollNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__(_l("This poll was taken away, or never was. Load the list again."))
