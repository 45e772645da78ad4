"""Pictures of a document: decoded with care, made smaller, stripped of metadata."""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

WIDEST = 1600
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
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture("The picture has more than 40 million pixels.")
            opened.load()
            picture = opened.convert("RGBA" if has_transparency(opened) else "RGB")
            drawing = opened.mode in ("1", "P", "L") or is_drawing(picture)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error
    if picture.width > WIDEST:
        height = max(1, round(picture.height * WIDEST / picture.width))
        picture = picture.resize((WIDEST, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, lossless=drawing, method=4)
    return Picture(out.getvalue(), picture.width, picture.height)


def has_transparency(picture: Image.Image) -> bool:
    """Tell whether the picture has an alpha channel or a transparent colour."""
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def is_drawing(picture: Image.Image) -> bool:
    """Tell whether the picture has few colours, as diagrams and screenshots do."""
    return picture.convert("RGB").getcolors(FEW_COLOURS) is not None
