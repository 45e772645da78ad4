"""What can go wrong in the margin, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany


class NoSuchNote(NotFound):
    """There is no such note, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such note here. It may have been deleted."))


class NoSuchTrainerQuestion(NotFound):
    """There is no such question to the trainers of this course."""

    def __init__(self) -> None:
        super().__init__(_l("There is no such question here."))


class ParagraphUnknown(Invalid):
    """The key is of no paragraph of the lesson."""

    code = "paragraph-unknown"

    def __init__(self) -> None:
        super().__init__(
            _l("This lesson has no such paragraph. Choose one on the page of the lesson.")
        )


class NothingWritten(Invalid):
    """A note without text that marks nothing."""

    code = "nothing-written"

    def __init__(self) -> None:
        super().__init__(_l("Write something, or tick the bookmark. To remove a note, delete it."))


class NoteChanged(Conflict):
    """The note was changed in another window after this one was opened."""

    code = "note-changed"

    def __init__(self) -> None:
        super().__init__(
            _l(
                "You changed this note in another window meanwhile. What you typed here is kept"
                " below; save again to keep it instead."
            )
        )


class MarginIsFull(Conflict):
    """A person has as many notes as anybody needs."""

    code = "too-many-notes"

    def __init__(self) -> None:
        super().__init__(
            _l("You have 1,000 notes and bookmarks. Delete some before you add another.")
        )


class AskWhenEnrolled(Forbidden):
    """Only those who take the course ask its trainers."""

    code = "not-enrolled"

    def __init__(self) -> None:
        super().__init__(_l("Enrol on the course to ask its trainers."))


class AskedEnough(TooMany):
    """Ten questions a day."""

    def __init__(self) -> None:
        sentence = _l(
            "You asked 10 questions within a day; nothing was sent. Ask again tomorrow, or put"
            " several questions into one."
        )
        super().__init__(sentence, retry_after=3600)


class AnswerFirst(Conflict):
    """Only an answered question can be published."""

    code = "answer-first"

    def __init__(self) -> None:
        super().__init__(_l("Write an answer first; then the question can be published."))


class QuestionIsAnswered(Conflict):
    """An answered question needs no closing."""

    code = "question-answered"

    def __init__(self) -> None:
        super().__init__(_l("This question is answered, so there is nothing to close."))
