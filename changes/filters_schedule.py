"""What the list of freezes can be narrowed by."""

import django_filters

from changes.models import Freeze
from servicedesk.filters import SchoolFilter, YesNoFilter


class FreezeFilter(django_filters.FilterSet):
    """School, days, and whether they still hold."""

    school = SchoolFilter()
    since = django_filters.DateFilter(field_name="last", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="first", lookup_expr="lte")
    in_force = YesNoFilter(method="by_force")

    class Meta:
        model = Freeze
        fields: list[str] = []

    def by_force(self, found, name, yes):
        """Nobody took them back; or somebody did."""
        return found.filter(ended_at__isnull=yes)
