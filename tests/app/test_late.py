"""What a server loads when it starts, and what waits until somebody needs it."""

import subprocess
import sys
from pathlib import Path

from elearn.app.late import LATE

ROOT = Path(__file__).parents[2]
HEAVY = ("typst._typst", "obstore._obstore", "lxml.etree", "html5lib", "PIL._imaging")
START = """
import sys
import elearn.app.server as server
loaded = sorted(set(sys.argv[1:]) & set(sys.modules))
"""


def served(tmp_path: Path, code: str, *words: str, **settings: str) -> str:
    """Return what the code prints after a server has been loaded in a process of its own."""
    environment = {"ELEARN_ENV": "development", "ELEARN_DATA": str(tmp_path), **settings}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", START + code, *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_server_starts_without_what_few_requests_need(tmp_path):
    names = (*HEAVY, "rich", "redis", "psycopg", "bleach.sanitizer")
    assert served(tmp_path, "print(loaded)", *names) == "[]"


def test_what_waits_is_loaded_when_it_is_used(tmp_path):
    code = """
from elearn.core import storage
from elearn.core.html import clean
with server.app.app_context():
    key = storage.put(b"a picture", ".png")
    print(storage.get(key) == b"a picture", clean("<p onclick=1>One</p>"))
"""
    assert served(tmp_path, code) == "True <p>One</p>"


def test_every_library_that_waits_can_be_loaded_in_the_end(tmp_path):
    code = """
import importlib
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    assert not hasattr(module, "no_such_name"), name
    assert module.__spec__.loader is module.__loader__, name
    print(name)
"""
    assert set(served(tmp_path, code, *LATE).split()) == LATE


def test_a_server_that_counts_in_redis_loads_it(tmp_path):
    found = served(tmp_path, "print(loaded)", "redis", REDIS_URL="redis://127.0.0.1:1/0")
    assert found == "['redis']"
