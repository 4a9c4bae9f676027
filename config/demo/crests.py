"""The crests of the demo's schools, drawn by ourselves and put on their papers like any other."""

import json
from pathlib import Path

import typst

from servicedesk.crests import put_crest
from servicedesk.paper import FONTS

TEMPLATE = Path(__file__).with_name("crest.typ")
# School → what its shield shows.
SHIELDS = {
    "HBS": {"letters": "HB", "field": "#115a6e", "band": "#8fc7d6", "corners": 3},
    "MLP": {"letters": "ML", "field": "#7a3b12", "band": "#e8b873", "corners": 4},
    "NGA": {"letters": "NG", "field": "#3d2a63", "band": "#c3aee8", "corners": 6},
}


def draw_crests(schools, *, by, at):
    """Each school gets its own."""
    for code, shield in SHIELDS.items():
        put_crest(schools[code], picture=_drawn(shield), by=by, at=at)


def _drawn(shield):
    inputs = {"crest": json.dumps(shield)}
    return typst.compile(
        TEMPLATE, format="png", ppi=72, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=inputs
    )
