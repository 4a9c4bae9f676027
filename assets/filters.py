"""What a list of assets can be narrowed by: the same for the page and the API."""

import django_filters
from django import forms
from django.db.models import Q

from assets.models import Asset, AssetType
from servicedesk.models import Room, School
from servicedesk.roles import Permission


def _schools(request):
    return School.objects.where_may(request.user, Permission.SEE_ASSETS) if request else School.objects.none()


def _rooms(request):
    return Room.objects.filter(school__in=_schools(request))


class AssetFilter(django_filters.FilterSet):
    """Words, school, sort of thing, room and state."""

    q = django_filters.CharFilter(
        method="with_words", label="Tag, name or room", max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    school = django_filters.ModelChoiceFilter(queryset=_schools, label="School", empty_label="Any school")
    type = django_filters.ModelChoiceFilter(queryset=AssetType.objects.all(), label="Sort", empty_label="Any sort")
    room = django_filters.ModelChoiceFilter(queryset=_rooms, label="Room", empty_label="Any room")
    state = django_filters.ChoiceFilter(choices=Asset.State.choices, label="State", empty_label="Any state")

    class Meta:
        model = Asset
        fields = ["q", "school", "type", "room", "state"]

    def with_words(self, queryset, name, value):
        """Tag, name or room contains these words."""
        return queryset.filter(Q(tag__icontains=value) | Q(name__icontains=value) | Q(room__name__icontains=value))
