"""One at a time: work that must not run twice at once, and a holder that dies."""

import subprocess
import sys
import threading

import pytest

from elearn.core.transaction import Busy, only_one


def test_a_second_one_is_refused_until_the_first_is_done(app):
    with app.app_context():
        with only_one("bake"):
            with pytest.raises(Busy), only_one("bake"):
                pass
            with only_one("something-else"):
                pass
        with only_one("bake"):
            pass


def test_who_waits_gets_the_lock_when_it_is_free(app):
    held, done = threading.Event(), []

    def later():
        with app.app_context():
            held.wait(5)
            with only_one("bake", wait_seconds=5):
                done.append("second")

    thread = threading.Thread(target=later)
    thread.start()
    with app.app_context(), only_one("bake"):
        held.set()
        done.append("first")
    thread.join(6)
    assert done == ["first", "second"]


def test_a_failure_lets_the_lock_go(app):
    with app.app_context():
        with pytest.raises(KeyError), only_one("bake"):
            raise KeyError
        with only_one("bake"):
            pass


HOLDER = """
import sys
from elearn.app.factory import create_app
from elearn.core.config import from_environment
from elearn.core.transaction import only_one
app = create_app(from_environment())
with app.app_context(), only_one("bake"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_holder_leaves_no_lock(app, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setenv("DATABASE_URL", settings.database)
    monkeypatch.setenv("ELEARN_DATA", str(settings.data_path))
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with app.app_context(), pytest.raises(Busy), only_one("bake"):
            pass
        holder.kill()
    with app.app_context(), only_one("bake", wait_seconds=5):
        pass
