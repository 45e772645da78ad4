"""What letters and calendars say of a session, as columns; words in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, TypeAlias

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Row, func, select

from elearn.accounts.mailing import Recipient
from elearn.accounts.models import Organisation
from elearn.core.database import db
from elearn.webinars import times
from elearn.webinars.calendar import ical
from elearn.webinars.models import Webinar, WebinarSession, WebinarText

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
# So many minutes before the start, people's own calendars remind them.
ALARM = 15

COLUMNS = (
    WebinarSession.uid,
    WebinarSession.sequence,
    WebinarSession.title.label("session_title"),
    WebinarSession.language.label("session_language"),
    WebinarSession.starts_at,
    WebinarSession.zone,
    WebinarSession.minutes,
    WebinarSession.state.label("session_state"),
    WebinarSession.moved_from,
    WebinarSession.moved_at,
    WebinarSession.cancelled_at,
    WebinarSession.cancel_reason,
    WebinarSession.created_at.label("session_made_at"),
    WebinarSession.webinar_id,
    Webinar.slug,
    Webinar.language.label("webinar_language"),
    Webinar.join_opens_minutes,
    func.coalesce(Organisation.name, "").label("organiser"),
)
sessions = (
    select(*COLUMNS)
    .select_from(WebinarSession)
    .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    .outerjoin(Organisation, Organisation.id == Webinar.organisation_id)
)


@dataclass(frozen=True)
class Titles:
    """Titles of webinars by webinar and language."""

    by_webinar: Mapping[int, Mapping[str, str]]

    def of(self, row: AnyRow, language: str) -> str:
        """Return the title of a session: in the reader's language, else the session's, else any."""
        known = self.by_webinar.get(row.webinar_id, {})
        wishes = (language, row.session_language, row.webinar_language, *known)
        title = next((known[wish] for wish in wishes if wish in known), "")
        return ical.line(": ".join(part for part in (title, row.session_title) if part))


def titles_of(webinar_ids: Sequence[int]) -> Titles:
    """Return the titles of these webinars in every language."""
    columns = (WebinarText.webinar_id, WebinarText.language, WebinarText.title)
    statement = select(*columns).where(WebinarText.webinar_id.in_(webinar_ids))
    found: dict[int, dict[str, str]] = {}
    for webinar_id, language, title in db.session.execute(statement.order_by(WebinarText.id)):
        found.setdefault(webinar_id, {})[language] = title
    return Titles(found)


def language_name(code: str) -> str:
    """Return the name of a language in the reader's."""
    return str(get_locale().languages.get(code, code))


def described(row: AnyRow, url: str, viewer_zone: str | None, *, registered: bool) -> str:
    """Return what a calendar says below the title: when by whose clocks, and where the way in is.

    Never the address of the meeting: calendars are shared, and copied before its window opens.
    """
    lines = [clock.words for clock in times.both(row.starts_at, row.zone, viewer_zone)]
    lines.append(
        _(
            "%(minutes)s minutes, in %(language)s",
            minutes=row.minutes,
            language=language_name(row.session_language),
        )
    )
    if row.session_state == "cancelled":
        lines += ["", _("This session is cancelled."), row.cancel_reason]
    elif registered:
        opens = _(
            "Your own page, where the way in opens %(minutes)s minutes before the start:",
            minutes=row.join_opens_minutes,
        )
        lines += ["", opens, url]
    else:
        lines += ["", _("Register and read more:"), url]
    return "\n".join(lines).strip()


def entry(
    row: AnyRow,
    title: str,
    url: str,
    *,
    viewer_zone: str | None = None,
    registered: bool = False,
    gone: bool = False,
    alarm: bool = False,
    stamp: Any = None,
    to: Recipient | None = None,
) -> ical.Entry:
    """Return the calendar entry of a session.

    `registered`: it is of somebody who is in, and `url` their own page; `gone`: they no longer are.
    With `alarm` the reader's calendar reminds them, as it does of what they are registered for.
    `stamp` is now for a letter, else when the session last changed.
    """
    changes = (row.session_made_at, row.moved_at, row.cancelled_at)
    sender_name, sender = parseaddr(current_app.extensions["settings"].mail_from)
    return ical.Entry(
        uid=row.uid,
        sequence=row.sequence,
        stamp=stamp or max(moment for moment in changes if moment),
        starts_at=row.starts_at,
        minutes=row.minutes,
        summary=title,
        description=described(row, url, viewer_zone, registered=registered and not gone),
        url=url,
        # The site's own address: nobody's private one stands in a file that is passed on.
        organiser=(row.organiser or sender_name, sender),
        cancelled=gone or row.session_state == "cancelled",
        attendee=(to.name, to.email) if to else None,
        alarm=ALARM if registered or alarm else None,
    )
