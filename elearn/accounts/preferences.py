"""How a person wants letters of each kind: at once, once a week, or not at all."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from elearn.accounts import audit
from elearn.accounts.errors import LetterIsNotOptional, NoSuchKind, NotAnswered
from elearn.accounts.mail_models import WAYS, MailPreference
from elearn.accounts.mailing import DIGEST, KINDS
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db

_new = insert(MailPreference)
# A repeat changes nothing, and says so by returning nothing.
_choose = _new.on_conflict_do_update(
    index_elements=["person_id", "kind"],
    set_={"how": _new.excluded.how, "changed_at": _new.excluded.changed_at},
    where=MailPreference.how != _new.excluded.how,
).returning(MailPreference.id)


def preferences_of(person_id: int) -> dict[str, str]:
    """Return how the person gets letters, by kind; kinds that are not optional come at once."""
    chosen = {
        row.kind: row.how
        for row in db.session.execute(
            select(MailPreference.kind, MailPreference.how).where(
                MailPreference.person_id == person_id
            )
        )
    }
    return {
        name: chosen.get(name, "at-once") if kind.optional else "at-once"
        for name, kind in KINDS.items()
    }


def choose(person_id: int, kind: str, how: str, actor: SignedIn | None) -> bool:
    """Keep how the person wants letters of the kind; return False when nothing changed.

    No actor is somebody with the address that stands in a letter. Raises NoSuchKind, NotAnswered,
    or LetterIsNotOptional for letters that always come.
    """
    if kind not in KINDS:
        raise NoSuchKind
    if not KINDS[kind].optional:
        raise LetterIsNotOptional
    if how not in WAYS:
        raise NotAnswered("at-once, weekly, never")
    if preferences_of(person_id)[kind] == how:
        return False
    values = {"person_id": person_id, "kind": kind, "how": how, "changed_at": now()}
    if db.session.scalar(_choose, values) is None:
        return False
    person = db.session.scalar(select(Person.public_id).where(Person.id == person_id))
    audit.record(
        actor.id if actor else None, "letters.choose", "person", person, kind=kind, how=how
    )
    return True


def choose_each(person_id: int, wishes: dict[str, str], actor: SignedIn | None) -> int:
    """Keep how the person wants letters of several kinds; return how many changed."""
    before = preferences_of(person_id)
    changed = {kind: how for kind, how in wishes.items() if before.get(kind) != how}
    return sum(choose(person_id, kind, how, actor) for kind, how in changed.items())


def kinds_of_address(person_id: int, kind: str) -> list[str]:
    """Return the kinds an address in a letter is for: of the weekly letter, all that come in it."""
    if kind != DIGEST:
        return [kind]
    return [name for name, how in preferences_of(person_id).items() if how == "weekly"]


def reader(public_id: str) -> int | None:
    """Return the id of the person an address in a letter is for, or None."""
    found = select(Person.id).where(Person.public_id == public_id, Person.erased_at.is_(None))
    return db.session.scalar(found)
