"""What is built and committed: whole, named by its bytes, light, and complete for the templates."""

import gzip
import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
MANIFEST = json.loads((STATIC / "dist/manifest.json").read_text())
# Classes a script or a test looks for, which need no style.
HOOKS = re.compile(r"js-[\w-]+")
STYLES_GZIPPED = 12_000
SCRIPT_GZIPPED = 2_000


def built(name: str) -> bytes:
    return (STATIC / MANIFEST[name]).read_bytes()


def test_every_built_file_is_named_by_its_bytes():
    for name, path in MANIFEST.items():
        digest = hashlib.sha256(built(name)).hexdigest()[:8]
        assert f".{digest}." in path, f"{path} was changed by hand: run make vendor"


def test_nothing_old_is_left_beside_the_built_files():
    found = {f"dist/{path.name}" for path in (STATIC / "dist").iterdir()}
    assert found == {*MANIFEST.values(), "dist/manifest.json", "dist/licences.txt"}


def test_styles_and_script_are_light():
    for name in ("site.css", "site.rtl.css"):
        assert len(gzip.compress(built(name))) <= STYLES_GZIPPED
    assert len(gzip.compress(built("site.js"))) <= SCRIPT_GZIPPED


def test_styles_fetch_nothing_from_elsewhere():
    for name in ("site.css", "site.rtl.css"):
        targets = re.findall(r"url\(([^)]*)\)", built(name).decode())
        assert [target for target in targets if not target.strip("\"'").startswith("data:")] == []
        assert "@font-face" not in built(name).decode()


def test_every_class_in_the_templates_has_a_style():
    styled = set(re.findall(r"\.([A-Za-z][\w-]*)", built("site.css").decode()))
    strange = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.name == "mail.html" or "mail" in path.parts or path.name == "letter.html":
            continue
        unknown = classes_in(path.read_text(encoding="utf-8")) - styled
        unknown = {name for name in unknown if not HOOKS.fullmatch(name)}
        if unknown:
            strange[str(path.relative_to(ROOT))] = sorted(unknown)
    assert strange == {}, "Run make vendor, or mend the name"


def classes_in(template: str) -> set[str]:
    """Return the whole class names written in a template; parts made by Jinja are left out."""
    template = re.sub(r"\{#.*?#\}", "", template, flags=re.S)
    found: set[str] = set()
    for value in re.findall(r'\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', template):
        plain = re.sub(r"\{%.*?%\}", " ", value)
        found |= set(re.sub(r"\S*\{\{.*?\}\}\S*", " ", plain).split())
    return found


def test_the_mark_in_pages_and_the_mark_as_a_file_are_the_same():
    inline = (ROOT / "templates/components/mark.svg").read_text().strip()
    assert inline == (STATIC / "img/mark.svg").read_text().strip()
    assert len(inline.encode()) <= 1024
