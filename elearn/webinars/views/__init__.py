"""Pages of webinars: public, of the desk; importing it opens all their routes."""

from elearn.webinars.views import desk, desk_parts, public, sessions_desk

BLUEPRINTS = (
    public.blueprint,
    desk.blueprint,
    desk_parts.blueprint,
    sessions_desk.blueprint,
)

__all__ = ["BLUEPRINTS"]
