"""What every room holds about a person: the table that copies and erasure go through.

`elearn.accounts.privacy` copies and erases; it knows nobody above it, so the roof tells it.
"""

from collections.abc import Callable
from typing import Any

from certificates import privacy as certificates
from courses import privacy as courses
from courses.entry import privacy as entry
from courses.margin import privacy as margin
from courses.roster import privacy as roster
from courses.rules import privacy as rules
from elearn.accounts import privacy
from elearn.programmes import attendance_privacy
from elearn.programmes import privacy as programmes
from elearn.surveys import privacy as surveys
from elearn.webinars import privacy as webinars
from quizzes import privacy as quizzes

# In the order of erasure, the upper rooms first: places of trainings are given back before their
# courses are left. The account, by whose address invitations are found, goes last.
HELD: dict[str, tuple[Callable[[int], Any], Callable[[int], None]]] = {
    "sessions": (attendance_privacy.export, attendance_privacy.erase),
    "webinars": (webinars.export, webinars.erase),
    "trainings": (programmes.export, programmes.erase),
    "quizzes": (quizzes.export, quizzes.erase),
    "letters_of_trainers": (roster.export, roster.erase),
    "notes": (margin.export, margin.erase),
    "decisions": (rules.export, rules.erase),
    "ways_in": (entry.export, entry.erase),
    "courses": (courses.export, courses.erase),
    "surveys": (surveys.export, surveys.erase),
    "certificates": (certificates.export, certificates.erase),
}


def tell_accounts() -> None:
    """Let copies hold what every room knows of a person, and erasure reach all of it."""
    for name, (copy, forget) in HELD.items():
        privacy.also(name, copy, forget)
