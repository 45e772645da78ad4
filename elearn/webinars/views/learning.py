"""The next sessions somebody registered for, on top of My learning."""

from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from elearn.accounts.session import current_person
from elearn.core.clock import now
from elearn.core.i18n import reader_language
from elearn.webinars import next_sessions, times
from elearn.webinars.attendance.windows import door
from elearn.webinars.registration import sign_up_labels


def draw_next(**facts: Any) -> Markup:
    """Draw what somebody registered for and can still join, with the way in while it is open."""
    person = current_person()
    if person is None:
        return Markup()
    moment = now()
    rows = next_sessions.next_of(person.id, reader_language(), moment)
    if not rows:
        return Markup()
    return Markup(  # noqa: S704 - our own template
        render_template(
            "webinars/_next.html",
            rows=rows,
            labels=sign_up_labels,
            when=lambda row: times.words(row.starts_at, person.timezone or row.zone),
            where=lambda row: times.words(row.starts_at, row.zone),
            prefix=url_for("webinars.index"),
            join=lambda row: url_for("webinar_join.show", registration_id=row.public_id),
            open_now={
                row.public_id
                for row in rows
                if door(row, row.standing, row.join_opens_minutes, moment) == "open"
            },
        )
    )
