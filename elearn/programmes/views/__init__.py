"""Pages of programmes: public, of learners, of the desk; importing it opens all their routes."""

from elearn.programmes.views import runs_desk, trainings

BLUEPRINTS = (trainings.blueprint, runs_desk.blueprint)

__all__ = ["BLUEPRINTS"]
