"""Who speaks at a webinar: added, changed, moved, removed."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.webinars import planning
from elearn.webinars.models import AgendaItem, Speaker
from elearn.webinars.planning_errors import SpeakerNotFound, Unusable

MOST_SPEAKERS = 60


@dataclass(frozen=True)
class Said:
    """How the page names a speaker."""

    name: str
    affiliation: str = ""
    about: str = ""

    def check(self) -> None:
        """Raise Unusable without a name."""
        if not self.name.strip():
            raise Unusable("name", _l("Write the speaker’s name."))


def speakers_of(webinar_id: int) -> list[Speaker]:
    """Return the speakers in their order."""
    statement = (
        select(Speaker)
        .where(Speaker.webinar_id == webinar_id)
        .order_by(Speaker.position, Speaker.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def speaker_of(webinar_id: int, public_id: str) -> Speaker:
    """Return a speaker of the webinar. Raises SpeakerNotFound."""
    statement = select(Speaker).where(
        Speaker.webinar_id == webinar_id, Speaker.public_id == public_id
    )
    speaker = db.session.scalars(statement).one_or_none()
    if speaker is None:
        raise SpeakerNotFound
    return speaker


def add_speaker(webinar_id: int, said: Said, actor: SignedIn | None) -> Speaker:
    """Add a speaker at the end. Raises Unusable, StateForbids."""
    said.check()
    webinar = planning.changeable(webinar_id)
    others = speakers_of(webinar_id)
    if len(others) >= MOST_SPEAKERS:
        raise Unusable("name", _l("A webinar has 60 speakers at most."))
    position = max((one.position for one in others), default=-1) + 1
    speaker = Speaker(webinar_id=webinar_id, position=position, **vars(said))
    db.session.add(speaker)
    db.session.flush()
    planning.note(webinar, actor, "webinar.add-speaker", speaker=speaker.public_id)
    return speaker


def change_speaker(webinar_id: int, public_id: str, said: Said, actor: SignedIn | None) -> None:
    """Change how the speaker is named. Raises Unusable, SpeakerNotFound, StateForbids."""
    said.check()
    webinar = planning.changeable(webinar_id)
    speaker = speaker_of(webinar_id, public_id)
    for name, value in vars(said).items():
        setattr(speaker, name, value)
    planning.note(webinar, actor, "webinar.change-speaker", speaker=public_id)


def move_speaker(webinar_id: int, public_id: str, by: int, actor: SignedIn | None) -> None:
    """Move a speaker one place up (-1) or down (1); at the ends nothing moves.

    Raises SpeakerNotFound, StateForbids.
    """
    webinar = planning.changeable(webinar_id)
    speaker, order = speaker_of(webinar_id, public_id), speakers_of(webinar_id)
    target = order.index(speaker) + by
    if not 0 <= target < len(order):
        return
    order.remove(speaker)
    order.insert(target, speaker)
    for position, one in enumerate(order):
        one.position = position
    planning.note(webinar, actor, "webinar.move-speaker", speaker=public_id)


def remove_speaker(webinar_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Remove a speaker; their parts of the agenda stay, without a speaker.

    Raises SpeakerNotFound, StateForbids.
    """
    webinar = planning.changeable(webinar_id)
    speaker = speaker_of(webinar_id, public_id)
    db.session.execute(
        update(AgendaItem).where(AgendaItem.speaker_id == speaker.id).values(speaker_id=None)
    )
    db.session.delete(speaker)
    planning.note(webinar, actor, "webinar.remove-speaker", speaker=public_id)
