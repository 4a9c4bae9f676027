"""What the list of problems can be narrowed by: one set of filters for page and API."""

import django_filters
from django import forms
from django.db.models import Q

from incidents.filters import OwnerFilter
from incidents.models import Incident
from incidents.priority import Priority
from problems.models import Problem, Status
from problems.querysets import OPEN_STATES
from servicedesk.filters import seen
from servicedesk.models import School, Service

ANY = "any"
STATES = [("open", "Open"), *Status.choices, (ANY, "Open or done")]
SELECT = {"class": "input"}


class ProblemFilter(django_filters.FilterSet):
    """Explicit fields only: nothing else in an address reaches the database."""

    q = django_filters.CharFilter(
        method="search", label="Search", widget=forms.TextInput(attrs={"class": "input", "type": "search"})
    )
    status = django_filters.ChoiceFilter(
        choices=STATES, method="by_status", label="State", empty_label=None, widget=forms.Select(attrs=SELECT)
    )
    resolver = OwnerFilter(method="by_resolver", label="Resolver", widget=forms.Select(attrs=SELECT))
    priority = django_filters.ChoiceFilter(
        choices=[(p.value, f"P{p.value} {p.label}") for p in Priority],
        label="Priority",
        empty_label="Any priority",
        widget=forms.Select(attrs=SELECT),
    )
    service = django_filters.ModelChoiceFilter(
        queryset=seen(Service), label="Service", empty_label="Any service", widget=forms.Select(attrs=SELECT)
    )
    school = django_filters.ModelChoiceFilter(
        queryset=seen(School),
        to_field_name="code",
        label="School",
        empty_label="Any school",
        widget=forms.Select(attrs=SELECT),
    )
    time = django_filters.ChoiceFilter(
        choices=[("out", "Run out")],
        method="by_time",
        label="Time allowed",
        empty_label="Either",
        widget=forms.Select(attrs=SELECT),
    )
    incident = django_filters.ModelChoiceFilter(queryset=seen(Incident), field_name="links__incident", label="Incident")

    class Meta:
        model = Problem
        fields: list[str] = []

    def search(self, found, name, text):
        """Words in the title or the symptoms, or a number."""
        text = text.strip()
        wanted = Q(title__icontains=text) | Q(symptoms__icontains=text)
        number = text.upper().removeprefix("PR")
        if number.isascii() and number.isdigit() and len(number) < 19:
            wanted |= Q(pk=int(number))
        return found.filter(wanted)

    def by_status(self, found, name, status):
        if status == ANY:
            return found
        return found.unresolved() if status == "open" else found.filter(status=status)

    def by_resolver(self, found, name, resolver):
        if resolver == "none":
            return found.filter(resolver=None)
        return found.filter(resolver=self.request.user.pk if resolver == "me" else int(resolver))

    def by_time(self, found, name, time):
        return found.filter(ran_out_at__isnull=False)


def is_open_only(status):
    """Does a list hold open problems only? Then the most urgent come first, else the newest."""
    return status == "open" or status in OPEN_STATES
