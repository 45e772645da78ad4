"""Pages of webinars: public, of those who register, of the desk; importing it opens all routes."""

from elearn.webinars.views import (
    attendance,
    attendance_reports,
    board,
    calendar,
    desk,
    desk_parts,
    embedding,
    figures,
    joining,
    materials,
    materials_desk,
    messages,
    public,
    questions,
    recordings,
    reminders,
    seats_desk,
    sessions_desk,
)

BLUEPRINTS = (
    public.blueprint,
    joining.blueprint,
    joining.by_link,
    calendar.blueprint,
    desk.blueprint,
    desk_parts.blueprint,
    sessions_desk.blueprint,
    reminders.blueprint,
    seats_desk.blueprint,
    attendance.blueprint,
    attendance_reports.blueprint,
    materials.blueprint,
    materials_desk.blueprint,
    recordings.blueprint,
    questions.blueprint,
    board.blueprint,
    messages.blueprint,
    embedding.blueprint,
    figures.blueprint,
)

__all__ = ["BLUEPRINTS"]
