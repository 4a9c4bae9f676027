"""What a list of clocks can be narrowed by."""

import django_filters

from servicedesk.filters import SchoolFilter, YesNoFilter
from sla.models import Clock, ClockKind, ClockState


class ClockFilter(django_filters.FilterSet):
    """School, kind, state, and whether the promise was broken."""

    school = SchoolFilter()
    kind = django_filters.ChoiceFilter(choices=ClockKind.choices)
    state = django_filters.ChoiceFilter(choices=ClockState.choices)
    breached = YesNoFilter(method="by_breach")
    excused = YesNoFilter(method="by_excuse")

    class Meta:
        model = Clock
        fields: list[str] = []

    def by_breach(self, found, name, value: bool):
        """Whose promise was broken, or was not."""
        return found.filter(breached_at__isnull=not value)

    def by_excuse(self, found, name, value: bool):
        """Whose miss is excused, or isn't."""
        return found.filter(excuse__isnull=not value)
