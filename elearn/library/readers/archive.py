"""Zip archives of documents, looked over before anything is unpacked and unpacked with a counter.

What the directory says of sizes is only a claim, so the unpacking counts for itself.
"""

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.limits import DEFAULT, Limits

END = b"PK\x05\x06"
LOCAL = b"PK\x03\x04"
CHUNK = 256 * 1024
# Files that Word itself stores inside a document; they are never opened, only listed.
EMBEDDED = ("xlsx", "xls", "xlsb", "docx", "doc", "pptx", "ppt", "bin", "vsdx", "odt", "ods")
ARCHIVES = ("zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "jar", "cab", "zst", "iso")
PACKED = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


class Archive:
    """An open archive that passed the look-over. Use as a context manager.

    Raises Unreadable: damaged, bomb, unsafe-archive, password, macro.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self.unpacked = 0
        self.file: BinaryIO = path.open("rb")
        try:
            self.size = path.stat().st_size
            _check_end(self.file, self.size, limits)
            self.entries = self._directory()
            _check_entries(list(self.entries.values()), self.size, limits)
            self._refuse_nested()
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        try:
            found = zipfile.ZipFile(self.file).infolist()
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError) as error:
            raise Unreadable("damaged", detail=str(error)) from error
        except NotImplementedError as error:
            raise Unreadable("unsafe-archive", detail=str(error)) from error
        entries: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for entry in found:
            _check_name(entry)
            if entry.filename.casefold() in seen:
                raise Unreadable("unsafe-archive", detail=f"two parts named {entry.filename!r}")
            seen.add(entry.filename.casefold())
            entries[entry.filename] = entry
        return entries

    def _refuse_nested(self) -> None:
        for name, entry in self.entries.items():
            suffix = name.rpartition(".")[2].casefold()
            inside = "/embeddings/" in f"/{name}" and suffix in EMBEDDED
            if suffix in ARCHIVES:
                raise Unreadable("unsafe-archive", detail=f"archive inside: {name!r}")
            if not inside and entry.file_size and self._first(entry).startswith(PACKED):
                raise Unreadable("unsafe-archive", detail=f"archive inside: {name!r}")

    def _first(self, entry: zipfile.ZipInfo) -> bytes:
        raw = self._raw(entry, 512)
        if entry.compress_type == zipfile.ZIP_STORED:
            return raw[:8]
        try:
            return zlib.decompressobj(-15).decompress(raw, 8)
        except zlib.error as error:
            raise Unreadable("damaged", detail=entry.filename) from error

    def _start(self, entry: zipfile.ZipInfo) -> int:
        self.file.seek(entry.header_offset)
        header = self.file.read(30)
        if len(header) < 30 or not header.startswith(LOCAL):
            raise Unreadable("damaged", detail=entry.filename)
        name, extra = struct.unpack("<HH", header[26:30])
        return int(entry.header_offset + 30 + name + extra)

    def _raw(self, entry: zipfile.ZipInfo, size: int) -> bytes:
        self.file.seek(self._start(entry))
        return self.file.read(min(size, entry.compress_size))

    def read(self, name: str) -> bytes:
        """Return one part unpacked. Raises KeyError when there is none, Unreadable as above."""
        entry = self.entries[name]
        room = min(self.limits.part, self.limits.unpacked - self.unpacked, entry.file_size)
        self.file.seek(self._start(entry))
        data = _unpack(self.file, entry, room)
        self.unpacked += len(data)
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise Unreadable("damaged", detail=name)
        return data


def _unpack(file: BinaryIO, entry: zipfile.ZipInfo, room: int) -> bytes:
    packed = entry.compress_size
    stored = entry.compress_type == zipfile.ZIP_STORED
    inflate = None if stored else zlib.decompressobj(-15)
    parts: list[bytes] = []
    total = 0
    while packed > 0:
        chunk = file.read(min(CHUNK, packed))
        if not chunk:
            raise Unreadable("damaged", detail=entry.filename)
        packed -= len(chunk)
        try:
            piece = chunk if inflate is None else inflate.decompress(chunk, room - total + 1)
        except zlib.error as error:
            raise Unreadable("damaged", detail=entry.filename) from error
        total += len(piece)
        if total > room:
            raise Unreadable("bomb", detail=f"{entry.filename!r} is larger than it says")
        parts.append(piece)
    return b"".join(parts)


def _check_end(file: BinaryIO, size: int, limits: Limits) -> None:
    """Look at the end record before the directory is loaded: a million entries fill the memory."""
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise Unreadable("damaged", detail="no end of archive")
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    wide = entries == 0xFFFF or directory == 0xFFFFFFFF
    if wide or entries > limits.entries or directory > limits.directory_size:
        raise Unreadable("bomb", detail="too many parts")


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name:
        raise Unreadable("unsafe-archive", detail=f"part named {name!r}")
    if (entry.external_attr >> 28) == 0xA:
        raise Unreadable("unsafe-archive", detail=f"link {name!r}")
    if entry.flag_bits & 0x41:
        raise Unreadable("password", detail=name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("unsafe-archive", detail=f"unusual packing of {name!r}")


def _check_entries(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise Unreadable("bomb", detail="too many parts")
    if sum(e.file_size for e in entries) > limits.unpacked:
        raise Unreadable("bomb", detail="too large unpacked")
    for entry in entries:
        if entry.file_size > limits.part:
            raise Unreadable("bomb", detail=entry.filename)
        large = entry.file_size > limits.ratio_from
        if large and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise Unreadable("bomb", detail=entry.filename)
    _check_overlap(entries, size)


def _check_overlap(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Parts that share their packed bytes are the strongest bombs known."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise Unreadable("bomb", detail="parts overlap")
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size
        if end > size:
            raise Unreadable("damaged", detail=entry.filename)
