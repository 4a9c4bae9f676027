"""Labels on paper, to stick on things and doors."""

from datetime import datetime
from pathlib import Path

from assets.labels import Label
from assets.sheets import Sheet
from servicedesk.codes import code_of
from servicedesk.paper import set_on_paper

TEMPLATE = Path(__file__).with_name("labels.typ")
TALL = 30  # mm: such a label has room for a line that says what the code is for


def labels_pdf(labels: list[Label], sheet: Sheet, *, start: int, at: datetime) -> bytes:
    """Sheets of labels as a tagged PDF; the first goes to place `start`, so that a half-used sheet is used up."""
    return set_on_paper(TEMPLATE, _document(labels, sheet, start), at=at)


def _document(labels, sheet, start):
    """What the template draws, as plain text and millimetres."""
    placed = [(*where, label) for where, label in zip(sheet.places(len(labels), start), labels, strict=True)]
    last = sheet.sheets(len(labels), start)
    pages = [[_label(label, sheet, place) for on, place, label in placed if on == page] for page in range(last)]
    return {"width": sheet.width, "height": sheet.height, "pages": pages}


def _label(label, sheet, place):
    x, y = sheet.corner(place)
    size, runs = code_of(label.address)
    hint = "Scan it to report a fault" if sheet.height > TALL else ""
    facts = {"school": label.school, "title": label.title, "name": label.name, "hint": hint}
    return facts | {"x": x, "y": y, "size": size, "runs": runs}
