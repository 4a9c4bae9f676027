"""What costs and contracts can be narrowed by: the same for the page and the API."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from finance.lines import year_of
from finance.models import Contract, Cost, Sort, Status
from finance.models.contract import SOON
from finance.totals import NONE
from servicedesk.filters import SchoolFilter, seen
from servicedesk.models import School, Service
from servicedesk.roles import Permission

STATES = [
    ("current", "Current"),
    ("due", "Notice or end within two months"),
    ("overrun", "Went on by itself"),
    ("over", "Over"),
]
EARLIEST, AHEAD = 2000, 1  # school years that can be asked for


class ContractFilter(django_filters.FilterSet):
    """Words, school, state, sort and service."""

    q = django_filters.CharFilter(
        method="with_words", label="Words", max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    school = SchoolFilter(label="School", empty_label="Any school")
    state = django_filters.ChoiceFilter(choices=STATES, method="in_state", label="State", empty_label="Any state")
    sort = django_filters.ChoiceFilter(choices=Sort.choices, label="Sort", empty_label="Any sort")
    service = django_filters.ModelChoiceFilter(
        queryset=seen(Service), field_name="services", label="Service", empty_label="Any service"
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def with_words(self, found, name, words):
        """Name, supplier or number contains these words."""
        return found.filter(Q(name__icontains=words) | Q(supplier__icontains=words) | Q(reference__icontains=words))

    def in_state(self, found, name, state):
        """How it stands today."""
        today = timezone.localdate()
        current, past = Q(status=Status.CURRENT), Q(ends_on__lt=today)
        soon = Q(notice_on__range=(today, today + SOON)) | Q(ends_on__range=(today, today + SOON))
        wanted = {
            "current": (current & (~past | Q(ends_on=None) | Q(renews=True)))
            | Q(status="given_up", ends_on__gte=today),
            "due": current & soon,
            "overrun": current & past & Q(renews=True),
            "over": Q(status="renewed") | (Q(status="given_up") & past) | (current & past & Q(renews=False)),
        }
        return found.filter(wanted[state])


class CostFilter(django_filters.FilterSet):
    """School, sort, service."""

    school = SchoolFilter(label="School", empty_label="Any school")
    sort = django_filters.ChoiceFilter(choices=Sort.choices, label="Sort", empty_label="Any sort")
    service = django_filters.ModelChoiceFilter(queryset=seen(Service), label="Service", empty_label="Any service")

    class Meta:
        model = Cost
        fields: list[str] = []


class TotalsForm(forms.Form):
    """The school year and the school whose costs are added up, and which part of them."""

    year = forms.TypedChoiceField(label="School year", coerce=int, required=False)
    school = forms.CharField(max_length=20, required=False)
    service = forms.CharField(max_length=20, required=False)
    sort = forms.ChoiceField(choices=[("", "Any sort"), *Sort.choices], required=False)
    contract = forms.CharField(max_length=20, required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = list(School.objects.where_may(reader, Permission.SEE_COSTS))
        this = year_of(timezone.localdate())
        self.this = this
        years = range(this + AHEAD, EARLIEST - 1, -1)
        self.fields["year"].choices = [(str(year), f"{year}/{(year + 1) % 100:02}") for year in years]
        self.fields["year"].empty_value = this

    def clean_school(self):
        """None: all of them; NONE: what is the whole trust's; else one that the reader sees."""
        asked = self.cleaned_data["school"]
        if not asked or asked == NONE:
            return asked or None
        found = next((school for school in self.schools if school.code == asked), None)
        if found is None:
            raise forms.ValidationError("There is no such school, or you may not see its costs.")
        return found

    def clean_service(self):
        """A number, NONE or None."""
        return self._number("service")

    def clean_contract(self):
        """A number, NONE or None."""
        return self._number("contract")

    def _number(self, name):
        asked = self.cleaned_data[name]
        if not asked or asked == NONE:
            return asked or None
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
            raise forms.ValidationError("Name it by its number.")
        return int(asked)

    @property
    def part(self):
        """Which part of the costs is asked for, by way."""
        said = {name: self.cleaned_data.get(name) for name in ("school", "service", "sort", "contract")}
        return {name: value for name, value in said.items() if value}
