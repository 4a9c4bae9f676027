"""What the list of actions can be narrowed by."""

import django_filters

from reports.models import ActionState, ReportAction
from servicedesk.filters import SchoolFilter, seen
from servicedesk.models import Person


class ReportActionFilter(django_filters.FilterSet):
    """School, state and owner."""

    school = SchoolFilter(label="School", empty_label="Any school")
    status = django_filters.ChoiceFilter(choices=ActionState.choices, label="State")
    owner = django_filters.ModelChoiceFilter(queryset=seen(Person), label="Owner")

    class Meta:
        model = ReportAction
        fields: list[str] = []
