"""The agenda of a webinar, one in each language, and whether its minutes fit the sessions."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.core.i18n import NAMES, language_name
from elearn.webinars import planning
from elearn.webinars.models import AgendaItem, Speaker, Webinar, WebinarSession
from elearn.webinars.planning_errors import AgendaTooLong, SpeakerNotFound, Unusable

MOST_ITEMS = 40
LONGEST_ITEM = 1440


@dataclass(frozen=True)
class Item:
    """A part of the agenda; `speaker` is the public id of who speaks, or empty."""

    minutes: int
    title: str
    speaker: str = ""


def put_agenda(
    webinar_id: int, language: str, items: Sequence[Item], actor: SignedIn | None
) -> None:
    """Replace the agenda in a language; none takes it away.

    Raises Unusable, SpeakerNotFound, StateForbids, AgendaTooLong when a session it is for is
    shorter. It is for the sessions in its language; the main one also for those without their own.
    """
    if language not in NAMES:
        raise Unusable("language", _l("Choose a language from the list."))
    if len(items) > MOST_ITEMS:
        raise Unusable("items", _l("An agenda has 40 parts at most."))
    for item in items:
        if not item.title.strip() or not 1 <= item.minutes <= LONGEST_ITEM:
            raise Unusable("items", _l("Each part of the agenda needs a title and its minutes."))
    webinar = planning.changeable(webinar_id)
    rows = db.session.execute(
        select(Speaker.public_id, Speaker.id).where(Speaker.webinar_id == webinar_id)
    )
    speakers: dict[str, int] = {public_id: id_ for public_id, id_ in rows}
    if any(item.speaker and item.speaker not in speakers for item in items):
        raise SpeakerNotFound
    db.session.execute(
        delete(AgendaItem).where(
            AgendaItem.webinar_id == webinar_id, AgendaItem.language == language
        )
    )
    db.session.add_all(
        AgendaItem(
            webinar_id=webinar_id,
            language=language,
            position=position,
            minutes=item.minutes,
            title=item.title.strip(),
            speaker_id=speakers.get(item.speaker),
        )
        for position, item in enumerate(items)
    )
    db.session.flush()
    refuse_too_long(webinar)
    planning.note(webinar, actor, "webinar.put-agenda", language=language, parts=len(items))


def refuse_too_long(webinar: Webinar) -> None:
    """Raise AgendaTooLong when an agenda does not fit a session that is still to be held."""
    rows = db.session.execute(
        select(AgendaItem.language, func.sum(AgendaItem.minutes))
        .where(AgendaItem.webinar_id == webinar.id)
        .group_by(AgendaItem.language)
    )
    totals: dict[str, int] = {language: int(minutes) for language, minutes in rows}
    sessions = db.session.execute(
        select(WebinarSession.language, func.min(WebinarSession.minutes))
        .where(WebinarSession.webinar_id == webinar.id, WebinarSession.state.in_(("draft", "open")))
        .group_by(WebinarSession.language)
    )
    for language, shortest in sessions:
        used = language if language in totals else webinar.language
        if totals.get(used, 0) > shortest:
            raise AgendaTooLong(language_name(used), totals[used], shortest)
