"""What the list of escalations can be narrowed by, for page and API."""

import django_filters
from django import forms

from incidents.filters import day_filter
from servicedesk.filters import seen
from servicedesk.models import School
from sla.models import ClockKind, Fired

SELECT = {"class": "input"}


class EscalationFilter(django_filters.FilterSet):
    """School, which promise, and the days from and to, both counted."""

    school = django_filters.ModelChoiceFilter(
        queryset=seen(School),
        field_name="clock__school",
        to_field_name="code",
        empty_label="Any school",
        label="School",
        widget=forms.Select(attrs=SELECT),
    )
    kind = django_filters.ChoiceFilter(
        choices=[(ClockKind.RESPONSE, "Time to answer"), (ClockKind.RESOLUTION, "Time to fix")],
        field_name="clock__kind",
        empty_label="Either",
        label="Promise",
        widget=forms.Select(attrs=SELECT),
    )
    taken_after = day_filter("From", "at", "date__gte")
    taken_before = day_filter("To", "at", "date__lte")

    class Meta:
        model = Fired
        fields: list[str] = []
