"""What lists of calendars and agreements may be narrowed by."""

import django_filters

from servicedesk.filters import SchoolFilter
from sla.models import Agreement, Calendar


class CalendarFilter(django_filters.FilterSet):
    """By the code of a school."""

    school = SchoolFilter()

    class Meta:
        model = Calendar
        fields = ["school"]


class AgreementFilter(django_filters.FilterSet):
    """By the code of a school."""

    school = SchoolFilter()

    class Meta:
        model = Agreement
        fields = ["school"]
