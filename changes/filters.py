"""What the list of changes can be narrowed by: the same for the page and the API."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from assets.models import Asset
from changes import querysets
from changes.models import Change, Kind, Risk, Status
from incidents.filters import OwnerFilter, day_filter
from problems.models import Problem
from servicedesk.filters import SchoolFilter, seen
from servicedesk.models import Room, Service

ANY = "any"
# Views of the list: what each is called, and its question, which a person asks on a day.
VIEWS = {
    "open": ("Ahead or under way", lambda person, on: querysets.UNFINISHED),
    "me": ("Needs me", lambda person, on: Change.objects.all().needs(person, on=on)),
    "waiting": ("Waiting for approval", lambda person, on: querysets.WAITING),
    "coming": ("Coming up", lambda person, on: querysets.COMING_UP),
    "review": ("To review", lambda person, on: querysets.TO_REVIEW),
    "made": ("The log", lambda person, on: querysets.MADE),
}
STATES = [*((name, words) for name, (words, _) in VIEWS.items()), *Status.choices, (ANY, "All of them")]
MOST_CAUSED = 10_000
SELECT = {"class": "input"}


def select(**facts):
    """A list to choose from, as the filters of a page show it."""
    return {"widget": forms.Select(attrs=SELECT)} | facts


@extend_schema_field(OpenApiTypes.INT)
class CountFilter(django_filters.Filter):
    """A whole number."""

    field_class = forms.IntegerField


class ChangeFilter(django_filters.FilterSet):
    """Words, state, kind, risk, who, school, service, thing, room, problem, and days."""

    q = django_filters.CharFilter(
        method="with_words",
        label="Words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
    )
    status = django_filters.ChoiceFilter(
        choices=STATES, method="by_status", label="State", empty_label="Ahead or under way", **select()
    )
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label="Kind", empty_label="Any kind", **select())
    risk = django_filters.ChoiceFilter(choices=Risk.choices, label="Risk", empty_label="Any risk", **select())
    who = OwnerFilter(method="by_who", label="Who", **select())
    school = SchoolFilter(label="School", empty_label="Any school", **select())
    service = django_filters.ModelChoiceFilter(
        queryset=seen(Service), label="Service", empty_label="Any service", **select()
    )
    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset), field_name="assets", label="Asset")
    room = django_filters.ModelChoiceFilter(queryset=seen(Room), field_name="rooms", label="Room")
    problem = django_filters.ModelChoiceFilter(queryset=seen(Problem), label="Problem")
    since = day_filter("Made since", "made_on", "gte")
    until = day_filter("Made until", "made_on", "lte")

    caused_at_least = CountFilter(
        method="by_caused",
        label="Caused at least so many incidents",
        min_value=1,
        max_value=MOST_CAUSED,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )

    class Meta:
        model = Change
        fields: list[str] = []

    def by_caused(self, found, name, number):
        """It is said to have caused so many incidents that the reader may see."""
        return found.with_caused(self.request.user).filter(caused_count__gte=number)

    def with_words(self, found, name, words):
        """Title, reason or details contain these words, or it has this number."""
        wanted = Q(title__icontains=words) | Q(reason__icontains=words) | Q(details__icontains=words)
        number = words.strip().upper().removeprefix("C")
        if number.isascii() and number.isdigit() and len(number) < 19:
            wanted |= Q(pk=int(number))
        return found.filter(wanted)

    def by_status(self, found, name, status):
        """A view of the list, or one state."""
        if status in VIEWS:
            return found.filter(VIEWS[status][1](self.request.user, timezone.localdate()))
        return found if status == ANY else found.filter(status=status)

    def by_who(self, found, name, who):
        """Whoever asked for it, makes it or made it."""
        if who == "none":
            return found.filter(implementer=None, made_by=None)
        person = self.request.user.pk if who == "me" else int(who)
        return found.filter(Q(originator=person) | Q(implementer=person) | Q(made_by=person))
