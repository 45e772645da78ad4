"""The demonstration: two courses, an account for each role, learners with three months behind them.

Loaded once, through the operations everybody uses, so that it cannot show what the site cannot
do. A run that was stopped is taken up where it stopped. Outside production the acts are dated
when such learners would have done them; in production they happen when it is loaded.
"""

import fcntl
import hashlib
import hmac
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from elearn.accounts import passwords
from elearn.accounts import queries as accounts
from elearn.accounts.audit import record
from elearn.accounts.models import ROLES, AuditEntry
from elearn.app import (
    demo_courses,
    demo_drafts,
    demo_edition,
    demo_entry,
    demo_letters,
    demo_margin,
    demo_people,
    demo_programmes,
    demo_roster,
    demo_rules,
    demo_sessions,
    demo_stories,
    demo_surveys,
    demo_webinar_held,
    demo_webinar_materials,
    demo_webinars,
)
from elearn.app.demo_people import Crowd, acting
from elearn.app.demo_progress import Replay
from elearn.core import clock
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.transaction import write

PASSWORD = "handle-with-care"  # noqa: S105
PREPARED = timedelta(days=100)
# The courses are made one after the other in the days before the first learner comes.
COURSE_DAYS = timedelta(days=3)


@click.command("demo")
@click.option("--yes", is_flag=True, help="Load it in production, too.")
@with_appcontext
def demo(yes: bool) -> None:
    """Load the demonstration once: two courses, one account a role, learners with progress."""
    settings: Settings = current_app.extensions["settings"]
    if settings.production and not yes:
        click.echo(
            "refused: production: Its accounts are open to whoever knows their password."
            " Add --yes to load it all the same.",
            err=True,
        )
        sys.exit(2)
    if not load_once():
        click.echo("The demonstration is loaded already. Nothing was changed.")
    say_sign_ins()


def load_once() -> bool:
    """Load what is missing and say so meanwhile; return False when nothing was."""
    if is_loaded():
        return False
    click.echo("Loading the demonstration, once. This takes a few seconds ...", err=True)
    for _act in load(password_here()):
        pass
    return True


def password_here() -> str:
    """Return the password of its accounts: a known one; in production one made from the secret."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.production:
        return PASSWORD
    return hmac.new(settings.secret_keys[0].encode(), b"demo", hashlib.sha256).hexdigest()[:16]


def is_loaded() -> bool:
    """Tell whether a run has come to its end."""
    found = select(AuditEntry.id).where(
        AuditEntry.thing_kind == "site", AuditEntry.action == "demo.load"
    )
    return db.session.scalar(found.limit(1)) is not None


def load(password: str) -> Iterator[str]:
    """Load what is missing of the demonstration; yield after each act that is committed.

    One run at a time: a second one waits, and finds nothing left to do.
    """
    with alone():
        if is_loaded():
            return
        yield from load_missing(password)
        with write():
            record(None, "demo.load", "site", "demo")


def load_missing(password: str) -> Iterator[str]:
    crowd = demo_people.read_crowd()
    password_hash = passwords.hash_password(password)
    end = anchor(crowd)
    start = end - PREPARED
    yield from open_house(crowd, password_hash, start)
    trainer = acting(crowd.holding("trainer").email)
    manuals = [demo_courses.read_manual(name) for name in demo_courses.NAMES]
    for number, manual in enumerate(manuals):
        yield from demo_courses.make_course(manual, trainer, start + number * COURSE_DAYS, dated)
    # Whoever makes courses becomes their trainer: the rights are read again.
    trainer = acting(trainer.email)
    courses = {manual.name: demo_courses.course_of(manual) for manual in manuals}
    # Read again: making the courses gave the right to change them.
    trainer = acting(trainer.email)
    stages = {name: demo_courses.stages_of(course) for name, course in courses.items()}
    people = [*crowd.accounts, *crowd.learners]
    acts = demo_stories.schedule(people, stages, end)
    yield from Replay(crowd, courses, password_hash, dated).run(acts)
    first = next(manual for manual in manuals if manual.name == demo_edition.NAME)
    yield from demo_edition.bring(first, courses[first.name], trainer, end, dated)
    yield from demo_surveys.bring(courses.values(), dated)
    yield from demo_drafts.bring(courses[demo_drafts.NAME], trainer, end, dated)
    yield from demo_rules.bring(courses[demo_rules.NAME], trainer, end, dated)
    yield from demo_letters.bring(crowd, courses[demo_letters.NAME], trainer, end, dated)
    learner = acting(crowd.holding("learner").email)
    yield from demo_margin.bring(courses[first.name], learner, trainer, end, dated)
    yield from demo_entry.bring(crowd, trainer, end, dated)
    course = courses[demo_programmes.NAME]
    yield from demo_programmes.bring(crowd, course, trainer, end, dated)
    yield from demo_roster.bring(courses[first.name].slug, trainer, end, dated)
    yield from demo_sessions.bring(crowd, trainer, end, dated)
    yield from demo_webinars.bring(crowd, end, dated)
    yield from demo_webinar_materials.bring()
    yield from demo_webinar_held.bring(crowd, end, dated)


def anchor(crowd: Crowd) -> datetime:
    """Return the moment at which the stories end: when the first run began."""
    trainer = accounts.person_by_email(crowd.holding("trainer").email)
    if trainer is None:
        return clock.now()
    opened: datetime = accounts.profile_of(trainer.id).created_at
    return opened + PREPARED


def open_house(crowd: Crowd, password_hash: str, start: datetime) -> Iterator[str]:
    """Register the organisations and open the account of each role."""
    for _key, name, kind in crowd.organisations:
        with dated(start), write():
            demo_people.add_organisation(name, kind)
        yield "organisation"
    for person in crowd.accounts:
        with dated(start), write():
            demo_people.add_person(person, crowd.names(), password_hash)
        yield "account"


def dated(moment: datetime) -> AbstractContextManager[None]:
    """Let acts be dated at the moment; in production everything happens when it happens."""
    settings: Settings = current_app.extensions["settings"]
    return nullcontext() if settings.production else clock.at(moment)


@contextmanager
def alone() -> Iterator[None]:
    """Keep other runs on this machine out until this one ends."""
    settings: Settings = current_app.extensions["settings"]
    with (settings.data_path / "demo.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say_sign_ins() -> None:
    """Print the address and one sign-in for each role."""
    settings: Settings = current_app.extensions["settings"]
    crowd = demo_people.read_crowd()
    rows = [("Role", "E-mail", "Password")]
    rows += [(role, crowd.holding(role).email, password_here()) for role in ROLES]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    click.echo(f"\nESM Learn answers at {settings.origin}\n")
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  " + "   ".join(cells).rstrip())
    click.echo()
