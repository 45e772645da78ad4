"""Where the memory of a server process goes: what each group of imports adds to it, in order.

`python -m bench.memory` prints the table of docs/performance.md. Each process is a new one, with
what Python compiled at hand; megabytes are resident ones, as the kernel counts them.
"""

import subprocess
import sys
import tempfile

from bench.servers import compiled

LIBRARIES = "flask_sqlalchemy marshmallow flask_wtf flask_smorest"
GROUPS = (
    ("Python itself", ""),
    ("granian, asyncio with it", "granian.server"),
    ("structlog, huey", "elearn.app.late"),
    ("Flask, Werkzeug, Jinja", "flask"),
    ("SQLAlchemy with both dialects", "sqlalchemy.orm sqlalchemy.dialects.postgresql"),
    ("Flask-SQLAlchemy, marshmallow, WTForms, flask-smorest", LIBRARIES),
    ("cryptography", "cryptography.hazmat.primitives.asymmetric.ed25519"),
    ("Babel, limits", "flask_babel flask_limiter"),
    ("our rooms: code, 84 tables, statements, forms, schemas", "elearn.app.rooms"),
    ("the application: routes, mappers", "elearn.app.server"),
)
# What the server does before it loads anything of ours (elearn/app/late.py) is done here too.
STEP = """
import gc, importlib, sys
gc.disable()
for group in sys.argv[1:]:
    for name in group.split():
        module = importlib.import_module(name)
        if name == "elearn.app.late":
            module.prepare(sys.modules["elearn.core.config"].from_environment())
    for line in open("/proc/self/smaps_rollup"):
        if line.startswith("Rss:"):
            print(int(line.split()[1]) / 1024)
"""


def resident(*groups: str) -> list[float]:
    """Return the megabytes of a new process after each group of imports."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", STEP, *groups],
            env=compiled() | {"ELEARN_ENV": "development", "ELEARN_DATA": folder},
            check=True,
            capture_output=True,
            text=True,
        )
    return [float(line) for line in done.stdout.split()]


def main() -> None:
    print("| what is loaded | MB more | MB |\n|---|--:|--:|")
    before = 0.0
    for (name, _), now in zip(GROUPS, resident(*(names for _, names in GROUPS)), strict=True):
        print(f"| {name} | {now - before:.1f} | {now:.1f} |")
        before = now
    bare = resident("granian.server", f"flask {LIBRARIES}")[-1]
    print(f"\nBare libraries (granian, Flask, SQLAlchemy, {LIBRARIES}): {bare:.0f} MB.")
    reference = resident("granian.server", "bench.reference")[-1]
    print(f"The reference application: {reference:.0f} MB.")


if __name__ == "__main__":
    main()
