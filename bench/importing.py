"""How soon pages come while a manual is imported: python -m bench.importing [--write] [files...]

The server and the worker run as they are deployed. A trainer uploads each file over HTTP, the
worker reads it and makes the course, and visitors open pages all the while.
"""

import argparse
import http.client
import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bench.report import DOCUMENT
from bench.visitor import Visitor
from elearn.accounts import operations as accounts
from elearn.accounts.models import Membership
from elearn.accounts.passwords import hash_password
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library.models import Import
from tests.fault.house import House
from tests.fault.imports import wait_for
from tests.fault.makings import confirm
from tests.fault.manual import in_format
from tests.fault.site import PASSWORD, Site, open_site

SHARED = Path(os.environ.get("ELEARN_SHARED", Path(__file__).parents[2] / "shared")) / "manuals"
FILES = ("asvs-4.0.3-es.pdf", "asvs-5.0-en.docx", "debmake-doc-en.epub")
VISITORS = 4
PAUSE_SECONDS = 0.05
QUIET_SECONDS = 5.0
MOST_P95_MS = 300
MILLISECONDS = 1000
COURSES = "/courses/"
BEGIN, END = "<!-- importing: begin -->", "<!-- importing: end -->"


@dataclass
class Watch:
    """What visitors saw: page, when it was asked for, how long it took, in seconds."""

    seen: list[tuple[str, float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def times(self, page: str, since: float, until: float) -> list[float]:
        """Return the milliseconds of a page asked for between two moments, the shortest first."""
        seen = (t for name, at, t in self.seen if name == page and since <= at < until)
        return sorted(one * MILLISECONDS for one in seen)


@dataclass(frozen=True)
class Stretch:
    """A time that was watched, and what went on in it."""

    name: str
    since: float
    until: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="manuals to import instead")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--write", action="store_true", help="put the table into docs/")
    asked = parser.parse_args()
    files = asked.files or [SHARED / name for name in FILES if (SHARED / name).exists()]
    manuals = [(path.name, path.read_bytes()) for path in files]
    with open_site(asked.database, "") as site:
        rows, failed = run(site, manuals or [("manual.docx", in_format(1, "docx"))])
    print(rows)
    print("\n".join(failed[:5]), file=sys.stderr)
    if asked.write:
        page = DOCUMENT.read_text(encoding="utf-8")
        day = f"{datetime.now(UTC):%-d %B %Y}"
        stamp = f"{day}, `python -m bench.importing`, {os.cpu_count()} processors."
        marked = re.compile(f"{BEGIN}.*{END}", re.DOTALL)
        page = marked.sub(lambda _: f"{BEGIN}\n{stamp}\n\n{rows}\n{END}", page)
        DOCUMENT.write_text(page, encoding="utf-8")
    return 1 if "MISS" in rows or failed else 0


def run(site: Site, manuals: list[tuple[str, bytes]]) -> tuple[str, list[str]]:
    """Import the manuals one after the other under watch; return the table and what failed."""
    with House(site.settings, site.settings.data_path / "log") as house:
        house.start("server", "worker")
        trainer = signed_in(site, house.port)
        with watching(site, house.port) as (watch, pages):
            begun = time.monotonic()
            time.sleep(QUIET_SECONDS)
            stretches = [Stretch("nothing", begun, time.monotonic())]
            for name, content in manuals:
                stretches += imported(site, trainer, name, content)
    return table(watch, pages, stretches), watch.failed


def imported(site: Site, trainer: Visitor, name: str, content: bytes) -> list[Stretch]:
    """Upload one manual, have it read and made a course; return both times."""
    since = time.monotonic()
    import_id = upload(site, trainer, name, content)
    wait_for(site, import_id, "review")
    read = time.monotonic()
    confirm(site, import_id)
    wait_for(site, import_id, "done")
    done = time.monotonic()
    return [Stretch(f"reading {name}", since, read), Stretch(f"course of {name}", read, done)]


def signed_in(site: Site, port: int) -> Visitor:
    """Return a trainer at the door, signed in."""
    with site.app.app_context(), write():
        person = accounts.create_person(
            email="trainer@example.org", name="Trainer", password_hash=hash_password(PASSWORD)
        )
        db.session.add(Membership(person_id=person.id, role="trainer"))
    trainer = Visitor(port)
    sign_in(trainer, "trainer@example.org")
    return trainer


def sign_in(visitor: Visitor, email: str) -> None:
    visitor.get("/sign-in")
    visitor.post("/sign-in", email=email, password=PASSWORD)


def upload(site: Site, trainer: Visitor, name: str, content: bytes) -> int:
    """Upload a file as a form does; return the id of its import."""
    trainer.get("/desk/imports/new")
    mark = "----part-of-an-upload"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "X-CSRFToken": trainer.token,
        "Cookie": "; ".join(f"{key}={value}" for key, value in trainer.cookies.items()),
    }
    connection = http.client.HTTPConnection("127.0.0.1", trainer.port, timeout=60)
    connection.request("POST", "/api/v1/imports", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    if answer.status != 202:
        raise RuntimeError(f"The upload of {name} was answered {answer.status}: {said[:300]!r}")
    return newest(site, json.loads(said)["id"])


def newest(site: Site, public_id: str) -> int:
    """Return the row of an import."""
    with site.app.app_context():
        statement = select(Import.id).where(Import.public_id == public_id)
        found = db.session.scalars(statement).one()
        db.session.rollback()
        return found


@contextmanager
def watching(site: Site, port: int) -> Iterator[tuple[Watch, dict[str, str]]]:
    """Let visitors open pages, by name, until the block is over."""
    course = site.courses[0]
    lesson = f"/courses/{course.slug}/{course.lessons[0]}/"
    pages = {"Home": "/", "Catalogue": COURSES, "Lesson": lesson}
    watch = Watch()
    threads = [
        threading.Thread(target=visit, args=(site.emails[at], port, pages, watch), daemon=True)
        for at in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield watch, pages
    finally:
        watch.over.set()
        for thread in threads:
            thread.join(10)


def visit(email: str, port: int, pages: dict[str, str], watch: Watch) -> None:
    """Open the pages in turn as one learner."""
    visitor = Visitor(port)
    visitor.move()
    try:
        sign_in(visitor, email)
        visitor.get(COURSES)
        enrolment = f"/api/v1{pages['Lesson'].rsplit('/', 2)[0]}/enrolment"
        visitor.send("PUT", enrolment, "{}", visitor.json_headers(), 200)
        while not watch.over.is_set():
            for name, path in pages.items():
                at = time.monotonic()
                visitor.get(path)
                watch.seen.append((name, at, time.monotonic() - at))
                time.sleep(PAUSE_SECONDS)
    except (OSError, RuntimeError, http.client.HTTPException) as problem:
        watch.failed.append(f"{email}: {problem!r}")


def table(watch: Watch, pages: dict[str, str], stretches: list[Stretch]) -> str:
    """Return what visitors saw during each stretch as a table."""
    lines = ["| while | seconds | page | pages | p50 ms | p95 ms | slowest ms | |"]
    lines.append("|---|--:|---|--:|--:|--:|--:|---|")
    for stretch in stretches:
        for page in pages:
            times = watch.times(page, stretch.since, stretch.until)
            if not times:
                continue
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            verdict = "ok" if p95 < MOST_P95_MS else "MISS"
            lines.append(
                f"| {stretch.name} | {stretch.until - stretch.since:.1f} | {page} | {len(times)} |"
                f" {p50:.0f} | {p95:.0f} | {times[-1]:.0f} | {verdict} |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
