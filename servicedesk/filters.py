"""What lists of places, people and services can be narrowed by; nothing else in an address reaches the database."""

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema_field

from servicedesk.models import Building, Category, Membership, Person, Room, School, Service, Team
from servicedesk.roles import CHOICES


def seen(model):
    """The rows of a model that the reader may see, for checking what an address names."""
    return lambda request: model.objects.visible_to(request.user) if request else model.objects.none()


class SchoolFilter(django_filters.ModelChoiceFilter):
    """One school, by its code."""

    def __init__(self, **facts):
        super().__init__(queryset=seen(School), to_field_name="code", **facts)


@extend_schema_field({"type": "string", "enum": ["true", "false"]})
class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`."""

    def __init__(self, *names, **facts):
        choices = [("true", "Yes"), ("false", "No")]
        super().__init__(*names, choices=choices, coerce=lambda word: word == "true", **facts)


class BuildingFilter(django_filters.FilterSet):
    school = SchoolFilter()

    class Meta:
        model = Building
        fields: list[str] = []


class RoomFilter(django_filters.FilterSet):
    school = SchoolFilter()
    building = django_filters.ModelChoiceFilter(queryset=seen(Building))
    name = django_filters.CharFilter(lookup_expr="iexact")

    class Meta:
        model = Room
        fields: list[str] = []


class TeamFilter(django_filters.FilterSet):
    school = SchoolFilter()

    class Meta:
        model = Team
        fields: list[str] = []


class ServiceFilter(django_filters.FilterSet):
    is_offered = YesNoFilter()

    class Meta:
        model = Service
        fields: list[str] = []


class CategoryFilter(django_filters.FilterSet):
    service = django_filters.ModelChoiceFilter(queryset=seen(Service))
    is_offered = YesNoFilter()

    class Meta:
        model = Category
        fields: list[str] = []


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="with_words", label="Part of a name or an e-mail address", max_length=100)
    is_active = YesNoFilter()

    class Meta:
        model = Person
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Name or address contains these words."""
        return found.filter(Q(name__icontains=words) | Q(email__icontains=words))


class MembershipFilter(django_filters.FilterSet):
    school = SchoolFilter()
    person = django_filters.ModelChoiceFilter(queryset=seen(Person))
    role = django_filters.ChoiceFilter(choices=CHOICES)

    class Meta:
        model = Membership
        fields: list[str] = []
