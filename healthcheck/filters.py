"""What lists of checks and actions can be narrowed by: the same for the page and the API."""

import django_filters
from django.utils import timezone

from healthcheck.models import Action, HealthCheck, Status
from servicedesk.filters import SchoolFilter, seen

TO_DO_WORD = "open"
STATES = [
    (TO_DO_WORD, "To do"),
    ("overdue", "Overdue"),
    ("done", "Done"),
    ("dropped", "Dropped"),
    ("any", "All of them"),
]


class HealthCheckFilter(django_filters.FilterSet):
    """School, and whether it is finished."""

    school = SchoolFilter(label="School", empty_label="Any school")
    status = django_filters.ChoiceFilter(choices=Status.choices, label="State", empty_label="Finished or not")

    class Meta:
        model = HealthCheck
        fields: list[str] = []


class ActionFilter(django_filters.FilterSet):
    """State, school, whose, and of which check."""

    state = django_filters.ChoiceFilter(choices=STATES, method="by_state", label="State", empty_label=None)
    school = SchoolFilter(label="School", empty_label="Any school")
    owner = django_filters.ChoiceFilter(
        choices=[("me", "Mine")], method="by_owner", label="Whose", empty_label="Anyone’s"
    )
    health_check = django_filters.ModelChoiceFilter(queryset=seen(HealthCheck), label="Check")

    class Meta:
        model = Action
        fields: list[str] = []

    def by_state(self, found, name, state):
        """To do, overdue, or what became of it."""
        if state == "overdue":
            return found.overdue(timezone.localdate())
        return found if state == "any" else found.filter(status=state)

    def by_owner(self, found, name, owner):
        """Those of the reader."""
        return found.filter(owner=self.request.user.pk)
