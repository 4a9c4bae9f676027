"""The pages of a line of the recovery order and of a back-up test."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from continuity.models import Interval, Result, Unit
from incidents.forms import RadioSelect, text_field
from servicedesk.models import Person, Service
from servicedesk.roles import Permission

MOST = 1000  # hours or school days: more than a month of either is no recovery


def day_field(label, **facts):
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts)


def keepers(school, *kept):
    """Who keeps continuity at a school (None: in the whole trust), and whoever was named before (`kept`: numbers)."""
    may = Person.objects.who_may(Permission.KEEP_CONTINUITY, school).values("pk")
    return Person.objects.filter(Q(pk__in=may) | Q(pk__in=[pk for pk in kept if pk]))


class LineForm(forms.Form):
    """What is agreed about one service."""

    service = forms.ModelChoiceField(Service.objects.none(), label="Service", empty_label="Choose a service")
    back_within = forms.IntegerField(label="Must be back within", min_value=1, max_value=MOST)
    back_unit = forms.ChoiceField(label="Counted in", choices=Unit.choices)
    data_loss_hours = forms.IntegerField(
        label="Work that may be lost, in hours",
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="0: none. It says how old the last good back-up may be. Empty: not agreed yet.",
    )
    meanwhile = text_field(
        "How to get by meanwhile", rows=3, required=False, help_text="What teachers and the office do until it is back."
    )
    steps = text_field("Steps to bring it back", rows=6, required=False, help_text="One step a line, in order.")
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Who brings it back", required=False, empty_label="Nobody yet"
    )
    deputy = forms.ModelChoiceField(Person.objects.none(), label="Deputy", required=False, empty_label="Nobody yet")
    backups_at = text_field(
        "Where the back-ups are",
        rows=2,
        required=False,
        help_text="Also the one that is not in the building. Never passwords: say where they are kept.",
    )
    contacts = text_field(
        "Whom to call", rows=2, required=False, help_text="Suppliers with number and contract; it is printed."
    )
    rehearse_every = forms.ChoiceField(label="Rehearsed", choices=Interval.choices, required=False)
    test_backups_every = forms.ChoiceField(label="Back-up tested", choices=Interval.choices, required=False)

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.on_offer()
        if kept := self.initial.get("service"):
            self.fields["service"].queryset |= Service.objects.filter(pk=kept)
        for name in ("owner", "deputy"):
            self.fields[name].queryset = keepers(school, self.initial.get(name))

    def clean_steps(self):
        """A step a line."""
        return self.cleaned_data["steps"].splitlines()


class BackupTestForm(forms.Form):
    """What was tried, and did it come back?"""

    what = forms.CharField(
        label="What was brought back", max_length=200, help_text="Such as: a folder of the staff drive, from Friday."
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service", required=False, empty_label="Of no one service"
    )
    tested_on = day_field("On")
    tested_by = forms.ModelChoiceField(Person.objects.none(), label="By", empty_label=None)
    result = forms.ChoiceField(
        label="Did it come back?",
        choices=[(Result.PASSED, "Yes, whole"), (Result.PARTLY, "In part"), (Result.FAILED, "No")],
        widget=RadioSelect,
    )
    minutes = forms.IntegerField(label="Minutes it took", min_value=0, max_value=100_000, required=False)
    note = text_field("What was seen", rows=3, required=False)

    def __init__(self, *args, school, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.on_offer()
        if kept := self.initial.get("service"):
            self.fields["service"].queryset |= Service.objects.filter(pk=kept)
        self.fields["tested_by"].queryset = keepers(school, self.initial.get("tested_by"))
        self.initial = {"tested_on": timezone.localdate(), "tested_by": by.pk} | self.initial
