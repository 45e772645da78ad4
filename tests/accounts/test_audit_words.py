"""Every act that is written to the audit log has words an administrator can read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from elearn.accounts.labels import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("elearn", "courses", "quizzes", "certificates")


def calls(room: str) -> Iterator[tuple[str, list[str | None]]]:
    """Yield the name of every function called with the words among its arguments."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                yield name, [word(argument) for argument in node.args]


def word(argument: ast.expr) -> str | None:
    said = argument.value if isinstance(argument, ast.Constant) else None
    return said if isinstance(said, str) else None


def acts() -> set[str]:
    """Return the acts the code writes down."""
    found = set()
    for room in ROOMS:
        for name, words in calls(room):
            if name == "record" and len(words) > 2 and words[1]:
                found.add(words[1])
            elif room == "courses" and name == "note" and len(words) > 2 and words[2]:
                found.add(f"course.{words[2]}")
            elif room == "elearn" and name == "note" and len(words) > 2 and words[2]:
                found.add(words[2])
            elif room == "quizzes" and name == "_note" and len(words) > 2 and words[1]:
                found.add(f"{words[2]}.{words[1]}")
    return found


def test_every_act_in_the_log_has_words():
    written = acts()
    assert len(written) > 50
    assert written - set(ACTIONS) == set()
