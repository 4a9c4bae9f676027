"""What the list of releases can be narrowed by: the same for the page and the API."""

import django_filters
from django import forms
from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from changes.models import Release, ReleaseStatus, RolloutRoom
from changes.release_moves import OPEN
from servicedesk.filters import SchoolFilter, seen
from servicedesk.models import Room, Service

STATES = [("open", "Under way"), *ReleaseStatus.choices]


class ReleaseFilter(django_filters.FilterSet):
    """Words, school, state, service and room."""

    q = django_filters.CharFilter(
        method="with_words", label="Words", max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    school = SchoolFilter(label="School", empty_label="Any school")
    status = django_filters.ChoiceFilter(choices=STATES, method="in_state", label="State", empty_label="Any state")
    service = django_filters.ModelChoiceFilter(queryset=seen(Service), label="Service", empty_label="Any service")
    room = django_filters.ModelChoiceFilter(queryset=seen(Room), method="in_room", label="Room")

    class Meta:
        model = Release
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Name, version or design contains these words."""
        return found.filter(Q(name__icontains=words) | Q(version__icontains=words) | Q(design__icontains=words))

    def in_state(self, found, name, state):
        """In one state, or under way."""
        return found.filter(status__in=OPEN) if state == "open" else found.filter(status=state)

    @extend_schema_field(OpenApiTypes.INT)
    def in_room(self, found, name, room):
        """Those whose plan names the room."""
        return found.filter(pk__in=RolloutRoom.objects.filter(room=room).values("release"))
