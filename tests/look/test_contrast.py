"""Every colour can be read on everything it may lie on, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
TEXT, EDGE = 4.5, 3.0
SURFACES = ("brand", "danger", "warn", "ok", "info", "paused")

PAIRS = [
    *((name, ground, TEXT) for name in ("text", "quiet", *SURFACES) for ground in ("surface", "ground")),
    *((name, "sunken", TEXT) for name in ("text", "quiet", "brand")),
    *((name, "hover", TEXT) for name in ("text", "quiet", "brand", "danger", "warn", "ok", "info", "paused")),
    *((name, "raised", TEXT) for name in ("text", "quiet", "brand", "danger", "warn", "ok", "info")),
    *((name, f"{name}-surface", TEXT) for name in SURFACES),
    *(("text", f"{name}-surface", TEXT) for name in SURFACES),
    *(("quiet", f"{name}-surface", TEXT) for name in ("brand", "warn", "info")),
    ("brand", "warn-surface", TEXT),
    ("brand", "info-surface", TEXT),
    ("danger", "brand-surface", TEXT),
    ("warn", "brand-surface", TEXT),
    ("paused", "brand-surface", TEXT),
    ("on-brand", "brand-fill", TEXT),
    ("on-brand", "brand-fill-hover", TEXT),
    ("on-danger", "danger-fill", TEXT),
    ("rail-text", "rail", TEXT),
    ("rail-text", "rail-on", TEXT),
    ("rail-on-text", "rail", TEXT),
    ("rail-on-text", "rail-on", TEXT),
    ("on-duty", "duty", TEXT),
    ("duty-link", "duty", TEXT),
    *(
        (name, ground, EDGE)
        for name in ("edge", "focus", "chart-1", "chart-2", "brand-fill", "danger-fill", "warn-edge")
        for ground in ("surface", "ground")
    ),
    ("edge", "sunken", EDGE),
    ("edge", "raised", EDGE),
    ("focus", "raised", EDGE),
    ("focus", "sunken", EDGE),
    ("focus", "brand-surface", EDGE),
    ("focus", "warn-surface", EDGE),
    ("focus", "info-surface", EDGE),
    ("warn-edge", "warn-surface", EDGE),
]


def themes():
    """The colours of the light block and of both dark blocks, by name."""
    blocks = re.findall(r"color-scheme: (light|dark);(.*?)\n\s*\}", TOKENS.read_text(), re.DOTALL)
    return [(theme, dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))) for theme, body in blocks]


def luminance(colour):
    """Relative luminance of `#rrggbb`, from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_the_one_of_the_guideline():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_ways_of_asking_for_dark_give_the_same_colours():
    (_, light), (_, asked), (_, chosen) = themes()

    assert asked == chosen
    assert light.keys() == asked.keys()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("colour", "ground", "needed"), PAIRS)
def test_a_colour_can_be_read_on_what_it_lies_on(theme, colour, ground, needed):
    colours = dict(themes())[theme]

    assert contrast(colours[colour], colours[ground]) >= needed


def test_every_colour_is_measured():
    """A new token without a pair would be a colour nobody has looked at."""
    measured = {name for pair in PAIRS for name in pair[:2]}
    decoration = {"line", "line-strong", "focus-gap", "chart-rule"}

    assert dict(themes())["light"].keys() - measured - decoration == set()
