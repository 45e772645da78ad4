"""The built package holds all it needs: pages, styles, fonts, data, migrations."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FETCH = """
import pathlib, elearn
from elearn.app.commands import create_app_for_commands
from elearn.core.config import Settings
assert "site-packages" not in elearn.__file__ and {root!r} not in elearn.__file__, elearn.__file__
settings = Settings(env="testing", data={data!r}, secret_key="x" * 40, log_level="critical")
app = create_app_for_commands(settings)
from flask_migrate import upgrade
with app.app_context():
    upgrade()
client = app.test_client()
page = client.get("/")
assert page.status_code == 200, page.status
style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
assert client.get(style).status_code == 200, style
from certificates.drawing import FONTS
assert any(pathlib.Path(FONTS).rglob("*.ttf"))
"""


def test_the_built_package_serves_the_first_page_on_its_own(tmp_path):
    wheel = build(tmp_path)
    package = tmp_path / "package"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(package)
    assert not (package / "tests").exists()
    data = tmp_path / "data"
    data.mkdir()
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, sys.argv[1])\n"
         + FETCH.format(root=str(ROOT), data=str(data)), str(package)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


def build(folder: Path) -> Path:
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, env=os.environ
    )
    return next(folder.glob("*.whl"))
