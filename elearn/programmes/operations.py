"""Writes of programmes, their runs and places. Nothing here commits."""

from elearn.programmes.completions import complete_places, release_awards
from elearn.programmes.enrolling import course_completed, go_on
from elearn.programmes.placing import (
    Added,
    add_people,
    answer,
    ask,
    fill,
    withdraw,
)
from elearn.programmes.planning import (
    Details,
    add_course,
    add_session,
    change_programme,
    create_programme,
    move_part,
    publish,
    remove_part,
    retire,
)
from elearn.programmes.running import (
    RunDetails,
    approve,
    change_run,
    clone,
    close,
    report_accepted,
    start,
)

__all__ = [
    "Added",
    "Details",
    "RunDetails",
    "add_course",
    "add_people",
    "add_session",
    "answer",
    "approve",
    "ask",
    "change_programme",
    "change_run",
    "clone",
    "close",
    "complete_places",
    "course_completed",
    "create_programme",
    "fill",
    "go_on",
    "move_part",
    "publish",
    "release_awards",
    "remove_part",
    "report_accepted",
    "retire",
    "start",
    "withdraw",
]
