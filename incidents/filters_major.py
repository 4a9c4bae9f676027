"""What the list of major incidents can be narrowed by."""

import django_filters

from incidents.models import MajorIncident
from servicedesk.filters import seen
from servicedesk.models import School


class MajorFilter(django_filters.FilterSet):
    """School, and whether it still goes on."""

    school = django_filters.ModelChoiceFilter(
        queryset=seen(School), field_name="incident__school", to_field_name="code", label="School"
    )
    going_on = django_filters.BooleanFilter(field_name="stood_down_at", lookup_expr="isnull", label="Not over yet")

    class Meta:
        model = MajorIncident
        fields: list[str] = []
