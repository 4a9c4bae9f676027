"""What the register of certificates and the programme can be narrowed by: the same for the page and the API."""

import django_filters
from django.utils import timezone

from adoption.models import Certificate, Level, Phase, Status
from adoption.standing import RENEWAL
from servicedesk.filters import SchoolFilter, seen
from servicedesk.models import School

STATES = [*Status.choices, ("overdue", "Overdue"), ("renew", "Run out, or soon"), ("held", "Held today")]


class CertificateFilter(django_filters.FilterSet):
    """State, school, level, whose."""

    state = django_filters.ChoiceFilter(choices=STATES, method="by_state", label="State", empty_label="Any state")
    school = SchoolFilter(label="School", empty_label="Any school")
    level = django_filters.ChoiceFilter(choices=Level.choices, label="Level", empty_label="Any level")
    person = django_filters.ChoiceFilter(
        choices=[("me", "Mine")], method="by_person", label="Whose", empty_label="Anyone’s"
    )

    class Meta:
        model = Certificate
        fields: list[str] = []

    def by_state(self, found, name, state):
        """As it stands, or what it is today."""
        today = timezone.localdate()
        if state == "overdue":
            return found.due().filter(due_on__lt=today)
        if state == "renew":
            return found.filter(status=Status.PASSED, expires_on__lte=today + RENEWAL)
        return found.held_on(today) if state == "held" else found.filter(status=state)

    def by_person(self, found, name, person):
        """Those of the reader."""
        return found.filter(person=self.request.user.pk)


class ProgrammeFilter(django_filters.FilterSet):
    """Which schools of the programme."""

    phase = django_filters.ModelChoiceFilter(
        queryset=seen(Phase), field_name="adoption_place__phase", label="Phase", empty_label="Every phase"
    )

    class Meta:
        model = School
        fields: list[str] = []
