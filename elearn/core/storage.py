"""Files addressed by their content: the same bytes are stored once, under their SHA-256.

A local folder or an S3-style bucket, through the same calls.
"""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import obstore.store
from flask import Flask, current_app

from elearn.core.config import Settings

if TYPE_CHECKING:
    from obstore.store import ObjectStore

KEY = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")


class NoSuchFile(LookupError):
    """No file is stored under that key."""


def init_app(app: Flask, settings: Settings) -> None:
    """Open a bucket at once, so that a wrong address is known at start; a folder when needed."""
    if settings.storage_url:
        app.extensions["store"] = open_store(settings)


def open_store(settings: Settings) -> "ObjectStore":
    """Return the store the settings name."""
    if settings.storage_url:
        return obstore.store.from_url(settings.storage_url)
    return obstore.store.LocalStore(prefix=settings.data_path / "files", mkdir=True)


def put(content: bytes, suffix: str = "") -> str:
    """Store the bytes and return their key: SHA-256 in hex, with `suffix` such as `.pdf`."""
    key = key_of(content, suffix)
    # A file cut short by a power failure has the name, but not the length: it is stored anew.
    if size(key) != len(content):
        obstore.put(_store(), _place(key), content)
    return key


def key_of(content: bytes, suffix: str = "") -> str:
    """Return the key the bytes have, stored or not."""
    return hashlib.sha256(content).hexdigest() + suffix


def put_file(path: Path, suffix: str = "") -> str:
    """Store a file and return its key."""
    return put(path.read_bytes(), suffix)


def get(key: str) -> bytes:
    """Return the stored bytes. Raises NoSuchFile."""
    try:
        return bytes(obstore.get(_store(), _place(key)).bytes())
    except FileNotFoundError as error:
        raise NoSuchFile(key) from error


def exists(key: str) -> bool:
    """Tell whether a file is stored under the key. Raises NoSuchFile for what is no key."""
    return size(key) is not None


def size(key: str) -> int | None:
    """Return how many bytes are stored under the key, or None without a file."""
    try:
        return int(obstore.head(_store(), _place(key))["size"])
    except FileNotFoundError:
        return None


def delete(key: str) -> None:
    """Remove the file; nothing happens when there is none."""
    try:
        obstore.delete(_store(), _place(key))
    except FileNotFoundError:
        return


def _store() -> "ObjectStore":
    if "store" not in current_app.extensions:
        current_app.extensions["store"] = open_store(current_app.extensions["settings"])
    store: ObjectStore = current_app.extensions["store"]
    return store


def _place(key: str) -> str:
    if not KEY.fullmatch(key):
        raise NoSuchFile(key)
    return f"{key[:2]}/{key}"
