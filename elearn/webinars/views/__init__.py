"""Pages of webinars: public, of those who register, of the desk; importing it opens all routes."""

from elearn.webinars.views import calendar, desk, desk_parts, public, reminders, sessions_desk

BLUEPRINTS = (
    public.blueprint,
    desk.blueprint,
    desk_parts.blueprint,
    sessions_desk.blueprint,
    calendar.blueprint,
    reminders.blueprint,
)

__all__ = ["BLUEPRINTS"]
