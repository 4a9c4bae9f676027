"""Of which schools a file of changes is: the one it is brought in for, or those that its rows name."""

from collections import Counter
from typing import Any

from changes.imports.fields import FIELDS
from changes.models import ChangeImport
from servicedesk.imports.acts import column_of
from servicedesk.imports.columns import Cells, Layout
from servicedesk.imports.errors import BadRow
from servicedesk.models import School
from servicedesk.roles import Permission


def settle(upload: ChangeImport, layout: Layout) -> None:
    """Of a file of several schools, note which of them whoever sent it can bring records into. Raises Unusable.

    The rows that name another are refused; they show to nobody but whoever sent them, and those who see every school.
    """
    if upload.school:
        return
    known = _called(School.objects.all())
    cells = Cells(layout, upload.header, FIELDS)
    column = layout.columns.get("school", "")
    texts = column_of(upload, layout, column) if column else set()
    named = {school for text in texts if (school := known.get(_name(text, cells)))}
    may = set(School.objects.where_may(upload.by, Permission.IMPORT)) if upload.by else named
    upload.schools.set(named & may)
    upload.names_others = bool(named - may)
    upload.save(update_fields=["names_others"])


class Schools:
    """Finds the school of a row."""

    def __init__(self, upload: ChangeImport, cells: Cells) -> None:
        self.one, self.by, self.cells = upload.school, upload.by, cells
        self.known = _called([self.one] if self.one else upload.schools.all())

    def of(self, said: dict[str, str]) -> School:
        """The one that it names; else that of the file. Raises BadRow where there is none, or it is another's."""
        text = said.get("school", "")
        if not text and self.one:
            return self.one
        if not text:
            raise BadRow(f"{self.cells.column('school')}: it names no school")
        if school := self.known.get(_name(text, self.cells)):
            return school
        if self.one:
            raise BadRow(f"it belongs to {text}, and this file is brought in for {self.one.code}")
        if self.by:
            raise BadRow(f"{text} is no school into which {self.by.name} can bring records")
        raise BadRow(f"there is no school with the code or name {text}")


def _name(text: str, cells: Cells) -> str:
    """What a cell says, or what the mapping says that it means."""
    return (cells.word("school", text) or text).casefold()


def _called(schools: Any) -> dict[str, School]:
    """Schools by their codes, and by such names as only one of them has."""
    schools = list(schools)
    times = Counter(school.name.casefold() for school in schools)
    named = {school.name.casefold(): school for school in schools if times[school.name.casefold()] == 1}
    return named | {school.code.casefold(): school for school in schools}
