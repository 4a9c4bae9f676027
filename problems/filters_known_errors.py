"""What the register of known errors can be narrowed by, for page and API."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from incidents.filters import OwnerFilter
from problems.models import KnownError, Offer
from servicedesk.filters import seen
from servicedesk.models import Category, School, Service

ANY = "any"
SELECT = {"class": "input"}
STATES = [("offered", "Offered"), *Offer.choices, (ANY, "Offered or not")]


class KnownErrorFilter(django_filters.FilterSet):
    """Explicit fields only: nothing else in an address reaches the database."""

    q = django_filters.CharFilter(
        method="search", label="Search", widget=forms.TextInput(attrs={"class": "input", "type": "search"})
    )
    status = django_filters.ChoiceFilter(
        choices=STATES, method="by_status", label="State", empty_label=None, widget=forms.Select(attrs=SELECT)
    )
    owner = OwnerFilter(method="by_owner", label="Kept true by", widget=forms.Select(attrs=SELECT))
    category = django_filters.ModelChoiceFilter(
        queryset=seen(Category),
        field_name="categories",
        label="Kind of fault",
        empty_label="Any kind",
        widget=forms.Select(attrs=SELECT),
    )
    service = django_filters.ModelChoiceFilter(
        queryset=seen(Service), label="Service", empty_label="Any service", widget=forms.Select(attrs=SELECT)
    )
    school = django_filters.ModelChoiceFilter(
        queryset=seen(School),
        to_field_name="code",
        method="by_school",
        label="Holds at",
        empty_label="Any school",
        widget=forms.Select(attrs=SELECT),
    )
    review = django_filters.ChoiceFilter(
        choices=[("due", "Due")],
        method="by_review",
        label="Review",
        empty_label="Any day",
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = KnownError
        fields: list[str] = []

    def search(self, found, name, text):
        """Words in the title, the symptoms or the steps, or a number."""
        text = text.strip()
        wanted = Q(title__icontains=text) | Q(symptoms__icontains=text) | Q(workaround__icontains=text)
        number = text.upper().removeprefix("K")
        if number.isascii() and number.isdigit() and len(number) < 19:
            wanted |= Q(pk=int(number))
        return found.filter(wanted)

    def by_status(self, found, name, status):
        if status == ANY:
            return found
        if status == Offer.RETIRED:
            return found.filter(retired_at__isnull=False)
        return found.in_use() if status == "offered" else found.in_use().filter(audience=status)

    def by_owner(self, found, name, owner):
        if owner == "none":
            return found.none()
        return found.filter(owner=self.request.user.pk if owner == "me" else int(owner))

    def by_school(self, found, name, school):
        return found.at(school)

    def by_review(self, found, name, review):
        return found.to_review(timezone.localdate())
