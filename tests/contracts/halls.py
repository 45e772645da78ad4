"""The session of a webinar in the house of the contracts, and what stands for its addresses."""

from datetime import timedelta
from typing import Any

from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars import links, reports
from elearn.webinars.registration_models import SignUp
from tests.cast import Cast
from tests.factories.attending import make_hall


def attended(cast: Cast) -> dict[str, Any]:
    """Hold a session of a webinar just now, with Lina in it and three reports in the queue."""
    hall = make_hall(cast, starts_at=now() - timedelta(minutes=10), code_word="Basel")
    _, session = hall.rows()
    read = reports.read(session, b"Name,Minutes\nLina Haddad,5\nSomebody,5\n")
    kept = [reports.keep(session, "r.csv", read, None).public_id for _ in range(3)]
    link = links.value_of(db.session.get_one(SignUp, hall.registration("lina").sign_up_id))
    return {"hall": hall, "hall_link": link, "hall_reports": kept}


def places(house: Any) -> dict[str, str]:
    """Return what stands for each part of an address, by room."""
    rooms = ("webinar_attendance", "webinar_reports", "webinar_attendance_api")
    lina = house.hall.registrations["lina"]
    return {
        **{f"{room}.slug": house.hall.slug for room in rooms},
        **{f"{room}.session_id": house.hall.session for room in rooms},
        "registration_id": lina,
        "webinar_reports.report_id": house.hall_reports[0],
        "webinar_attendance_api.report_id": house.hall_reports[1],
        "webinar_attendance_api.drop_report.report_id": house.hall_reports[2],
        "webinar_join_link.value": house.hall_link,
    }


def parts(house: Any) -> dict[str, list[str]]:
    """Return what parts of paths may be, for chance."""
    return {
        "session_id": [house.session, house.webinar_session, house.hall.session],
        "registration_id": [house.hall.registrations["lina"], house.hall.registrations["omar"]],
        "report_id": house.hall_reports,
    }
