"""What trainers do: make quizzes, write, revise, order and retire questions.

A revision is only ever added, so no edit reaches an attempt that was drawn before. Everything is
recorded. Call inside `transaction.write()`, with drafts prepared before it.
"""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from courses import operations as courses
from courses.models import Step
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from quizzes import desk_queries
from quizzes.drafts import QuestionDraft
from quizzes.errors import HasNoQuestions, NoSuchQuestion, NoSuchQuiz, QuestionChanged
from quizzes.models import Question, QuestionRevision, Quiz, QuizItem

_new_quiz = insert(Quiz).on_conflict_do_nothing(index_elements=["step_id"]).returning(Quiz.id)


@dataclass(frozen=True)
class Settings:
    """How a quiz is taken. `introduction` is clean markup; `pass_mark` hundredths of a percent.

    `attempts` in a row before a wait of `wait_minutes` (0: no limit); `time_limit` in minutes
    (None: untimed); `draw` questions of all (None: all); `shuffle` mixes questions and choices.
    """

    introduction: str = ""
    pass_mark: int = 8000
    attempts: int = 3
    wait_minutes: int = 1440
    time_limit: int | None = None
    draw: int | None = None
    shuffle: bool = True


def create_quiz(
    step_id: int, actor: SignedIn | None = None, settings: Settings | None = None
) -> Quiz:
    """Give a quiz step its quiz, or return the one it has; `settings` apply to a new one only.

    Raises NoSuchQuiz for a step that is not a quiz.
    """
    step = db.session.get(Step, step_id)
    if step is None or step.kind != "quiz":
        raise NoSuchQuiz
    values = {"step_id": step_id} | asdict(settings or Settings())
    if db.session.scalar(_new_quiz, values) is not None:
        _note(actor, "create", "quiz", step.public_id)
    return db.session.scalars(select(Quiz).where(Quiz.step_id == step_id)).one()


def change_settings(quiz: Quiz, settings: Settings, actor: SignedIn | None) -> list[str]:
    """Change how the quiz is taken; return what changed. Open attempts keep their terms."""
    changed = [name for name, value in asdict(settings).items() if getattr(quiz, name) != value]
    for name in changed:
        setattr(quiz, name, getattr(settings, name))
    if changed:
        db.session.flush()
        note_settings(quiz, actor, changed)
        tell_course(quiz)
    return changed


def note_settings(quiz: Quiz, actor: SignedIn | None, changed: list[str]) -> None:
    """Record what changed of how a quiz is taken."""
    _note(actor, "change", "quiz", step_of(quiz).public_id, fields=sorted(changed))


def add_question(quiz_id: int, draft: QuestionDraft, actor: SignedIn | None) -> Question:
    """Add a question at the end of the quiz; with its first question a quiz becomes ready.

    Raises HasNoQuestions for a test before, which asks those of its test after.
    """
    quiz = _locked(quiz_id)
    if quiz.purpose == "before":
        raise HasNoQuestions
    question = Question(course_id=step_of(quiz).course_id, topic=draft.topic)
    db.session.add(question)
    db.session.flush()
    _append_revision(question, draft, 1, actor)
    items = desk_queries.items_of(quiz_id)
    position = max((item.position for item in items), default=0) + 1
    item = QuizItem(
        quiz_id=quiz_id, question_id=question.id, position=position, points=draft.points
    )
    db.session.add(item)
    db.session.flush()
    _note(actor, "add", "question", question.public_id, kind=draft.kind)
    tell_course(quiz)
    return question


def revise_question(
    quiz_id: int,
    question_id: int,
    draft: QuestionDraft,
    actor: SignedIn | None,
    *,
    based_on: int | None = None,
) -> int | None:
    """Save a new revision and return its number, or None when the question says the same.

    Attempts keep the revision they were drawn with. `based_on` is the number of the revision
    that was open for editing. Raises NoSuchQuestion, or QuestionChanged when there is a newer one.
    """
    quiz = _locked(quiz_id)
    question, item = _question(quiz_id, question_id)
    newest = db.session.get_one(QuestionRevision, question.current_revision_id)
    if based_on is not None and based_on != newest.number:
        raise QuestionChanged
    settled = (question.topic, item.points) == (draft.topic, draft.points)
    question.topic, item.points = draft.topic, draft.points
    number = None
    if _wording(newest) != _wording(draft):
        number = newest.number + 1
        _append_revision(question, draft, number, actor)
    if number is not None or not settled:
        db.session.flush()
        _note(actor, "revise", "question", question.public_id, revision=number)
        tell_course(quiz)
    return number


