"""What evidence is asked for: one school and a period; and what a list of claims is narrowed by."""

import django_filters
from django import forms

from evidence.models import Claim, Status
from reports.filters import ReportQuery
from servicedesk.filters import SchoolFilter
from servicedesk.roles import Permission


class EvidenceQuery(ReportQuery):
    """One school and a period."""

    permission = Permission.EXPORT_EVIDENCE

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        del self.fields["priority"], self.fields["category"]
        self.fields["school"].empty_label = None

    @property
    def school(self):
        """The school asked for, or the first the reader may export the evidence of."""
        return self.cleaned_data.get("school") or self.fields["school"].queryset.first()

    def _calendar_school(self):
        return self.school

    def as_query(self):
        """As an address, with the school spelt out."""
        return super().as_query() | {"school": self.school.code}


class YearFilter(django_filters.NumberFilter):
    """A school year, by the year in which it begins."""

    field_class = forms.IntegerField


class ClaimFilter(django_filters.FilterSet):
    """School, framework, statement, school year, and whether it is signed."""

    school = SchoolFilter(label="School", empty_label="Any school")
    framework = django_filters.CharFilter(label="Framework", max_length=40)
    statement = django_filters.CharFilter(label="Statement", max_length=20)
    year = YearFilter(label="School year", min_value=0, max_value=9999, help_text="2026 for 2026/27.")
    status = django_filters.ChoiceFilter(choices=Status.choices, label="Signed", empty_label="Signed or not")

    class Meta:
        model = Claim
        fields: list[str] = []
