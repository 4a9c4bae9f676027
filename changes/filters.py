"""What the list of changes can be narrowed by: the same for the page and the API."""

import django_filters
from django import forms
from django.db.models import Q

from assets.models import Asset
from changes.models import Change
from problems.models import Problem
from servicedesk.filters import SchoolFilter, seen
from servicedesk.models import Room, Service


class ChangeFilter(django_filters.FilterSet):
    """Words, school, service, thing, room, problem, and days."""

    q = django_filters.CharFilter(
        method="with_words", label="Words", max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    school = SchoolFilter(label="School", empty_label="Any school")
    service = django_filters.ModelChoiceFilter(queryset=seen(Service), label="Service", empty_label="Any service")
    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset), field_name="assets", label="Asset")
    room = django_filters.ModelChoiceFilter(queryset=seen(Room), field_name="rooms", label="Room")
    problem = django_filters.ModelChoiceFilter(queryset=seen(Problem), label="Problem")
    since = django_filters.DateFilter(field_name="made_on", lookup_expr="gte", label="Since")
    until = django_filters.DateFilter(field_name="made_on", lookup_expr="lte", label="Until")

    class Meta:
        model = Change
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Title, reason or details contain these words."""
        return found.filter(Q(title__icontains=words) | Q(reason__icontains=words) | Q(details__icontains=words))
