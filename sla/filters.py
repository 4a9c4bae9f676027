"""What lists of calendars and agreements may be narrowed by."""

import django_filters

from sla.models import Agreement, Calendar


class CalendarFilter(django_filters.FilterSet):
    """By the code of a school."""

    school = django_filters.CharFilter("school__code")

    class Meta:
        model = Calendar
        fields = ["school"]


class AgreementFilter(django_filters.FilterSet):
    """By the code of a school."""

    school = django_filters.CharFilter("school__code")

    class Meta:
        model = Agreement
        fields = ["school"]
