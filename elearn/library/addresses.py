"""Rows under an address made from their title, which no other row of their table has."""

from collections.abc import Callable, Collection
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from elearn.core.database import Model, db
from elearn.library.slugs import slug_of

LONGEST_SLUG = 80
MOST_ATTEMPTS = 20

Addressed = TypeVar("Addressed", bound=Model)


def inserted(
    make: Callable[[str], Addressed],
    table: type[Addressed],
    title: str,
    reserved: Collection[str] = (),
) -> Addressed:
    """Insert what `make(slug)` gives, under a free address, in the open transaction.

    When somebody takes the address just now, it is the next one. `reserved` are words that mean
    something else there.
    """
    attempts = 0
    while True:
        row = make(free_slug(table, title, reserved))
        try:
            with db.session.begin_nested():
                db.session.add(row)
                db.session.flush()
        except IntegrityError:
            attempts += 1
            if attempts == MOST_ATTEMPTS:
                raise
        else:
            return row


def free_slug(table: type[Model], title: str, reserved: Collection[str] = ()) -> str:
    """Return an address made from the title that no row of the table has yet."""
    slugs = table.__table__.c.slug
    stem = slug_of(title)[: LONGEST_SLUG - 6]
    taken = set(db.session.scalars(select(slugs).where(slugs.startswith(stem, autoescape=True))))
    number, slug = 2, stem
    while slug in taken or slug in reserved:
        slug = f"{stem}-{number}"
        number += 1
    return slug
