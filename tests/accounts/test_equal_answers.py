"""Known and unknown addresses take the same time (R-15), at the cost passwords really have."""

import statistics
import time

import pytest
from sqlalchemy import update

from elearn.accounts import passwords, throttle
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.pages import Pages

SAMPLES = 30
MOST_DIFFERENCE = 0.10


@pytest.fixture
def dear_passwords(monkeypatch, app, cast):
    """Passwords cost what they cost in production; the cast has one."""
    hasher = passwords._hasher_for(False)
    monkeypatch.setattr(passwords, "_hasher_for", lambda cheap: hasher)
    monkeypatch.setattr(throttle, "MOST_BY_ADDRESS", 10_000)
    monkeypatch.setattr(throttle, "MOST_BY_EMAIL", 10_000)
    with app.app_context():
        stored = passwords.hash_password("seven quiet lorries")
        with write():
            db.session.execute(update(Person).values(password_hash=stored))


def seconds(client, path, data):
    """Return the processor seconds of one POST: steadier than the clock on a busy machine."""
    sent = data | {"csrf_token": client.token()}
    started = time.process_time()
    response = client.client.post(path, data=sent)
    assert response.status_code in (302, 422)
    return time.process_time() - started


def difference(app, path, known, unknown):
    """Return by how much the medians differ; the two are measured in turns."""
    client = Pages(app)
    for data in (known(0), unknown(0)):
        seconds(client, path, data)
    ours, others = [], []
    for number in range(1, SAMPLES + 1):
        ours.append(seconds(client, path, known(number)))
        others.append(seconds(client, path, unknown(number)))
    left, right = statistics.median(ours), statistics.median(others)
    return abs(left - right) / max(left, right)


def test_signing_in_takes_as_long_for_an_address_nobody_has(app, cast, dear_passwords):
    found = difference(
        app,
        "/sign-in",
        lambda number: {"email": cast.learner.email, "password": f"wrong guess {number}"},
        lambda number: {"email": f"n{number}@example.org", "password": f"wrong guess {number}"},
    )
    assert found < MOST_DIFFERENCE, f"{found:.1%}"


def test_asking_for_a_new_password_takes_as_long_for_an_address_nobody_has(app, cast):
    found = difference(
        app,
        "/reset",
        lambda number: {"email": cast.learner.email},
        lambda number: {"email": f"n{number}@example.org"},
    )
    assert found < MOST_DIFFERENCE, f"{found:.1%}"


def test_registering_takes_as_long_for_an_address_somebody_has(app, cast, dear_passwords):
    person = {"name": "Somebody", "password": "eleven small boats", "consent": "y"}
    found = difference(
        app,
        "/register",
        lambda number: person | {"email": cast.learner.email},
        lambda number: person | {"email": f"n{number}@example.org"},
    )
    assert found < MOST_DIFFERENCE, f"{found:.1%}"
