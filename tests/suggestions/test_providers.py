"""A provider runs in a process of its own: whatever it does, the answer comes in time."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from elearn.suggestions import loading, running
from elearn.suggestions.loading import Unloadable, load, offered
from elearn.suggestions.provider import Block, NullProvider
from tests.factories.providers import FAKE, HERE, KEY, Fake

ROOT = Path(__file__).parents[2]
BLOCKS = [Block("b-1", "Keep drums closed."), Block("b-2", "Label them.")]


def ask(name: str, seconds: float = 20.0) -> running.Answer:
    return running.suggest(f"{HERE}:{name}", KEY, "summary", BLOCKS, "en", seconds)


def test_a_provider_is_given_the_kind_the_blocks_and_the_language():
    answer = ask("Fake")
    assert (answer.outcome, answer.problem) == ("answered", "")
    assert answer.items == [("summary in en: Keep drums closed.", ["b-1"])]


def test_a_provider_that_hangs_is_ended_when_its_time_is_over():
    started = time.monotonic()
    answer = ask("Hanging", seconds=1.0)
    assert answer.outcome == "timeout"
    assert 1.0 <= time.monotonic() - started < 10
    assert running.TIMEOUT_SECONDS == 10.0


@pytest.mark.parametrize(
    ("name", "outcome", "problem"),
    [
        ("Raising", "raised", "ConnectionError"),
        ("Leaving", "raised", "SystemExit"),
        ("Dying", "died", ""),
        ("Text", "rubbish", "str"),
        ("Refusing", "unloadable", "ValueError"),
    ],
)
def test_every_failure_has_its_name_and_tells_no_key(name: str, outcome: str, problem: str):
    answer = ask(name)
    assert (answer.outcome, answer.items, answer.problem) == (outcome, [], problem)


def test_what_is_no_suggestion_comes_back_as_nothing_and_what_is_too_long_is_cut():
    items = ask("Odd").items
    assert items[:3] == [None, None, None]
    assert [len(items[3][0]), items[4][1]] == [2001, []]  # type: ignore[index]


def test_a_provider_sees_neither_the_settings_of_the_site_nor_its_own_key_in_a_command(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("SECRET_KEY", "the secret of the site")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:word@host/elearn")
    (item,) = ask("Nosy").items
    assert item is not None
    for secret in ("SECRET_KEY", "secret of the site", "DATABASE_URL", KEY):
        assert secret not in item[0]


def test_checking_a_provider_loads_it_and_asks_it_nothing():
    assert running.check(f"{HERE}:Hanging", KEY).outcome == "answered"
    answer = running.check("no.such.module:Provider", KEY)
    assert (answer.outcome, answer.problem) == (
        "unloadable",
        "ModuleNotFoundError: No module named 'no'",
    )
    assert running.check(f"{HERE}:Refusing", KEY).problem == "ValueError"


def test_no_name_is_the_provider_that_suggests_nothing():
    assert load("") is NullProvider
    assert NullProvider("").suggest("summary", BLOCKS, "en") == []


@pytest.mark.parametrize(
    "name", ["no.such.module:Provider", f"{HERE}:Missing", f"{HERE}:KEY", "tests", ":", "a b:c"]
)
def test_a_name_that_is_no_provider_cannot_be_loaded(name: str):
    with pytest.raises(Unloadable):
        load(name)


def test_an_installed_provider_is_found_by_the_name_of_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    info = tmp_path / "ours-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[elearn.suggestions]\nours = {FAKE}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    loading.installed.cache_clear()
    try:
        assert offered(["b:B", "ours"]) == ["ours", "b:B"]
        assert load("ours") is Fake
        assert running.check("ours", KEY).outcome == "answered"
    finally:
        loading.installed.cache_clear()


def test_the_interface_is_pure():
    """An operator's provider can import it without a web framework, a database or a setting."""
    code = (
        "import sys; import elearn.suggestions.provider, elearn.suggestions.worker;"
        "print([n for n in ('flask', 'sqlalchemy', 'elearn.core') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def example() -> str:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(# our_provider\.py\n.*?)```", text, re.S)
    assert found, "docs/operations.md shows no provider"
    return found[1]


def test_the_example_in_the_operations_manual_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "our_provider.py").write_text(example(), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert running.check("our_provider:Provider", KEY).outcome == "answered"
    blocks = [Block("b-1", "Keep drums closed. They leak."), Block("b-2", "Label them. Always.")]
    answer = running.suggest("our_provider:Provider", KEY, "summary", blocks, "en")
    assert answer.items == [("Keep drums closed. Label them.", ["b-1", "b-2"])]
    assert running.suggest("our_provider:Provider", KEY, "plain", blocks, "en").items == []
