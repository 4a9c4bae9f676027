"""What the report of the shift is asked for: the same form reads the address of the page and the query of the API."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from reports.filters import ReportQuery
from reports.shift.ground import Ground
from reports.shift.measure import PARTS
from reports.shift.rows import EVERY_FIGURE
from servicedesk.roles import Permission

WORDS = {"month": "By month", "week": "By week"}


class GroundQuery(ReportQuery):
    """School and period."""

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        del self.fields["priority"], self.fields["category"]

    @property
    def ground(self) -> Ground:
        """The schools to measure, and the whole trust where somebody who may read all of it asks for all."""
        everything = self.person.within(self.permission, field="school") == Q()
        whole_trust = everything and self.cleaned_data["school"] is None
        return Ground.of(self.schools, at=timezone.now(), whole_trust=whole_trust)


class ShiftQuery(GroundQuery):
    """School and period, and whether months or weeks are shown."""

    by = forms.ChoiceField(
        label="Shown",
        choices=[("", "As fits"), *((name, WORDS[name]) for name in PARTS)],
        required=False,
        error_messages={"invalid_choice": f"The shift can’t be split by this: use {' or '.join(PARTS)}."},
    )

    def as_query(self):
        """As an address writes it."""
        by = self.cleaned_data["by"]
        return super().as_query() | ({"by": by} if by else {})


class ShiftRowsQuery(ShiftQuery):
    """The same, and which of its figures to list the rows of."""

    which = forms.ChoiceField(
        choices=[(figure.name, figure.heading) for figure in EVERY_FIGURE.values()],
        required=False,
        error_messages={"invalid_choice": f"There is no such figure: use {', '.join(EVERY_FIGURE)}."},
    )

    @property
    def figure(self):
        """The figure asked for; everything logged when none is named."""
        return EVERY_FIGURE[self.cleaned_data["which"] or "incidents"]


class TrendReportQuery(GroundQuery):
    """School and period of the trend report; without a period it is last week."""

    permission = Permission.SEE_PROBLEMS

    def _period(self, name, first, last):
        if not (name or first or last):
            name = "last-week"
        return super()._period(name, first, last)
