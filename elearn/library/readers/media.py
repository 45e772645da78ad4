"""Pictures on their way out: one file per content, size and kind told by the bytes."""

import hashlib
import io
import warnings
from pathlib import Path

from PIL import Image

from elearn.library.readers.model import Media

TYPES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "GIF": ("image/gif", ".gif"),
    "WEBP": ("image/webp", ".webp"),
    "BMP": ("image/bmp", ".bmp"),
    "TIFF": ("image/tiff", ".tif"),
}
DECORATION_PIXELS = 32
DECORATION_USES = 10
LARGEST_PIXELS = 40_000_000


class Album:
    """The pictures of one document. With no folder only the account of them is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.items: dict[str, Media] = {}

    def add(self, data: bytes) -> Media:
        """Keep a picture once per content, counting its uses; return what is known of it."""
        digest = hashlib.sha256(data).hexdigest()
        key = "m-" + digest[:16]
        found = self.items.get(key)
        if found is None:
            found = described(data, digest)
            self.items[key] = found
            if self.folder is not None:
                (self.folder / found.name).write_bytes(data)
        found.uses += 1
        return found

    def drop(self, key: str) -> None:
        """Forget a picture and delete its file."""
        item = self.items.pop(key, None)
        if item is not None and self.folder is not None:
            (self.folder / item.name).unlink(missing_ok=True)


def described(data: bytes, digest: str) -> Media:
    """Return what the bytes say of a picture; `usable` is false for kinds browsers cannot show."""
    media = Media(id="m-" + digest[:16], size=len(data))
    kind, suffix, media.width, media.height = _raster(data) or _vector(data)
    media.type = kind
    media.usable = suffix in (".png", ".jpg", ".gif", ".webp", ".bmp", ".tif")
    if media.width * media.height > LARGEST_PIXELS:
        media.usable = False
    media.name = digest + suffix
    return media


def _raster(data: bytes) -> tuple[str, str, int, int] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=tuple(TYPES)) as image:
                kind, suffix = TYPES[str(image.format)]
                return kind, suffix, image.width, image.height
    except (OSError, ValueError, SyntaxError, KeyError, Image.DecompressionBombError):
        return None


def _vector(data: bytes) -> tuple[str, str, int, int]:
    if data[:4] == b"\xd7\xcd\xc6\x9a" or data[:4] == b"\x01\x00\x09\x00":
        return "image/wmf", ".wmf", 0, 0
    if data[40:44] == b" EMF":
        return "image/emf", ".emf", 0, 0
    if b"<svg" in data[:2048]:
        return "image/svg+xml", ".svg", 0, 0
    return "application/octet-stream", ".bin", 0, 0


def is_decoration(media: Media) -> bool:
    """Tell icons and rules from pictures: tiny both ways, or used over and over."""
    tiny = 0 < media.width < DECORATION_PIXELS and 0 < media.height < DECORATION_PIXELS
    return tiny or media.uses > DECORATION_USES
