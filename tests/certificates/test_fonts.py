import hashlib
import re

from certificates.drawing import FONTS


def test_every_font_is_the_published_file_named_in_the_table():
    table = (FONTS / "README.md").read_text("utf-8")
    named = dict(re.findall(r"^\| `([\w]+\.ttf)` .*`([0-9a-f]{64})` \|$", table, re.MULTILINE))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")
    }
    assert found == named


def test_every_family_comes_with_its_licence():
    families = {path.name.split("_")[0] for path in FONTS.glob("*.ttf")}
    for family in families:
        licence = (FONTS / f"OFL-{family}.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_chinese_font_stays_below_eleven_megabytes():
    assert (FONTS / "NotoSansSC_400Regular.ttf").stat().st_size < 11_000_000
