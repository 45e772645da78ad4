"""Pages of programmes: public, of learners, of the desk; importing it opens all their routes."""

from elearn.programmes.views import (
    attendance,
    attendance_reports,
    figures_desk,
    groups,
    lineage,
    places_desk,
    programmes,
    programmes_desk,
    run_details,
    run_reports,
    runs_desk,
    sessions,
    trainings,
)

BLUEPRINTS = (
    programmes.blueprint,
    trainings.blueprint,
    programmes_desk.blueprint,
    runs_desk.blueprint,
    run_details.blueprint,
    places_desk.blueprint,
    figures_desk.blueprint,
    sessions.blueprint,
    attendance.blueprint,
    attendance_reports.blueprint,
    groups.blueprint,
    lineage.blueprint,
    run_reports.blueprint,
)

__all__ = ["BLUEPRINTS"]
