"""The pictures of the books: plain drawings, another for each name, small as files."""

import io
from hashlib import sha256

from PIL import Image, ImageDraw

SIZE = (480, 240)


def drawing(name: str) -> bytes:
    """Return a picture as PNG: a few shapes whose places the name decides."""
    dice = sha256(name.encode()).digest()
    image = Image.new("P", SIZE, 0)
    image.putpalette([255, 255, 255, 31, 78, 121, 192, 80, 77, 79, 129, 61])
    pen = ImageDraw.Draw(image)
    for at in range(6):
        left, top = dice[at] * 3 // 2, dice[at + 6] // 2
        box = (left, top, left + 30 + dice[at + 12] // 4, top + 30 + dice[at + 18] // 4)
        (pen.rectangle if dice[at] % 2 else pen.ellipse)(box, fill=1 + at % 3)
    pen.rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), outline=1)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
