"""What lists of titles, licences and their uses can be narrowed by: the same for pages, files and the API."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from assets.models import Asset, Licence, LicenceUse, Software, SoftwareMaster
from assets.workflow.licence_letters import STEPS
from servicedesk.filters import SchoolFilter, YesNoFilter, seen
from servicedesk.models import Person

SEARCH = forms.TextInput(attrs={"type": "search"})
STATES = [
    ("over", "Over-used"),
    ("none_left", "None left"),
    ("ending", "Ending soon"),
    ("ended", "Ended"),
    ("gone", "On things that are gone"),
]


class SoftwareFilter(django_filters.FilterSet):
    """Words."""

    q = django_filters.CharFilter(method="with_words", label="Name or publisher", max_length=100, widget=SEARCH)

    class Meta:
        model = Software
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Name or publisher contains these words."""
        return found.filter(Q(name__icontains=words) | Q(publisher__icontains=words))


class MasterFilter(django_filters.FilterSet):
    """Title, and whether it may still be installed from."""

    software = django_filters.ModelChoiceFilter(queryset=seen(Software))
    is_retired = YesNoFilter(method="of_retired", label="Retired")

    class Meta:
        model = SoftwareMaster
        fields: list[str] = []

    def of_retired(self, found, name, retired):
        """Those that are retired, or those that are not."""
        return found.filter(retired_at__isnull=not retired)


class LicenceFilter(django_filters.FilterSet):
    """Words, school, title, how it is counted, what is the matter with it, and who or what has it."""

    q = django_filters.CharFilter(method="with_words", label="Title, supplier or order", max_length=100, widget=SEARCH)
    school = SchoolFilter(label="School", empty_label="Any school")
    software = django_filters.ModelChoiceFilter(queryset=seen(Software), label="Title", empty_label="Any title")
    per = django_filters.ChoiceFilter(choices=Licence.Per.choices, label="Counted", empty_label="Counted any way")
    state = django_filters.ChoiceFilter(choices=STATES, method="in_state", label="State", empty_label="Any state")
    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset), method="used_on", label="On the thing")
    person = django_filters.ModelChoiceFilter(queryset=seen(Person), method="used_by", label="By the person")

    class Meta:
        model = Licence
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Title, supplier or order number contains these words."""
        about = Q(software__name__icontains=words) | Q(supplier__icontains=words)
        return found.filter(about | Q(order_number__icontains=words))

    def in_state(self, found, name, state):
        """What is the matter with it; the rows come `with_uses`."""
        today = timezone.localdate()
        if state == "over":
            return found.over_used()
        if state == "none_left":
            return found.filter(left__lte=0)
        if state == "gone":
            return found.filter(gone__gt=0)
        return found.filter(expires_on__lt=today) if state == "ended" else found.ending(today, today + soon())

    @extend_schema_field(OpenApiTypes.INT)
    def used_on(self, found, name, asset):
        """Those that this thing has."""
        return found.filter(pk__in=LicenceUse.objects.in_use().filter(asset=asset).values("licence"))

    @extend_schema_field(OpenApiTypes.INT)
    def used_by(self, found, name, person):
        """Those that this person has."""
        return found.filter(pk__in=LicenceUse.objects.in_use().filter(person=person).values("licence"))


class LicenceUseFilter(django_filters.FilterSet):
    """Licence, thing, person, and whether it is in use today."""

    licence = django_filters.ModelChoiceFilter(queryset=seen(Licence))
    asset = django_filters.ModelChoiceFilter(queryset=seen(Asset))
    person = django_filters.ModelChoiceFilter(queryset=seen(Person))
    in_use = YesNoFilter(method="of_today", label="In use")
    gone = YesNoFilter(method="on_gone", label="On a thing that is gone")

    class Meta:
        model = LicenceUse
        fields: list[str] = []

    def of_today(self, found, name, today):
        """Those in use, or those that were taken back."""
        return found.filter(taken_back_at__isnull=today)

    def on_gone(self, found, name, gone):
        """Those on things that are lost or disposed of, or all others."""
        of_gone = Q(asset__state__in=["disposed", "lost"])
        return found.filter(of_gone) if gone else found.exclude(of_gone)


def soon() -> timedelta:
    """How long before its end a licence counts as ending: as long as its keepers are told before."""
    return max(STEPS)
