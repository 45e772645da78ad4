"""Pictures of a document: decoded with care, made smaller, stripped of metadata."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

WIDEST = 1600
# What phones are sent instead of a wide picture.
NARROW = 800
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
FEW_COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """A picture as it is served: WebP, sizes in pixels."""

    content: bytes
    width: int
    height: int
    content_type: str = "image/webp"
    suffix: str = ".webp"


class NotAPicture(ValueError):
    """The bytes are no picture of a known kind, or one that is too large."""


def encode(content: bytes) -> Picture:
    """Return the picture as WebP, at most 1600 pixels wide, without metadata.

    Drawings with few colours are kept without loss. Raises NotAPicture.
    """
    return encode_widths(content)[0]


def encode_widths(content: bytes) -> list[Picture]:
    """Return the picture as WebP at most 1600 pixels wide and, when it is wider, at 800 too.

    Without metadata; drawings with few colours are kept without loss. Raises NotAPicture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture("The picture has more than 40 million pixels.")
            opened.load()
            picture = opened.convert("RGBA" if has_transparency(opened) else "RGB")
            drawing = opened.mode in ("1", "P", "L") or is_drawing(picture)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error
    large = encoded(at_most(picture, WIDEST), drawing)
    if large.width <= NARROW:
        return [large]
    narrow = at_most(picture, NARROW)
    # A drawing made narrower has more colours: without loss it may need more bytes than before.
    choices = [encoded(narrow, lossless) for lossless in {drawing, False}]
    small = min(choices, key=lambda one: len(one.content))
    return [large, small] if len(small.content) < len(large.content) else [large]


def at_most(picture: Image.Image, width: int) -> Image.Image:
    """Return the picture no wider than that, its shape kept."""
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def encoded(picture: Image.Image, drawing: bool) -> Picture:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, lossless=drawing, method=4)
    return Picture(out.getvalue(), picture.width, picture.height)


def has_transparency(picture: Image.Image) -> bool:
    """Tell whether the picture has an alpha channel or a transparent colour."""
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def is_drawing(picture: Image.Image) -> bool:
    """Tell whether the picture has few colours, as diagrams and screenshots do."""
    return picture.convert("RGB").getcolors(FEW_COLOURS) is not None
