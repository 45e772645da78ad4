"""Webinars of the demonstration: five of five organisations, in four languages, one moved.

Their days are fixed. Outside production they are announced on a day before all of them; in
production, what would have begun already stays a draft. What a killed run left is taken up.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from elearn.accounts.models import Organisation
from elearn.app import demo_people
from elearn.app.demo_courses import Dated
from elearn.app.demo_people import Crowd
from elearn.core import clock
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars import agenda, planning, queries, scheduling, speakers
from elearn.webinars.agenda import Item
from elearn.webinars.models import Webinar, WebinarSession, WebinarText
from elearn.webinars.planning import Settings, Text
from elearn.webinars.scheduling import Planned
from elearn.webinars.speakers import Said

CONTENT = Path(__file__).parent / "demo_content" / "webinars.toml"
# Before the end of the stories, and before the first session.
ANNOUNCED = timedelta(days=8)
LATEST = datetime(2027, 1, 11, 9, tzinfo=UTC)


def written() -> dict[str, Any]:
    """Return the webinars as they are written down."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def bring(crowd: Crowd, end: datetime, dated: Dated) -> Iterator[str]:
    """Make what is missing of the webinars; yield after each act. The site itself is who acts."""
    content = written()
    names = crowd.names() | {one["key"]: one["name"] for one in content["organisation"]}
    with dated(min(end - ANNOUNCED, LATEST)):
        for one in content["organisation"]:
            with write():
                demo_people.add_organisation(one["name"], one["kind"])
            yield "organisation"
        for sample in content["webinar"]:
            yield from _webinar(sample, content, names)


def _webinar(sample: dict[str, Any], content: dict[str, Any], names: dict[str, str]) -> Any:
    if webinar_of(sample) is None:
        with write():
            _make(sample, content, names)
        yield "webinar"
    webinar = webinar_of(sample)
    assert webinar is not None
    if not queries.beside(webinar.id).agenda:
        with write():
            _fill(webinar.id, sample, content, names)
        yield "agenda"
    for number, planned in enumerate(sample["session"]):
        if len(sessions_of(webinar)) <= number:
            with write():
                _plan(webinar.id, sample, planned, content["zone"])
            yield "session"
    if webinar.state == "draft" and any(one.state == "open" for one in sessions_of(webinar)):
        with write():
            planning.publish(webinar.id, None)
        yield "published"
    yield from _move(webinar, sample)


def webinar_of(sample: dict[str, Any]) -> Webinar | None:
    """Return the webinar made of what is written, or None."""
    title = next(iter(sample["texts"].values()))["title"]
    statement = select(Webinar).join(WebinarText).where(WebinarText.title == title)
    return db.session.scalars(statement).first()


def sessions_of(webinar: Webinar) -> list[WebinarSession]:
    """Return the sessions of a webinar in the order they were made in."""
    statement = select(WebinarSession).where(WebinarSession.webinar_id == webinar.id)
    return list(db.session.scalars(statement.order_by(WebinarSession.id)))


def _make(sample: dict[str, Any], content: dict[str, Any], names: dict[str, str]) -> None:
    texts = {code: Text(**said) for code, said in sample["texts"].items()}
    main = next(iter(texts))
    settings = Settings(language=main, zone=content["zone"], delegations=True)
    owner = demo_people.organisation_id(names[sample["owner"]])
    webinar = planning.create_webinar(texts.pop(main), settings, None, organisation_id=owner)
    for language, text in texts.items():
        planning.put_text(webinar.id, language, text, None)


def _fill(
    webinar_id: int, sample: dict[str, Any], content: dict[str, Any], names: dict[str, str]
) -> None:
    made = [speakers.add_speaker(webinar_id, Said(*one), None) for one in sample["speakers"]]
    for language in sample["texts"]:
        items = [Item(minutes, title) for minutes, title in content["agenda"][language]]
        # The middle part is the talk.
        items[1] = Item(items[1].minutes, items[1].title, made[0].public_id)
        agenda.put_agenda(webinar_id, language, items, None)
    partners = [(_public_id(names[key]), role) for key, role in sample["partners"]]
    planning.set_partners(webinar_id, partners, None)
    known = dict(queries.tools())
    planning.set_topics(webinar_id, [slug for slug in sample["topics"] if slug in known], None)


def _public_id(name: str) -> str:
    return db.session.scalars(select(Organisation.public_id).where(Organisation.name == name)).one()


def _plan(webinar_id: int, sample: dict[str, Any], planned: dict[str, Any], zone: str) -> None:
    session = scheduling.add_session(
        webinar_id,
        Planned(
            day=planned["day"],
            hour=planned["hour"],
            language=planned["language"],
            zone=zone,
            seats=sample["seats"],
            regions=sample.get("regions", {}),
            address=f"https://meet.example.org/{sample['key']}",
            code_word="closed drum",
        ),
        None,
    )
    if session.starts_at > clock.now():
        scheduling.open_session_now(webinar_id, session.id, None)


def _move(webinar: Webinar, sample: dict[str, Any]) -> Iterator[str]:
    for planned, session in zip(sample["session"], sessions_of(webinar), strict=True):
        day = planned.get("moved_to")
        if day and session.moved_at is None and session.state == "open":
            with write():
                scheduling.move(webinar.id, session.id, day, planned["hour"], None)
            yield "moved"
