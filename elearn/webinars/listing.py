"""The public list of sessions and what it can be narrowed to: prepared statements. No rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from elearn.accounts.models import Organisation
from elearn.core.database import read
from elearn.core.paging import Page
from elearn.library.models import Tool
from elearn.webinars import ending
from elearn.webinars.models import Webinar, WebinarPartner, WebinarSession, WebinarTopic
from elearn.webinars.queries import OF_SESSION, AnyRow, with_title

PAGE = 24
# Hours of UTC at which a session starts between 8:00 and 18:00 in the middle of a part of the
# world, in winter: from UTC-5, UTC+1, UTC+4, UTC+8, UTC+12.
DAYTIME_HOURS = {
    "americas": (13, 23),
    "africa-europe": (7, 17),
    "western-asia": (4, 14),
    "eastern-asia": (0, 10),
    "pacific": (20, 6),
}


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the list; empty texts ask for nothing.

    `topic` is a tool's address, `partner` an organisation's public id, `daytime` a key of
    DAYTIME_HOURS, `year` one in which sessions start (UTC).
    """

    language: str = ""
    topic: str = ""
    partner: str = ""
    daytime: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return any((self.language, self.topic, self.partner, self.daytime, self.year))


_listed = and_(Webinar.listed, Webinar.state.in_(("published", "archived")))
_public = (
    with_title(
        select(
            *OF_SESSION,
            Webinar.slug,
            Webinar.door,
            Organisation.name.label("organisation"),
        )
        .select_from(WebinarSession)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .outerjoin(Organisation, Organisation.id == Webinar.organisation_id)
    )
    .where(_listed)
    .limit(bindparam("most", type_=Integer()))
    .offset(bindparam("skipped", type_=Integer()))
)
_upcoming = _public.where(
    Webinar.state == "published", WebinarSession.state.in_(("open", "held", "cancelled"))
).order_by(WebinarSession.starts_at, WebinarSession.id)
_past = _public.where(WebinarSession.state.in_(("open", "held"))).order_by(
    WebinarSession.starts_at.desc(), WebinarSession.id.desc()
)


def public_sessions(
    wish: Wish, language: str, moment: datetime, number: int, *, past: bool, size: int = PAGE
) -> Page:
    """Return one page of the sessions to come, soonest first, or of those over, newest first."""
    when = ending.over(moment) if past else ending.to_come(moment)
    statement = (_past if past else _upcoming).where(when, *_conditions(wish))
    values = {"reader_language": language, "most": size + 1, "skipped": (number - 1) * size}
    rows = read(statement, values).all()
    return Page(rows[:size], number, len(rows) > size)


def _conditions(wish: Wish) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wish.language:
        asked.append(WebinarSession.language == wish.language)
    if wish.topic:
        about = exists().where(
            WebinarTopic.webinar_id == Webinar.id,
            WebinarTopic.tool_id == Tool.id,
            Tool.slug == wish.topic,
        )
        asked.append(about)
    if wish.partner:
        one = select(Organisation.id).where(Organisation.public_id == wish.partner)
        takes_part = exists().where(
            WebinarPartner.webinar_id == Webinar.id,
            WebinarPartner.organisation_id == one.scalar_subquery(),
        )
        asked.append(or_(Webinar.organisation_id == one.scalar_subquery(), takes_part))
    if wish.daytime in DAYTIME_HOURS:
        asked.append(ending.starts_between(*DAYTIME_HOURS[wish.daytime]))
    year = year_of(wish.year)
    if year is not None:
        asked.append(ending.starts_in(year))
    return asked


def year_of(text: str) -> int | None:
    """Return the year a text names, None when it names none."""
    plain = text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if plain and 1000 < int(text) < 9999 else None


_span = (
    select(func.min(WebinarSession.starts_at), func.max(WebinarSession.starts_at))
    .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    .where(_listed, WebinarSession.state.in_(("open", "held")))
)


def years(moment: datetime) -> list[int]:
    """Return the years of which there may be past sessions, latest first."""
    first, last = read(_span).one()
    if first is None or first > moment:
        return []
    return list(range(min(last, moment).year, first.year - 1, -1))


def _facet(kind: str, value: Any, name: Any) -> Select[Any]:
    return select(
        literal(kind, Text()).label("kind"), value.label("value"), name.label("name")
    ).where(_listed)


_facets = union_all(
    _facet("language", WebinarSession.language, WebinarSession.language)
    .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    .where(WebinarSession.state != "draft")
    .distinct(),
    _facet("topic", Tool.slug, Tool.title)
    .select_from(WebinarTopic)
    .join(Tool, Tool.id == WebinarTopic.tool_id)
    .join(Webinar, Webinar.id == WebinarTopic.webinar_id)
    .distinct(),
    _facet("partner", Organisation.public_id, Organisation.name)
    .select_from(Webinar)
    .outerjoin(WebinarPartner, WebinarPartner.webinar_id == Webinar.id)
    .join(
        Organisation,
        or_(
            Organisation.id == Webinar.organisation_id,
            Organisation.id == WebinarPartner.organisation_id,
        ),
    )
    .distinct(),
)


def facets() -> Sequence[AnyRow]:
    """Return what the list can be narrowed to: languages, topics, partners."""
    return read(_facets).all()
