"""What can go wrong with questions and attempts, as sentences a person can act on."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany

# (id of the field, sentence)
Problem = tuple[str, str]


class QuestionIsUnfit(Invalid):
    """The question cannot be used as written; `problems` names each field and what to do."""

    code = "question-unfit"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(sentence for _, sentence in problems))
        self.problems = list(problems)


class AnswerIsUnfit(Invalid):
    """The response does not belong to this question."""

    code = "answer-unfit"

    def __init__(self) -> None:
        super().__init__(_("This answer does not fit the question. Nothing was changed."))


class NoSuchQuiz(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such quiz here."))


class NoSuchQuestion(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such question here."))


class NoSuchAttempt(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such attempt, or it is not yours."))


class NotEnrolled(Forbidden):
    code = "not-enrolled"

    def __init__(self) -> None:
        super().__init__(_("Enrol on the course to take its quizzes."))


class QuizIsEmpty(Conflict):
    code = "quiz-empty"

    def __init__(self) -> None:
        super().__init__(_("This quiz has no questions yet. Come back later."))


class TakenOnce(Conflict):
    """A test before learning is taken once."""

    code = "taken-once"

    def __init__(self) -> None:
        super().__init__(_("You took this test. It is taken once, before learning."))


class ShownLater(Conflict):
    """The answers of a test before are shown once the test after was handed in."""

    code = "shown-later"

    def __init__(self) -> None:
        super().__init__(
            _("Right answers are shown once you handed in the test after. Until then: your score.")
        )


class HasNoQuestions(Conflict):
    """A test before has no questions of its own."""

    code = "test-before"

    def __init__(self) -> None:
        super().__init__(
            _("A test before asks the questions of its test after. Add the question there.")
        )


class QuizHasQuestions(Conflict):
    """A quiz with questions of its own cannot become a test before, or stop being one."""

    code = "quiz-has-questions"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This quiz has questions of its own, and a test before asks those of its test"
                " after. Retire them first. Nothing was changed."
            )
        )


class QuizWasTaken(Conflict):
    """The attempts of learners would mean something else."""

    code = "quiz-was-taken"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Learners have taken this quiz as it is, so it can neither become a test before"
                " nor stop being one. Add another quiz instead. Nothing was changed."
            )
        )


class NoSuchPool(Invalid):
    code = "no-such-pool"

    def __init__(self) -> None:
        super().__init__(_("Choose a test after of this course. Make a quiz the test after first."))


class WaitBeforeNextAttempt(Conflict):
    """The allowed attempts are used up; `until` says when the next may start."""

    code = "wait"

    def __init__(self, sentence: object, until: datetime) -> None:
        super().__init__(sentence)
        self.until = until


class AttemptIsClosed(Conflict):
    """The attempt was submitted, or closed by the clock; nothing can be saved any more."""

    code = "attempt-closed"

    def __init__(self) -> None:
        super().__init__(_("This attempt is closed, so the answer was not saved."))


class TimeIsUp(Conflict):
    code = "time-up"

    def __init__(self) -> None:
        super().__init__(
            _("The time for this attempt is over. The answers saved in time are what counts.")
        )


class TooManyChanges(TooMany):
    """One question was answered more often than anybody would; the answers so far are kept."""

    def __init__(self) -> None:
        sentence = _("This answer was changed too often. What was saved before is kept.")
        super().__init__(sentence, retry_after=3600)


class AttemptIsOpen(Conflict):
    """Results exist only after submission."""

    code = "attempt-open"

    def __init__(self) -> None:
        super().__init__(_("Submit the attempt to see its result."))


class QuestionChanged(Conflict):
    """Somebody else revised the question after it was opened for editing."""

    code = "question-changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this question while you were writing. Your text is kept below;"
                " compare it with the newest wording, then save again."
            )
        )


class NoSuchDraft(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such draft here."))


class DraftIsDecided(Conflict):
    """The draft was approved or dismissed already, perhaps in another window."""

    code = "draft-decided"

    def __init__(self) -> None:
        super().__init__(
            _("This draft was decided meanwhile, so nothing was changed. Load the page again.")
        )


class NoSuchAct(Invalid):
    """A form was sent without one of its buttons."""

    def __init__(self) -> None:
        super().__init__(_("Choose what to do with the draft."))


class DraftChanged(Conflict):
    """The draft was made anew from a changed manual after it was shown."""

    code = "draft-changed"

    def __init__(self) -> None:
        super().__init__(
            _("This draft has other words now, because its paragraph changed. Read it again first.")
        )
