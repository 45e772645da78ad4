"""Who may see and act on the people of a course: its trainers and admins."""

from courses import access
from courses.errors import CourseNotFound, NotYoursToEdit
from courses.queries import AnyRow
from courses.roster import learner_queries, queries
from courses.roster.errors import LearnerNotFound
from elearn.accounts.session import SignedIn


def open_roster(slug: str, person: SignedIn) -> AnyRow:
    """Return the course as `queries.course_of` gives it, for those who may change it.

    Raises what `courses.access.open_course(to="edit")` raises, at the price of one plain row.
    """
    row = queries.course_of(slug)
    if row is None or row.state == "building":
        raise CourseNotFound
    if access.can_edit(person, row):
        raise NotYoursToEdit if access.holds_for(person, "reviewer", row) else CourseNotFound
    return row


def open_learner(course: AnyRow, public_id: str) -> AnyRow:
    """Return an enrolment of the course as `learner_queries.learner` gives it.

    Raises LearnerNotFound.
    """
    row = learner_queries.learner(course, public_id)
    if row is None:
        raise LearnerNotFound
    return row
