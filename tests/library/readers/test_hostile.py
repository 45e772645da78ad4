"""Files that would do harm, or cannot be read, are refused with the right code: soon and small."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from elearn.library.readers import child
from elearn.library.readers.errors import CODES, Unreadable
from elearn.library.readers.limits import Limits
from elearn.library.readers.sentences import SENTENCES
from tests.library.readers.docx_made import h, p, write_docx
from tests.library.readers.hostile import BODY, REFUSED

MEASURED = """
import sys
from pathlib import Path
from elearn.library.readers.child import check
try:
    check(Path(sys.argv[1]))
except Exception as error:
    print(error.code)
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(int(peak) // 1024)
"""


def test_every_code_has_a_sentence():
    assert set(SENTENCES) == set(CODES)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", ["a zip bomb", "too many parts", "an archive inside"])
def test_the_look_over_needs_little_memory(name, tmp_path):
    path = tmp_path / "upload.docx"
    path.write_bytes(REFUSED[name][0]())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=child.ROOT,
    )
    code, megabytes = done.stdout.split()
    assert code == REFUSED[name][1]
    assert int(megabytes) < 100


def test_a_file_over_the_size_limit_is_too_big(tmp_path):
    path = write_docx(tmp_path, BODY)
    with pytest.raises(Unreadable) as refused:
        child.check(path, Limits(file_size=100))
    assert refused.value.code == "too-big"


def test_a_child_that_runs_too_long_is_killed(tmp_path):
    path = write_docx(tmp_path, "".join(p(f"line {n}") for n in range(20_000)))
    with pytest.raises(Unreadable) as refused:
        child.read_document(path, name="x.docx", limits=Limits(wall=0.2))
    assert refused.value.code == "timeout"


def test_a_child_over_its_processor_time_is_a_timeout(tmp_path):
    body = "".join(p(f"line {n}") for n in range(60_000))
    path = write_docx(tmp_path, body)
    with pytest.raises(Unreadable) as refused:
        child.read_document(path, name="x.docx", limits=Limits(cpu=1))
    assert refused.value.code == "timeout"


def test_a_child_that_needs_too_much_memory_is_refused(tmp_path):
    lines = (p(f"{n} {n * n} " + f"{n * 7919} " * 9) for n in range(100_000))
    path = write_docx(tmp_path, "".join(lines))
    with pytest.raises(Unreadable) as refused:
        child.read_document(path, name="x.docx", limits=Limits(memory=150 * 1024 * 1024))
    assert refused.value.code == "too-big"


def test_progress_is_told_and_what_it_raises_stops_the_child(tmp_path):
    path = write_docx(tmp_path, h(1, "A") + p("b"))
    seen = []
    child.read_document(path, name="x.docx", progress=lambda percent, step: seen.append(percent))
    assert seen == sorted(seen)
    assert seen[-1] == 100

    def stop(percent, step):
        raise Unreadable("cancelled")

    with pytest.raises(Unreadable) as refused:
        child.read_document(path, name="x.docx", progress=stop)
    assert refused.value.code == "cancelled"


def test_a_name_that_promises_another_kind_is_reported_and_the_content_wins(tmp_path):
    path = write_docx(tmp_path, h(1, "A") + p("b"))
    doc = child.read_document(path, name="manual.pdf")
    assert doc.meta["format"] == "docx"
    assert [w["code"] for w in doc.report.warnings] == ["name-disagrees"]


def test_reading_in_the_child_gives_the_same_ids_each_time(tmp_path):
    path = write_docx(tmp_path, h(1, "A") + p("b") + p("b"))
    first, second = (child.read_document(path, name="x.docx") for _ in range(2))
    assert first == second
    assert len({block.id for block in first.blocks}) == 3


def test_no_child_is_left_behind(tmp_path):
    path = write_docx(tmp_path, BODY)
    child.read_document(path, name="x.docx")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    child.read_document(path, name="x.docx")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > before
