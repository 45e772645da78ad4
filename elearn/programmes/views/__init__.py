"""Pages of programmes: public, of learners, of the desk; importing it opens all their routes."""

from elearn.programmes.views import (
    figures_desk,
    places_desk,
    programmes,
    programmes_desk,
    run_details,
    runs_desk,
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
)

__all__ = ["BLUEPRINTS"]
