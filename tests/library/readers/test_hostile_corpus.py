"""Every file made to do harm, and every odd one that is fine, through the door all imports use."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time

import pytest

from elearn.library.readers import child
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.sentences import SENTENCES
from tests.library.readers import hostile, hostile_books, hostile_pages, hostile_pdf

REFUSED = hostile.REFUSED | hostile_books.REFUSED | hostile_pages.REFUSED | hostile_pdf.REFUSED
FINE = hostile_books.FINE | hostile_pages.FINE | hostile_pdf.FINE
MOST_SECONDS = 2
LOOK_SECONDS = 0.5
MOST_MEGABYTES = 100
# What each kind of refusal tells people to do begins with one of these words.
ADVICE = ("save", "remove", "split", "open", "run", "upload", "export")
RUNNER = "tests.library.readers.refusing"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Let the readers work where it can be seen what they leave."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "work"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "work").mkdir()


def seconds_used() -> float:
    """Return the processor time of this process and its children: a busy machine changes nothing.

    A child that only waits uses none, but it ends as `timeout`, which is no code of these files.
    """
    return sum(os.times()[:4])


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_code_soon_and_leaves_nothing(name, tmp_path):
    make, code = REFUSED[name]
    path, media = tmp_path / "upload", tmp_path / "media"
    path.write_bytes(make())
    began = seconds_used()
    with pytest.raises(Unreadable) as refused:
        child.read_document(path, name="upload", media_folder=media)
    assert refused.value.code == code, refused.value.detail
    assert seconds_used() - began < MOST_SECONDS
    assert refused.value.sentence == str(SENTENCES[code])
    assert not list((tmp_path / "work").iterdir())
    assert not media.exists() or not list(media.iterdir())


@pytest.mark.parametrize("name", FINE)
def test_an_odd_file_is_read_all_the_same(name, tmp_path):
    make, warning = FINE[name]
    path = tmp_path / "upload"
    path.write_bytes(make())
    doc = child.read_document(path, name="upload", media_folder=tmp_path / "media")
    assert doc.blocks
    said = {one["code"] for one in doc.report.warnings}
    assert warning in said | {one["reason"] for one in doc.report.dropped} | {""}
    assert not list((tmp_path / "work").iterdir())


def test_the_look_over_before_an_answer_is_quick_for_every_file(tmp_path):
    slow = {}
    for name, (make, _) in (REFUSED | FINE).items():
        path = tmp_path / "upload"
        path.write_bytes(make())
        began = time.process_time()
        with contextlib.suppress(Unreadable):
            child.check(path)
        used = time.process_time() - began
        if used > LOOK_SECONDS:
            slow[name] = used
    assert not slow


@pytest.mark.skipif(sys.platform != "linux", reason="megabytes are told in other units elsewhere")
def test_refusing_a_file_takes_less_than_a_hundred_megabytes(tmp_path):
    for at, (make, _) in enumerate(REFUSED.values()):
        path = tmp_path / f"{at:03}"
        path.write_bytes(make())
        # What the look-over refuses never meets a child: that test stands beside this one.
        with contextlib.suppress(Unreadable):
            child.check(path)
            continue
        path.unlink()
    done = subprocess.run(
        [sys.executable, "-m", RUNNER, str(tmp_path)],
        cwd=child.ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path / "work")},
        capture_output=True,
        text=True,
        check=True,
    )
    megabytes = json.loads(done.stdout)
    names = list(REFUSED)
    large = {names[int(at)]: size for at, size in megabytes.items() if size > MOST_MEGABYTES}
    assert not large


def test_there_are_enough_hostile_files_for_every_format():
    assert len(REFUSED) >= 60
    for start in ("pdf:", "odt:", "epub:", "zip:", "html:", "md:"):
        assert sum(name.startswith(start) for name in REFUSED) >= 3
    assert len(FINE) >= 30


def test_every_refusal_says_what_to_do():
    for code, sentence in SENTENCES.items():
        if code != "cancelled":
            said = str(sentence).casefold()
            assert any(f"{word} " in said for word in ADVICE), code