def retire_question(quiz_id: int, question_id: int, actor: SignedIn | None) -> None:
    """Ask the question in no new attempt; what was answered stays. Can be undone."""
    quiz = _locked(quiz_id)
    question, _item = _question(quiz_id, question_id)
    if question.retired_at is None:
        question.retired_at = now()
        db.session.flush()
        _note(actor, "retire", "question", question.public_id)
        tell_course(quiz)


def restore_question(quiz_id: int, question_id: int, actor: SignedIn | None) -> None:
    """Ask a retired question again. Raises HasNoQuestions for a test before."""
    quiz = _locked(quiz_id)
    if quiz.purpose == "before":
        raise HasNoQuestions
    question, _item = _question(quiz_id, question_id)
    if question.retired_at is not None:
        question.retired_at = None
        db.session.flush()
        _note(actor, "restore", "question", question.public_id)
        tell_course(quiz)


def still_right(quiz_id: int, question_id: int, edition_id: int, actor: SignedIn | None) -> None:
    """Keep that the question is right for an edition, though a paragraph it cites changed."""
    _locked(quiz_id)
    question, _item = _question(quiz_id, question_id)
    if (question.checked_edition_id or 0) <= edition_id:
        question.checked_edition_id, question.checked_at = edition_id, now()
        db.session.flush()
        _note(actor, "check", "question", question.public_id, edition=edition_id)


def move_question(quiz_id: int, question_id: int, by: int, actor: SignedIn | None) -> None:
    """Move a question up (-1) or down (+1) among those in use; at the ends nothing moves."""
    _locked(quiz_id)
    items = [item for item in desk_queries.items_of(quiz_id) if item.retired_at is None]
    order = [item.question_id for item in items]
    if question_id not in order:
        raise NoSuchQuestion
    place = order.index(question_id)
    target = place + by
    if not 0 <= target < len(order):
        return
    order.insert(target, order.pop(place))
    rows = {row.question_id: row for row in db.session.scalars(_items_of(quiz_id))}
    for position, one in enumerate(order, start=1):
        rows[one].position = position
    db.session.flush()
    _note(actor, "move", "question", items[place].public_id, by=by)


def _append_revision(
    question: Question, draft: QuestionDraft, number: int, actor: SignedIn | None
) -> None:
    revision = QuestionRevision(
        question_id=question.id,
        number=number,
        author_id=actor.id if actor else None,
        **_wording(draft),
    )
    db.session.add(revision)
    db.session.flush()
    question.current_revision_id = revision.id
    db.session.flush()


def _wording(source: QuestionDraft | QuestionRevision) -> dict[str, Any]:
    names = ("kind", "content", "answer_key", "paragraphs")
    return {name: getattr(source, name) for name in names}


def _locked(quiz_id: int) -> Quiz:
    """Return the quiz, so that nobody else edits it until the transaction ends."""
    quiz = db.session.scalars(
        select(Quiz).where(Quiz.id == quiz_id).with_for_update()
    ).one_or_none()
    if quiz is None:
        raise NoSuchQuiz
    return quiz


def _items_of(quiz_id: int) -> Any:
    return select(QuizItem).where(QuizItem.quiz_id == quiz_id)


def _question(quiz_id: int, question_id: int) -> tuple[Question, QuizItem]:
    item = db.session.scalars(
        _items_of(quiz_id).where(QuizItem.question_id == question_id)
    ).one_or_none()
    if item is None:
        raise NoSuchQuestion
    return db.session.get_one(Question, question_id), item


def step_of(quiz: Quiz) -> Step:
    """Return the step a quiz stands on."""
    return db.session.get_one(Step, quiz.step_id)


def tell_course(quiz: Quiz) -> None:
    """Tell the course whether the step can be published, and how long it takes: a minute each.

    Tests before that draw from the quiz are told of, too.
    """
    usable = len(desk_queries.usable_items(quiz))
    _mark(quiz, usable)
    for test in desk_queries.drawing_from(quiz.id):
        _mark(test, usable)


def _mark(quiz: Quiz, usable: int) -> None:
    step = step_of(quiz)
    asked = usable if quiz.draw is None else min(usable, quiz.draw)
    ready, minutes = usable > 0, max(1, quiz.time_limit or asked)
    if (step.ready, step.minutes) != (ready, minutes):
        courses.mark_step(step.id, ready=ready, minutes=minutes)
        db.session.flush()


def _note(actor: SignedIn | None, act: str, thing: str, public_id: str, **detail: Any) -> None:
    record(actor.id if actor else None, f"{thing}.{act}", thing, public_id, **detail)
