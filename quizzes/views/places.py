"""Where a trainer works: the course, its quiz step and the quiz, for the signed-in person."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from courses import access as course_access
from courses import desk_queries as course_desk
from courses.models import Course, Step
from elearn.accounts.access import person_here
from quizzes import desk_queries
from quizzes.errors import NoSuchQuestion, NoSuchQuiz
from quizzes.models import Quiz
from quizzes.queries import AnyRow


@dataclass(frozen=True)
class Place:
    """A quiz step of a course; `quiz` is None until somebody saves something in it."""

    course: Course
    step: Step
    quiz: Quiz | None

    @property
    def items(self) -> list[AnyRow]:
        """The questions, retired ones too, in order."""
        return list(desk_queries.items_of(self.quiz.id)) if self.quiz else []

    @property
    def asked(self) -> list[AnyRow]:
        """The questions learners are asked; a test before has those of its test after."""
        if self.quiz and self.quiz.purpose == "before":
            return desk_queries.usable_items(self.quiz)
        return self.items

    def item(self, public_id: str) -> AnyRow:
        """Return one question of this quiz. Raises NoSuchQuestion."""
        item = desk_queries.item_of(self.quiz.id, public_id) if self.quiz else None
        if item is None:
            raise NoSuchQuestion
        return item

    def existing(self) -> Quiz:
        """Return the quiz. Raises NoSuchQuiz when there is none yet."""
        if self.quiz is None:
            raise NoSuchQuiz
        return self.quiz

    def address(self, endpoint: str, **values: Any) -> str:
        """Return the address of a desk page of this quiz."""
        slug, step_id = self.course.slug, self.step.public_id
        return url_for(endpoint, slug=slug, step_id=step_id, **values)

    def crumbs(self, *, within: bool = True) -> list[tuple[str, str]]:
        """Return where a page lies; `within` the quiz or the quiz itself."""
        above = [
            (str(_("Courses")), url_for("courses_desk.index")),
            (self.course.title, url_for("courses_desk.show", slug=self.course.slug)),
        ]
        return [*above, (self.step.title, self.address("quizzes_desk.index"))] if within else above


def place_to_edit(slug: str, step_id: str) -> Place:
    """Return the quiz of a course the signed-in person may edit.

    Raises CourseNotFound, PartNotFound, or NoSuchQuiz for a lesson.
    """
    course = course_access.open_course(slug, person_here(), to="edit")
    step = course_desk.step_of(course.id, step_id)
    if step.kind != "quiz":
        raise NoSuchQuiz
    return Place(course, step, desk_queries.quiz_of_step(step.id))
