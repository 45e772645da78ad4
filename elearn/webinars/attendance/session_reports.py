"""A report of Zoom about a session: its polls, and its questions, kept in one act."""

from dataclasses import dataclass

from elearn.accounts.session import SignedIn
from elearn.webinars.attendance import polls, zoom_reports
from elearn.webinars.attendance.attendance_errors import ReportUnreadable
from elearn.webinars.attendance.attendance_files import FileUnusable
from elearn.webinars.attendance.zoom_reports import ZoomReport
from elearn.webinars.kept import questions
from elearn.webinars.models import Webinar, WebinarSession


@dataclass(frozen=True)
class Kept:
    """How many polls and questions are new, and how many could not be kept."""

    polls: int
    questions: int
    left_out: int


def read(content: bytes) -> ZoomReport:
    """Read a report. Call it before the transaction. Raises ReportUnreadable."""
    try:
        report = zoom_reports.read(content)
    except FileUnusable as problem:
        reason = "no-polls" if problem.reason == "no-table" else problem.reason
        raise ReportUnreadable(reason) from problem
    fine = [text for text in report.questions if len(text) <= questions.LONGEST_QUESTION]
    report.left_out += len(report.questions) - len(fine)
    report.questions = fine
    if not (report.polls or report.questions or report.left_out):
        raise ReportUnreadable("no-polls")
    return report


def keep(
    webinar: Webinar, session: WebinarSession, report: ZoomReport, actor: SignedIn | None
) -> Kept:
    """Keep the polls and the questions of a report; a report sent again adds nothing.

    Call it inside `write()`. Raises Unusable.
    """
    new = polls.add(webinar, session, report.polls, actor) if report.polls else 0
    asked = 0
    for start in range(0, len(report.questions), questions.MOST_AT_ONCE):
        part = report.questions[start : start + questions.MOST_AT_ONCE]
        asked += questions.add(webinar, session, part, actor)
    return Kept(new, asked, report.left_out)
