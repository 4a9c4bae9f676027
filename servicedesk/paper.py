"""Paper: a template and plain data become a tagged PDF (PDF/UA-1) with its fonts inside."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import fontpkg_inter
import typst

from servicedesk.glyphs import drawable

HOUSE = Path(__file__).parents[1]  # templates of every app may use /servicedesk/paper.typ, the one look
FONTS = Path(fontpkg_inter.ROOT)
UPRIGHT = [font for font in FONTS.rglob("*.ttf") if "Italic" not in font.name]


def set_on_paper(template: Path, document: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF of a document, made at `at`; the template reads it as JSON from the input `document`.

    Everything that varies is data and never markup. The same document at the same moment makes the same bytes. A letter
    that the fonts have not is shown as a question mark: PDF/UA allows none that can't be drawn.
    """
    return typst.compile(
        template,
        root=HOUSE,
        format="pdf",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_drawable(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )


def _drawable(value):
    """The same data, with texts that can be drawn."""
    if isinstance(value, str):
        return drawable(value, UPRIGHT)
    if isinstance(value, dict):
        return {name: _drawable(each) for name, each in value.items()}
    return [_drawable(each) for each in value] if isinstance(value, list | tuple) else value
