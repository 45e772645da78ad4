"""Providers of suggestions for tests: one that works, and all the ways one can fail.

Each runs in the child process, as an operator's own would. KEY is the key they are made with.
"""

import os
import time
from pathlib import Path
from typing import Any

from elearn.suggestions.provider import Block, Suggestion

KEY = "key-of-the-fake-provider-7f3a"
HERE = "tests.factories.providers"
FAKE = f"{HERE}:Fake"
PROVIDERS = (FAKE, f"{HERE}:Missing", "no.such.module:Provider", f"{HERE}:KEY", f"{HERE}:Refusing")


class Fake:
    """Says in a sentence that it read the first block, in the kind that was asked for."""

    def __init__(self, key: str) -> None:
        self.key = key

    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        return [Suggestion(f"{kind} in {lang}: {blocks[0].text}", [blocks[0].id])]


class Refusing(Fake):
    def __init__(self, key: str) -> None:
        raise ValueError(f"{key} is no key")


class Hanging(Fake):
    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        time.sleep(600)


class Raising(Fake):
    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        print(self.key, flush=True)
        raise ConnectionError(f"401 for {self.key}")


class Leaving(Fake):
    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        raise SystemExit(3)


class Dying(Fake):
    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        os.abort()


class Text(Fake):
    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        return "a text and no list"


class Odd(Fake):
    """Returns things of every wrong kind, and one that is right."""

    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        id_ = blocks[0].id
        return [
            {"text": "a mapping", "block_ids": [id_]},
            Suggestion(7, [id_]),  # type: ignore[arg-type]
            Suggestion("its ids are a text", id_),  # type: ignore[arg-type]
            Suggestion("x" * 100_000, [id_]),
            Suggestion("cites nothing", []),
            Suggestion("cites what it was not given", [id_, "b-000000000000"]),
            Suggestion("<script>alert(1)</script>", [id_]),
            Suggestion('<p onclick="x()" id="b-1">Keep <a href="//evil.test">it</a> shut.', [id_]),
        ]


class Nosy(Fake):
    """Tells what it can see of its surroundings."""

    def suggest(self, kind: str, blocks: list[Block], lang: str) -> Any:
        command = Path("/proc/self/cmdline").read_text(encoding="utf-8")
        seen = " ".join([*os.environ, *os.environ.values(), command])
        return [Suggestion(seen[-1500:], [blocks[0].id])]
