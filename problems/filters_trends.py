"""What the trends can be narrowed by, for page and API."""

import django_filters
from django import forms

from problems.models import Kind, Trend
from servicedesk.filters import seen
from servicedesk.models import School

ANY = "any"
SELECT = {"class": "input"}


class TrendFilter(django_filters.FilterSet):
    """Kind, school and state; without a state those that wait for a decision."""

    kind = django_filters.ChoiceFilter(
        choices=Kind.choices, label="Kind", empty_label="Any kind", widget=forms.Select(attrs=SELECT)
    )
    school = django_filters.ModelChoiceFilter(
        queryset=seen(School),
        to_field_name="code",
        label="School",
        empty_label="Any school",
        widget=forms.Select(attrs=SELECT),
    )
    state = django_filters.ChoiceFilter(
        choices=[*Trend.State.choices, (ANY, "Decided or not")],
        method="by_state",
        label="State",
        empty_label=None,
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = Trend
        fields: list[str] = []

    def by_state(self, found, name, state):
        """One state; `any` leaves them all."""
        return found if state == ANY else found.filter(state=state)
