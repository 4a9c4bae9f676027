"""What the dashboards are asked for."""

from django import forms

from reports.dashboards.schools import BASES, COUNTED, DEVICES, PUPILS
from reports.filters_shift import GroundQuery
from servicedesk.models import School


class DashboardQuery(GroundQuery):
    """Which school; it is always about now."""

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        for name in ("from", "to", "period"):
            del self.fields[name]
        self.fields["school"].widget.attrs["class"] = "input"

    def _period(self, name, first, last):
        return super()._period("month", None, None)

    def as_query(self):
        """As an address writes it."""
        school = self.cleaned_data["school"]
        return {"school": school.code} if school else {}


class SchoolsQuery(GroundQuery):
    """Which measure of all schools, for what, and when."""

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        del self.fields["school"]
        measures = [(name, measure.heading) for name, measure in COUNTED.items()]
        bases = [(name, f"For each {words}") for name, words in BASES.items()]
        self.fields["measure"] = forms.ChoiceField(choices=measures, required=False, initial="faults")
        self.fields["base"] = forms.ChoiceField(label="Rate", choices=bases, required=False)
        self.order_fields(["measure", "base", "from", "to"])

    def clean(self):
        """All schools; without a word the faults, for pupils where every school has said how many."""
        found = super().clean()
        found["school"] = None
        return found

    @property
    def measure(self) -> str:
        """The measure asked for."""
        return self.cleaned_data["measure"] or "faults"

    @property
    def base(self) -> str:
        """What the rate is for."""
        return self.cleaned_data["base"] or (PUPILS if all(school.pupils for school in self.schools) else DEVICES)

    def _calendar_school(self):
        return self.only_school

    @property
    def only_school(self):
        """There is no school to choose."""
        return None

    @property
    def schools(self):
        """Every school the reader may read about."""
        return list(School.objects.where_may(self.person, self.permission))

    def as_query(self):
        """As an address writes it."""
        days = {"from": self.asked.first.isoformat(), "to": self.asked.last.isoformat()}
        return days | {"measure": self.measure, "base": self.base}
