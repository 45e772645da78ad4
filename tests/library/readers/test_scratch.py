"""Folders of work are gone afterwards, whoever was killed; nobody sweeps one in use."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from elearn.library.readers import child, scratch
from tests.library.readers.docx_made import p, write_docx

HOLDS = """
import sys, time
from elearn.library.readers.scratch import scratch
with scratch() as work:
    (work / "left.txt").write_text("x")
    print(work.parent, flush=True)
    time.sleep(60)
"""
READS = """
import sys
from pathlib import Path
from elearn.library.readers.child import read_document
said = lambda percent, step: print(step, flush=True)
read_document(Path(sys.argv[1]), name="x.docx", progress=said)
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def started(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=child.ROOT,
        env=os.environ | {"PYTHONPATH": str(child.ROOT)},
    )


def test_a_folder_in_use_stays_and_one_of_a_killed_process_is_swept():
    process = started(HOLDS)
    folder = Path(process.stdout.readline().strip())
    assert scratch.sweep() == 0
    assert (folder / "work" / "left.txt").exists()
    process.kill()
    process.communicate()
    assert folder.exists()
    with scratch.scratch() as work:
        assert not folder.exists()
        assert work.is_dir()
    assert not work.exists()


def test_a_folder_whose_lock_is_being_made_is_left_alone_until_it_is_old(tmp_path):
    folder = tmp_path / f"{scratch.PREFIX}new"
    folder.mkdir()
    assert scratch.sweep() == 0
    long_ago = folder.stat().st_mtime - 2 * scratch.OLD_SECONDS
    os.utime(folder, (long_ago, long_ago))
    assert scratch.sweep() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_the_reading_child_ends_with_its_parent(tmp_path):
    path = write_docx(tmp_path, "".join(p(f"line {n} " * 20) for n in range(40_000)))
    process = started(READS, str(path))
    process.stdout.readline()
    reading = wait_for_child(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    end = time.monotonic() + 5
    while alive(reading) and time.monotonic() < end:
        os.sched_yield()
    assert not alive(reading)


def wait_for_child(pid):
    """Return the child of a process once it reads, which is when it has limited itself."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for found in listed.read_text().split():
            if "1073741824" in Path(f"/proc/{found}/limits").read_text():
                return int(found)
    raise AssertionError("no child was seen")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
