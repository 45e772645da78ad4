"""Files are addressed by their content, stored once and whole, on a folder or in a bucket."""

import hashlib
from pathlib import Path

import pytest
from flask import Flask
from obstore.store import LocalStore, MemoryStore

from elearn.core import storage
from elearn.core.config import Settings
from elearn.core.storage import NoSuchFile

CONTENT = b"Keep the drum closed."
KEY = hashlib.sha256(CONTENT).hexdigest()


def put_back(app, store):
    """Let the application have the store it had, or open its own when it needs one."""
    app.extensions.pop("store", None)
    if store is not None:
        app.extensions["store"] = store


@pytest.fixture(params=["folder", "bucket"])
def store(request, app, tmp_path):
    """Each kind of store in turn: a folder, and a bucket as obstore keeps it in memory."""
    before = app.extensions.pop("store", None)
    kinds = {"folder": lambda: LocalStore(prefix=tmp_path), "bucket": MemoryStore}
    app.extensions["store"] = kinds[request.param]()
    with app.app_context():
        yield app.extensions["store"]
    put_back(app, before)


@pytest.fixture
def folder(app: Flask, tmp_path: Path):
    before = app.extensions.pop("store", None)
    app.extensions["store"] = LocalStore(prefix=tmp_path)
    with app.app_context():
        yield tmp_path
    put_back(app, before)


def test_what_is_stored_comes_back(store):
    key = storage.put(CONTENT, ".pdf")
    assert key == f"{KEY}.pdf" == storage.key_of(CONTENT, ".pdf")
    assert storage.get(key) == CONTENT
    assert (storage.exists(key), storage.size(key)) == (True, len(CONTENT))


@pytest.mark.parametrize("content", [b"", b"\x00", bytes(3_000_000)])
def test_any_bytes_can_be_stored(store, content):
    assert storage.get(storage.put(content)) == content


def test_the_same_content_twice_has_one_key(store):
    assert storage.put(CONTENT) == storage.put(CONTENT)
    assert storage.get(KEY) == CONTENT


def test_a_file_on_disk_is_stored_under_its_content(store, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(CONTENT)
    assert storage.put_file(path, ".md") == f"{KEY}.md"
    assert storage.get(f"{KEY}.md") == CONTENT


def test_what_is_not_there_is_named(store):
    assert not storage.exists(KEY)
    assert storage.size(KEY) is None
    with pytest.raises(NoSuchFile, match=KEY):
        storage.get(KEY)


def test_deleting_is_final_and_may_be_repeated(store):
    key = storage.put(CONTENT)
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../secret-key",
        "/etc/passwd",
        f"{KEY}/../../secret-key",
        f"{KEY}\n",
        f"{KEY}.PDF",
        f"{KEY}.pdf.exe",
        f"{KEY}.toolongasuffix",
        KEY.upper(),
        KEY[:-1],
        f"{KEY}\x00",
        "%2e%2e/secret-key",
    ],
)
@pytest.mark.parametrize("act", [storage.get, storage.exists, storage.size, storage.delete])
def test_what_is_no_key_reaches_no_file(store, act, key):
    with pytest.raises(NoSuchFile):
        act(key)


def test_a_suffix_cannot_lead_out_of_the_store(store):
    with pytest.raises(NoSuchFile):
        storage.put(CONTENT, "/../../evil")


def test_a_file_cut_short_is_stored_anew(folder):
    key = storage.put(CONTENT)
    [path] = [path for path in folder.rglob("*") if path.is_file()]
    path.write_bytes(CONTENT[:5])
    assert storage.put(CONTENT) == key
    assert storage.get(key) == CONTENT


def test_files_are_spread_over_folders_and_nothing_else_is_left(folder):
    for number in range(20):
        storage.put(str(number).encode(), ".md")
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert len(paths) == 20
    assert all(path.parent.name == path.name[:2] for path in paths)
    assert all(storage.key_of(path.read_bytes(), ".md") == path.name for path in paths)


def test_settings_choose_the_store(tmp_path):
    local = storage.open_store(Settings(data=str(tmp_path)))
    assert isinstance(local, LocalStore)
    assert (tmp_path / "files").is_dir()
    bucket = storage.open_store(Settings(data=str(tmp_path), storage_url="memory:///"))
    assert isinstance(bucket, MemoryStore)
