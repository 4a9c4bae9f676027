"""Paper: a template and plain data become a tagged PDF (PDF/UA-1) with its fonts inside."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import fontpkg_inter
import typst

FONTS = Path(fontpkg_inter.ROOT)


def set_on_paper(template: Path, document: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF of a document, made at `at`; the template reads it as JSON from the input `document`.

    Everything that varies is data and never markup. The same document at the same moment makes the same bytes.
    """
    return typst.compile(
        template,
        format="pdf",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
