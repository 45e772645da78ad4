"""The child process: takes one order, limits itself, asks the provider, answers, ends.

An order is {"act": "check" or "suggest", "provider", "key", "seconds"}, with `suggest` also "kind",
"blocks": [[id, text]] and "lang". The answer is {"outcome"}, with "problem" or "items":
[[text, [block id]]], where None stands for what is no suggestion.
"""

import json
import os
import resource
import signal
from typing import Any

from elearn.suggestions.loading import Unloadable, load
from elearn.suggestions.provider import LONGEST_TEXT, Block, Suggestion

MOST_ITEMS = 100
MOST_IDS = 100
LONGEST_ID = 100
LONGEST_PROBLEM = 300
MEMORY_BYTES = 2 * 1024**3


def main(order: dict[str, Any]) -> None:
    """Carry out the order and end at once, whatever threads the provider has left behind."""
    limit_self(order["seconds"])
    answer_to = os.dup(1)
    # What a provider prints may hold the key: nobody is to read it.
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    answer = carried_out(order)
    with os.fdopen(answer_to, "w", encoding="utf-8") as out:
        json.dump(answer, out)
    os._exit(0)


def limit_self(seconds: float) -> None:
    """End by oneself when the one who asked is gone; leave no memory on disk, take not all of it.

    The system ends a process by this alarm even inside a library that never returns.
    """
    signal.alarm(int(seconds) + 5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def carried_out(order: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to an order; every failure becomes an outcome.

    Of what fails once the key is known, only the kind of the error is told: its text may repeat
    the key.
    """
    try:
        made = load(order["provider"])
    except Unloadable as error:
        return {"outcome": "unloadable", "problem": str(error)[:LONGEST_PROBLEM]}
    try:
        provider = made(order["key"])
    except BaseException as error:
        return {"outcome": "unloadable", "problem": kind_of(error)}
    if order["act"] == "check":
        return {"outcome": "answered", "items": []}
    blocks = [Block(id_, text) for id_, text in order["blocks"]]
    try:
        found = provider.suggest(order["kind"], blocks, order["lang"])
    except BaseException as error:
        return {"outcome": "raised", "problem": kind_of(error)}
    if not isinstance(found, list):
        return {"outcome": "rubbish", "problem": type(found).__name__[:60]}
    return {"outcome": "answered", "items": [plain(one) for one in found[:MOST_ITEMS]]}


def kind_of(error: BaseException) -> str:
    return type(error).__name__[:60]


def plain(found: Any) -> list[Any] | None:
    """Return a suggestion as JSON, no longer than it takes to see that it is too long."""
    if not isinstance(found, Suggestion):
        return None
    # What a provider says of types is not believed.
    text: Any = found.text
    ids: Any = found.block_ids
    if not isinstance(text, str) or not isinstance(ids, list | tuple):
        return None
    if not all(isinstance(id_, str) for id_ in ids):
        return None
    return [text[: LONGEST_TEXT + 1], [id_[:LONGEST_ID] for id_ in ids[:MOST_IDS]]]
