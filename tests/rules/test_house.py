"""The house rules that can be read off the source: rooms, sizes, names, imports."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP_ROOMS = ("courses", "quizzes", "certificates")
LONGEST_FILE = 400
LONGEST_FUNCTION = 45
LONGEST_TEMPLATE = 150
MOST_CORE_FILES = 20
HIDING_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "base",
    "manager",
    "services",
}
DOMAIN_FILES = {"operations", "access", "queries", "models"}
UNFINISHED = ["TODO", "FIXME", "XXX", "raise NotImplementedError", "coming soon"]
TEXTS = {".py", ".html", ".js", ".css", ".txt"}
WEB_LIBRARIES = {"flask_login", "wtforms", "flask_wtf", "marshmallow"}


def python_files() -> list[Path]:
    found = [ROOT / "wsgi.py"]
    for folder in ("elearn", *TOP_ROOMS, "tests", "bench"):
        found += sorted((ROOT / folder).rglob("*.py"))
    return [path for path in found if "versions" not in path.parts]


def own_files() -> list[Path]:
    return [
        path for path in python_files() if path.relative_to(ROOT).parts[0] not in ("tests", "bench")
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return f"elearn.{parts[1]}" if parts[0] == "elearn" else parts[0]


def test_every_package_is_on_the_one_list_of_rooms():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    listed = {part.strip(" ()") for layer in layers for part in layer.split("|")}
    packages = {f"elearn.{p.parent.name}" for p in (ROOT / "elearn").glob("*/__init__.py")}
    packages |= {room for room in TOP_ROOMS if (ROOT / room / "__init__.py").exists()}
    assert packages <= listed, f"Not on the list: {sorted(packages - listed)}"


def test_rooms_only_look_down():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_room_says_what_it_is_for():
    for path in own_files():
        if path.name == "__init__.py" and path.parent.parent in (ROOT, ROOT / "elearn"):
            assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"


def test_no_file_is_a_room_within_a_room():
    long = {
        name(path): lines
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_no_function_is_longer_than_a_screen():
    long = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{name(path)}:{node.lineno} {node.name} ({length})")
    assert not long


def test_no_template_is_longer_than_it_can_be_read():
    long = [
        f"{name(path)} ({lines})"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_TEMPLATE
    ]
    assert not long


def test_names_say_what_is_inside():
    hiding = [
        name(path)
        for path in python_files()
        if HIDING_NAMES & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert not hiding


def test_no_import_hides_in_a_function():
    hidden = []
    for path in own_files():
        for outer in ast.walk(tree(path)):
            if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
                hidden += [
                    f"{name(path)}:{node.lineno}"
                    for node in ast.walk(outer)
                    if isinstance(node, (ast.Import, ast.ImportFrom))
                ]
    assert not hidden


def test_domain_code_never_sees_the_web():
    seen = []
    for path in own_files():
        if path.stem in DOMAIN_FILES:
            for node in ast.walk(tree(path)):
                seen += [
                    f"{name(path)} imports {module}"
                    for module in imported(node)
                    if module.split(".")[0] in WEB_LIBRARIES
                ]
    assert not seen


def test_only_the_seam_commits_and_only_the_clock_tells_the_time():
    strays = []
    for path in own_files():
        text = path.read_text(encoding="utf-8")
        if name(path) != "elearn/core/transaction.py" and re.search(r"\.commit\(\)", text):
            strays.append(f"{name(path)} commits")
        if name(path) != "elearn/core/clock.py" and re.search(
            r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(", text
        ):
            strays.append(f"{name(path)} asks the machine for the time")
    assert not strays


def test_only_one_module_makes_markup_safe():
    strays = [
        name(path)
        for path in own_files()
        if re.search(r"^\s*(import|from) (bleach|nh3)\b", path.read_text(encoding="utf-8"), re.M)
        and name(path) != "elearn/core/html.py"
    ]
    assert not strays


def test_the_ground_floor_is_small_and_every_file_of_it_is_listed():
    files = sorted(p.stem for p in (ROOT / "elearn/core").glob("*.py") if p.stem != "__init__")
    text = ast.get_docstring(tree(ROOT / "elearn/core/__init__.py")) or ""
    listed = sorted(re.findall(r"^(\w+)  +\S", text, re.M))
    assert files == listed
    assert len(files) <= MOST_CORE_FILES


@pytest.mark.parametrize("word", UNFINISHED)
def test_nothing_is_left_for_later(word):
    found = [
        name(path)
        for folder in ("elearn", *TOP_ROOMS, "templates", "static/js", "static/css")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".js", ".css", ".txt")
        and word in path.read_text(encoding="utf-8")
    ]
    assert not found


def test_templates_hold_no_inline_style_or_script():
    strays = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "mail" in path.parts or path.name == "mail.html":
            continue
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        if re.search(r"<[a-z][^>]*\s(style|on[a-z]+)=\"|<style|<script(?![^>]*\ssrc=)", text):
            strays.append(name(path))
    assert not strays


def test_styles_use_logical_directions_only():
    physical = re.compile(
        r"(?:^|[;{\s])(?:margin|padding|border)-(?:left|right)|(?:^|[;{\s])(?:left|right)\s*:"
        r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)",
        re.M,
    )
    strays = [
        name(path)
        for path in sorted((ROOT / "static" / "css").rglob("*.css"))
        if physical.search(path.read_text(encoding="utf-8"))
    ]
    assert not strays
