"""Who was at a session of a webinar that counts as a session of a run: taken over."""

from sqlalchemy import select

from elearn.core.database import db
from elearn.programmes import attendance
from elearn.programmes.models import Place, Run
from elearn.programmes.webinar_sessions import standing_on
from elearn.webinars.registration.registration_models import Registration, SignUp


def take_attendance(webinar_session_id: int) -> int:
    """Write down the minutes of those who have a place in a run and were at the webinar.

    Returns how many changed. Whoever thereby completes the run completes it now. Said again, it
    changes nothing.
    """
    changed = 0
    for session in standing_on(webinar_session_id):
        run = db.session.get_one(Run, session.run_id)
        rows = db.session.execute(
            select(Place.id, Registration.minutes)
            .join(SignUp, SignUp.person_id == Place.person_id)
            .join(Registration, Registration.sign_up_id == SignUp.id)
            .where(
                Place.run_id == run.id,
                Place.state == "in",
                Registration.session_id == webinar_session_id,
                Registration.state == "in",
                Registration.minutes.is_not(None),
            )
        )
        minutes: dict[int, int | None] = {
            place: min(there or 0, session.minutes) for place, there in rows
        }
        changed += attendance.record_attendance(run, session, minutes, None, source="import")
    return changed
