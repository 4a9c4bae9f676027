"""What lists of lines, rehearsals and back-up tests can be narrowed by: the same for the page and the API."""

import django_filters
from django.utils import timezone

from continuity.models import BackupTest, Kind, RecoveryLine, Rehearsal, Result, Status
from servicedesk.filters import SchoolFilter, YesNoFilter, seen
from servicedesk.models import Service

STATES = [("overdue", "Overdue"), *Status.choices]


class RecoveryLineFilter(django_filters.FilterSet):
    """School, service, and whether a line is of the whole trust."""

    school = SchoolFilter()
    service = django_filters.ModelChoiceFilter(queryset=seen(Service))
    of_trust = YesNoFilter(method="by_trust", label="Of the whole trust")

    class Meta:
        model = RecoveryLine
        fields: list[str] = []

    def by_trust(self, found, name, of_trust):
        """Those of the trust's order, or those of schools."""
        return found.filter(school__isnull=of_trust)


class RehearsalFilter(django_filters.FilterSet):
    """School, state, kind, result and service."""

    school = SchoolFilter(label="School", empty_label="Any school")
    status = django_filters.ChoiceFilter(choices=STATES, method="in_state", label="State", empty_label="Any state")
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label="How", empty_label="Any kind")
    result = django_filters.ChoiceFilter(choices=Result.choices, label="Result", empty_label="Any result")
    service = django_filters.ModelChoiceFilter(
        queryset=seen(Service), field_name="scope__service", label="Service", empty_label="Any service"
    )

    class Meta:
        model = Rehearsal
        fields: list[str] = []

    def in_state(self, found, name, state):
        """In one state, or planned for a day that is past."""
        return found.overdue(timezone.localdate()) if state == "overdue" else found.filter(status=state)


class BackupTestFilter(django_filters.FilterSet):
    """School, service, result, and the days on which it was tried."""

    school = SchoolFilter(label="School", empty_label="Any school")
    service = django_filters.ModelChoiceFilter(queryset=seen(Service), label="Service", empty_label="Any service")
    result = django_filters.ChoiceFilter(choices=Result.choices, label="Result", empty_label="Any result")
    tested_after = django_filters.DateFilter(field_name="tested_on", lookup_expr="gte", label="From")
    tested_before = django_filters.DateFilter(field_name="tested_on", lookup_expr="lte", label="Until")

    class Meta:
        model = BackupTest
        fields: list[str] = []
