"""Which labels somebody asks for: a list narrowed as everywhere, and the rows that are ticked in it (none: all)."""

from dataclasses import dataclass
from typing import Any

from assets import labels
from assets.filters import AssetFilter
from assets.filters_rooms import RoomFilter, schools_with_register
from assets.forms.labels import ROOMS, LabelForm
from assets.models import Asset
from assets.paper import labels_pdf
from assets.sheets import SHEETS
from servicedesk.models import Room
from servicedesk.strict import whole_number


@dataclass(frozen=True)
class Wanted:
    """What was asked: the form about the paper, the list, the rows that fit it, and those that are printed."""

    form: LabelForm
    found: Any
    rows: Any
    chosen: Any
    ticked: frozenset[int]
    count: int

    @property
    def are_rooms(self):
        """Labels for doors, not for things?"""
        return self.form.cleaned_data.get("what") == ROOMS

    @property
    def sheet(self):
        """The kind of sheet."""
        return SHEETS[self.form.cleaned_data["sheet"]]

    @property
    def start(self):
        """The first free label of the first sheet."""
        return self.form.cleaned_data["start"]

    @property
    def parts(self):
        """The files that it takes."""
        return self.sheet.parts(self.count, self.start)

    @property
    def is_wrong(self):
        """Can nothing be printed of this? Then the forms say why."""
        if not self.form.errors:
            self.form.refuse_part(self.parts)
        return bool(self.form.errors or self.found.form.errors)

    def pdf(self, *, at):
        """The sheets of the part that was asked for, in the order of the list."""
        part = self.parts[(self.form.cleaned_data["part"] or 1) - 1]
        chosen = self.chosen[part.begins : part.ends]
        made = labels.of_rooms(chosen) if self.are_rooms else labels.of_things(chosen)
        return labels_pdf(made, self.sheet, start=1 if part.begins else self.start, at=at)

    @property
    def file_name(self):
        """What the file is called."""
        part = self.form.cleaned_data["part"]
        return f"labels-{part}.pdf" if part else "labels.pdf"


def wanted(asked, request, *, narrow_by=AssetFilter, rooms_by=RoomFilter):
    """Read what was asked; `asked` is the QueryDict of a page or a program."""
    form = LabelForm(asked)
    are_rooms = form.is_valid() and form.cleaned_data["what"] == ROOMS
    found = (rooms_by if are_rooms else narrow_by)(asked, _rows(request, are_rooms=are_rooms), request=request)
    rows = found.qs if found.is_valid() else found.queryset.none()
    ticked = frozenset(filter(None, map(whole_number, asked.getlist("id"))))
    chosen = rows.filter(pk__in=ticked) if ticked else rows
    count = chosen.count()
    if form.is_valid():
        form.refuse_count(count)
    return Wanted(form, found, rows, chosen, ticked, count)


def _rows(request, *, are_rooms):
    if are_rooms:
        rooms = Room.objects.filter(school__in=schools_with_register(request)).select_related("school", "building")
        return rooms.order_by("name", "pk")
    things = Asset.objects.visible_to(request.user).in_service().select_related("school", "room", "type")
    return things.order_by("tag", "pk")
