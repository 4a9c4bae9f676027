"""What a list of assets can be narrowed and sorted by: the same for the page, the API and the file."""

from datetime import datetime, time
from functools import cached_property

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone

from assets import impact
from assets.impact_picture import BOX, stopping
from assets.models import Asset, AssetType
from servicedesk.models import Building, Person, Room, School
from servicedesk.roles import Permission

LONGEST_AHEAD = 3650  # days
names_a_box = RegexValidator(rf"\A{BOX.pattern}\Z", "Say the number of a thing, and after a dot a box of its picture.")
# What a list can be sorted by, and the fields of the order.
ORDERS = {
    "tag": ("tag", "pk"),
    "name": ("name", "pk"),
    "type": ("sort", "tag", "pk"),
    "room": ("place", "tag", "pk"),
    "model": ("make", "model", "tag", "pk"),
    "custodian": ("keeper", "tag", "pk"),
    "warranty": ("warranty", "pk"),
    "bought": ("bought", "pk"),
    "audited": ("seen", "pk"),
    "state": ("state", "tag", "pk"),
}


def _schools(request):
    return School.objects.where_may(request.user, Permission.SEE_ASSETS) if request else School.objects.none()


def _rooms(request):
    return Room.objects.filter(school__in=_schools(request))


def _buildings(request):
    return Building.objects.filter(school__in=_schools(request))


def _keepers(request):
    return Person.objects.filter(assets_kept__school__in=_schools(request)).distinct().order_by("name", "pk")


def _day():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AssetFilter(django_filters.FilterSet):
    """Words, school, sort, place, state, make and model, who answers for it, its warranty and its last audit."""

    q = django_filters.CharFilter(
        method="with_words",
        label="Tag, name, serial, make or model",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    school = django_filters.ModelChoiceFilter(queryset=_schools, label="School", empty_label="Any school")
    type = django_filters.ModelChoiceFilter(queryset=AssetType.objects.all(), label="Sort", empty_label="Any sort")
    room = django_filters.ModelChoiceFilter(queryset=_rooms, label="Room", empty_label="Any room")
    building = django_filters.ModelChoiceFilter(
        queryset=_buildings, field_name="room__building", label="Building", empty_label="Any building"
    )
    state = django_filters.ChoiceFilter(choices=Asset.State.choices, label="State", empty_label="Any state")
    make = django_filters.CharFilter(lookup_expr="iexact", label="Make", max_length=100)
    model = django_filters.CharFilter(lookup_expr="iexact", label="Model", max_length=100)
    custodian = django_filters.ModelChoiceFilter(queryset=_keepers, label="Who answers for it", empty_label="Anybody")
    warranty_within = django_filters.NumberFilter(
        method="whose_warranty_ends",
        label="Warranty ends within days",
        min_value=0,
        max_value=LONGEST_AHEAD,
        decimal_places=0,
    )
    not_audited_since = django_filters.DateFilter(
        method="not_seen_since", label="Nobody stood before it since", widget=_day()
    )
    stops_with = django_filters.CharFilter(
        method="that_stop_with", label="Stops with", max_length=40, validators=[names_a_box]
    )

    class Meta:
        model = Asset
        fields = ["q", "school", "type", "room", "building", "state", "make", "model", "custodian"]

    def with_words(self, queryset, name, value):
        """Tag, name, serial number, make, model or room contains these words."""
        fields = ("tag", "name", "serial", "make", "model", "room__name")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": value})
        return queryset.filter(found)

    @cached_property
    def stopping(self):
        """The things that stop with the one that is named, and how that is said."""
        return stopping(self.form.cleaned_data["stops_with"], reader=self.request.user)

    def that_stop_with(self, queryset, name, said):
        """What stops with a thing, or stands in one box of the picture of that."""
        things = self.stopping.things
        return queryset.filter(pk__in=impact.among(things) if isinstance(things, frozenset) else things)

    def whose_warranty_ends(self, queryset, name, days):
        """Whose warranty ends from today on within so many days."""
        return queryset.warranty_ends_within(int(days), today=timezone.localdate())

    def not_seen_since(self, queryset, name, day):
        """What nobody stood before since that day; never is not since then either."""
        return queryset.not_seen_since(timezone.make_aware(datetime.combine(day, time.min)))
