"""Alternative texts of pictures: what a person wrote, without what programs put there."""

import re

from elearn.library.readers.text import folded, kept

LONGEST = 2000
MACHINE = re.compile(
    r"\s*(?:Description automatically generated.*|"
    r"(?:Picture|Image|Graphic|Chart|Shape|图片|Рисунок|Imagen|صورة)\s*\d*|\(missing alt\)|"
    r"[^\s]*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|emf|wmf))$",
    re.IGNORECASE | re.DOTALL,
)


def alternative(text: str) -> str:
    """Return an alternative text a person wrote, or ""."""
    return folded(MACHINE.sub("", folded(kept(text))[:LONGEST]))
