"""Who may enter: gates for routes, and the rules about people and roles."""

from flask import request
from flask_babel import gettext as _

from elearn.accounts.models import ROLES
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import Access, Refusal

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Everybody is a learner; that role is neither granted nor withdrawn.
GRANTABLE = tuple(role for role in ROLES if role != "learner")


def signed_in() -> Refusal | None:
    """Let in people with an account; a token needs the scope `write` for anything that changes."""
    person = current_person()
    if person is None:
        return Refusal(_("Sign in to go on."), sign_in=True)
    if person.token_scopes is not None:
        needed = "read" if request.method in SAFE_METHODS else "write"
        if needed not in person.token_scopes:
            return Refusal(
                _("This token may not do that: it lacks the scope “%(scope)s”.", scope=needed)
            )
    return None


def has_role(*roles: str) -> Access:
    """Return a gate for people who hold one of the roles, everywhere or for one thing.

    Which thing is decided by the gate of the room that owns it.
    """

    def gate() -> Refusal | None:
        refusal = signed_in()
        if refusal:
            return refusal
        person = current_person()
        if person is not None and person.roles & {*roles, "admin"}:
            return None
        return Refusal(_("This part is for other roles than yours."))

    gate.__name__ = "_or_".join(roles)
    return gate


def is_admin(person: SignedIn | None) -> bool:
    """Tell whether the person is an admin everywhere."""
    return person is not None and person.holds("admin")


def person_here() -> SignedIn:
    """Return the signed-in person of a route that lets nobody else in."""
    person = current_person()
    if person is None:
        raise RuntimeError("This route must require a signed-in person.")
    return person


def can_grant(
    actor: SignedIn | None, role: str, scope_kind: str = "all", scope_id: int = 0
) -> Refusal | None:
    """Say why the actor may not give or take this role, or None. No actor is the system.

    Administrators may all; others pass on a role they hold themselves, for that one thing only.
    """
    if role not in GRANTABLE or (role == "admin" and scope_kind != "all"):
        return Refusal(_("This role cannot be granted."))
    if actor is None or is_admin(actor):
        return None
    if scope_kind in ("course", "tool") and actor.holds(role, scope_kind, scope_id):
        return None
    return Refusal(_("You may not grant a role that you do not hold."))


def can_suspend(actor: SignedIn | None, person_id: int) -> Refusal | None:
    """Say why the actor may not suspend or restore this person, or None."""
    if actor is None:
        return None
    if not is_admin(actor):
        return Refusal(_("Only administrators may suspend accounts."))
    if actor.id == person_id:
        return Refusal(_("You cannot suspend yourself. Ask another administrator."))
    return None
