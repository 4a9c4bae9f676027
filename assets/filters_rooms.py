"""What the list of rooms can be narrowed by where their labels or what stands in them is looked at."""

import django_filters
from django.db.models import Q

from servicedesk.filters import seen
from servicedesk.models import Building, Room, School
from servicedesk.roles import Permission


def schools_with_register(request):
    """The schools whose register the reader may see."""
    return School.objects.where_may(request.user, Permission.SEE_ASSETS) if request else School.objects.none()


class RoomFilter(django_filters.FilterSet):
    """Words, school and building."""

    q = django_filters.CharFilter(method="with_words", label="Room or building", max_length=100)
    school = django_filters.ModelChoiceFilter(queryset=schools_with_register, label="School", empty_label="Any school")
    building = django_filters.ModelChoiceFilter(queryset=seen(Building), label="Building", empty_label="Any building")

    class Meta:
        model = Room
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Room or building contains these words."""
        return found.filter(Q(name__icontains=words) | Q(building__name__icontains=words))
