"""Many requests at the same moment: the database decides, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import func, select

from elearn.accounts import operations, sign_in, throttle
from elearn.accounts.errors import LastAdmin, TooManyAttempts
from elearn.accounts.models import Membership, Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import actor
from tests.pages import Pages

THREADS = 8


def at_once(number, act):
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(act, range(number)))


def test_guesses_sent_together_do_not_slip_in_under_the_limit(app, cast, password):
    def guess(number):
        client = Pages(app)
        data = {"email": cast.learner.email, "password": "wrong one", "csrf_token": client.token()}
        return client.client.post("/sign-in", data=data).status_code

    codes = at_once(30, guess)
    assert (codes.count(422), codes.count(429)) == (throttle.MOST_BY_EMAIL, 20)


def test_counted_only_after_the_check_guesses_would_slip_in(app, cast, password, monkeypatch):
    """The control: with the count taken after the check, more guesses than the limit get in."""
    counted = throttle.admit
    monkeypatch.setattr(throttle, "admit", lambda email, address: None)
    gate = threading.Barrier(16)

    def guess(number):
        with app.app_context():
            gate.wait(10)
            checked = sign_in.check(cast.learner.email, "wrong one")
            gate.wait(10)
            with suppress(TooManyAttempts), write():
                counted(cast.learner.email, None)
            return checked.state

    with ThreadPoolExecutor(16) as pool:
        states = list(pool.map(guess, range(16)))
    assert states.count(sign_in.State.WRONG) > throttle.MOST_BY_EMAIL


def test_of_the_same_link_used_together_one_wins(app, visitor, cast, run_jobs, letters, link_in):
    visitor.post("/reset", {"email": cast.learner.email})
    run_jobs()
    path = link_in(letters()[0])

    def use(number):
        client = Pages(app)
        data = {"new_password": f"nine slow trains {number}", "csrf_token": client.token()}
        return client.client.post(path, data=data).status_code

    codes = at_once(8, use)
    assert (codes.count(302), codes.count(410)) == (1, 7)


def test_one_address_registered_together_becomes_one_account(app):
    def register(number):
        client = Pages(app)
        data = {
            "name": f"Nadia {number}",
            "email": "nadia@example.org",
            "password": "eleven small boats",
            "consent": "y",
            "csrf_token": client.token(),
        }
        return client.client.post("/register", data=data).status_code

    assert at_once(16, register) == [302] * 16
    with app.app_context():
        count = select(func.count()).select_from(Person).where(Person.email == "nadia@example.org")
        assert db.session.scalar(count) == 1


def test_two_administrators_cannot_withdraw_each_other(app, cast, writing):
    with writing():
        operations.grant(cast.learner.id, "admin", None)
    pairs = [(cast.admin, cast.learner), (cast.learner, cast.admin)]
    actors = [actor(app, who) for who, _ in pairs]
    with app.app_context():
        held = [
            db.session.scalars(
                select(Membership.public_id).where(Membership.person_id == whom.id)
            ).one()
            for _, whom in pairs
        ]

    def withdraw(number):
        with app.app_context():
            try:
                with write():
                    operations.withdraw(pairs[number][1].id, held[number], actors[number])
            except LastAdmin:
                return "refused"
            return "withdrawn"

    assert sorted(at_once(2, withdraw)) == ["refused", "withdrawn"]


def test_a_role_granted_together_is_held_once(app, cast):
    def grant(number):
        with app.app_context(), write():
            operations.grant(cast.learner.id, "trainer", None)

    at_once(16, grant)
    with app.app_context():
        held = select(func.count()).select_from(Membership)
        assert db.session.scalar(held.where(Membership.person_id == cast.learner.id)) == 1
