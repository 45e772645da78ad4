"""The colours, computed: running text reaches 7:1, other text 4.5:1, edges and shapes 3:1."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("ground", "surface")
RUNNING = [(text, ground) for text in ("ink", "ink-soft") for ground in (*GROUNDS, "sunken")]
RUNNING += [
    ("ink", soft)
    for soft in ("accent-soft", "attention-soft", "done-soft", "error-soft", "highlight")
]
OTHER = [(text, ground) for text in ("accent", "attention", "done", "error") for ground in GROUNDS]
OTHER += [
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent", "accent-soft"),
    ("accent", "sunken"),
    ("ink-soft", "accent-soft"),
    ("accent-strong", "surface"),
    ("error", "error-soft"),
    ("done", "done-soft"),
    ("attention", "attention-soft"),
]
SHAPES = [(mark, ground) for mark in ("edge", "focus", "attention-mark") for ground in GROUNDS]
SHAPES += [("attention-mark", "attention-soft"), ("accent", "line"), ("focus", "sunken")]


def colours(scheme: str) -> dict[str, str]:
    """Return the colour tokens of `light` or `dark`."""
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", dark))
    return found


def luminance(colour: str) -> float:
    """Return relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(scheme: str, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    tokens = colours(scheme)
    ratios = {f"{a} on {b}": contrast(tokens[a], tokens[b]) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_black_on_white_is_21_to_1():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_running_text_has_enhanced_contrast(scheme):
    assert too_faint(scheme, RUNNING, 7) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_links_states_and_buttons_have_enough_contrast(scheme):
    assert too_faint(scheme, OTHER, 4.5) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_shapes_and_focus_can_be_seen(scheme):
    assert too_faint(scheme, SHAPES, 3) == {}


def test_the_dark_scheme_changes_every_colour():
    light, dark = colours("light"), colours("dark")
    assert [name for name in light if light[name] == dark[name]] == []
