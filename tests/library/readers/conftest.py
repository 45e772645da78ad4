"""Reading small documents in this process, and finding the sample manuals."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from elearn.library.readers.formats import read_path
from elearn.library.readers.model import Doc
from tests.library.readers.docx_made import write_docx

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def read_docx_of(tmp_path: Path) -> Callable[..., Doc]:
    """Build a document from the XML of its body, and read it."""

    def read(body: str, **more: object) -> Doc:
        name = str(more.pop("name", "made.docx"))
        media = tmp_path / "media"
        media.mkdir(exist_ok=True)
        style_map = more.pop("style_map", None)
        path = write_docx(tmp_path, body, **more)
        return read_path(path, name=name, media_folder=media, style_map=style_map)  # type: ignore[arg-type]

    return read


@pytest.fixture
def read_text_of(tmp_path: Path) -> Callable[..., Doc]:
    """Read a text: Markdown or HTML, told by its content."""

    def read(text: str | bytes, name: str = "made") -> Doc:
        path = tmp_path / "made"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_path(path, name=name, media_folder=tmp_path)

    return read


@pytest.fixture
def manuals() -> Path:
    """The folder of sample manuals, which the repository does not hold."""
    shared = Path(os.environ.get("ELEARN_SHARED", ROOT.parent / "shared"))
    folder = shared / "manuals"
    if not folder.is_dir():
        pytest.skip("no sample manuals: set ELEARN_SHARED to the folder that holds manuals/")
    return folder


def png(width: int = 120, height: int = 80, colour: str = "navy") -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()
