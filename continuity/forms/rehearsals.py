"""What a page asks before a rehearsal is planned or moved."""

import re

from django import forms

from changes.models import Change
from continuity.forms.order import day_field, keepers
from continuity.models import Kind, RecoveryLine, RehearsalAction, Result
from continuity.models.line import within_words
from incidents.forms import RadioSelect, text_field
from problems.models import Problem
from servicedesk.fields import SeveralField
from servicedesk.models import Person, Service

REFERENCE = re.compile(r"(?P<kind>PR|C)\s?(?P<number>\d{1,18})", re.ASCII | re.IGNORECASE)


class RehearsalForm(forms.Form):
    """What is tried, when, by whom."""

    scenario = forms.CharField(
        label="What is supposed to have happened",
        max_length=200,
        help_text="Such as: the server room is flooded on a Monday at eight.",
    )
    kind = forms.ChoiceField(label="How it is tried", choices=Kind.choices, widget=RadioSelect)
    planned_on = day_field("On")
    lead = forms.ModelChoiceField(Person.objects.none(), label="Who leads it", empty_label=None)
    services = SeveralField(
        Service.objects.none(),
        label="Services it is to bring back",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, school, by, rehearsal=None, **kwargs):
        super().__init__(*args, **kwargs)
        scope = list(rehearsal.scope.values_list("service", flat=True)) if rehearsal else []
        self.fields["services"].queryset = Service.objects.on_offer() | Service.objects.filter(pk__in=scope)
        lead = rehearsal.lead_id if rehearsal else by.pk
        self.fields["lead"].queryset = keepers(school, lead)
        begun = {"kind": Kind.TABLE_TOP, "lead": lead}
        if rehearsal:
            begun |= {name: getattr(rehearsal, name) for name in ("scenario", "kind", "planned_on")}
        self.initial = begun | {"services": scope} | self.initial


class MoveForm(forms.Form):
    """The questions of one move of a rehearsal."""

    def __init__(self, *args, rehearsal, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.rehearsal, self.by = rehearsal, by
        self.prepare()

    def prepare(self):
        """Offer what fits the rehearsal."""


class DescribeForm(RehearsalForm):
    """The page of a rehearsal that was planned."""

    def __init__(self, *args, rehearsal, by, **kwargs):
        super().__init__(*args, school=rehearsal.school, by=by, rehearsal=rehearsal, **kwargs)
        self.rehearsal = rehearsal


class HoldForm(MoveForm):
    held_on = day_field("Held on")
    result = forms.ChoiceField(label="Result", choices=Result.choices, widget=RadioSelect)
    learnt = text_field("What we learnt", rows=4, required=False)

    def prepare(self):
        """One field for each service in the scope, in the unit that is agreed."""
        self.fields["held_on"].initial = self.rehearsal.planned_on
        agreed = {line.service_id: line for line in RecoveryLine.objects.in_force_at(self.rehearsal.school)}
        self.took = {}
        for row in self.rehearsal.scope.select_related("service"):
            line = agreed.get(row.service_id)
            unit = "school days" if line and line.back_unit == "school_days" else "hours"
            field = forms.DecimalField(
                label=f"{row.service.name}: took, in {unit}",
                min_value=0,
                max_digits=6,
                decimal_places=2,
                required=False,
                initial=row.took,
                help_text=f"Agreed: {within_words(line.back_within, line.back_unit)}" if line else "Nothing is agreed.",
            )
            self.fields[f"took_{row.service_id}"] = field
            self.took[row.service_id] = f"took_{row.service_id}"
        self.fields["learnt"].initial = self.rehearsal.learnt
        self.order_fields(["held_on", *self.took.values(), "result", "learnt"])

    def clean(self):
        """The times stand together, by service."""
        took = {service: self.cleaned_data.pop(name, None) for service, name in self.took.items()}
        return self.cleaned_data | {"took": took}


class CancelForm(MoveForm):
    reason = forms.CharField(label="Why is it not held?", max_length=300)


class ReopenForm(MoveForm):
    reason = text_field("Why?", rows=2, required=False)


class ActionForm(MoveForm):
    words = forms.CharField(label="What has to be done", max_length=300)
    owner = forms.ModelChoiceField(Person.objects.none(), label="Who", empty_label="Choose somebody")
    due_on = day_field("By")
    record = forms.CharField(
        label="Change or problem it became",
        max_length=30,
        required=False,
        help_text="Its number, such as C12 or PR3, where one was raised.",
    )

    def prepare(self):
        """Those who keep continuity here."""
        self.fields["owner"].queryset = keepers(self.rehearsal.school)

    def clean_record(self):
        """The change or problem of this number that the reader may see, or None."""
        text = self.cleaned_data["record"].strip()
        if not text:
            return None
        said = REFERENCE.fullmatch(text)
        model = said and (Change if said["kind"].upper() == "C" else Problem)
        found = model and model.objects.visible_to(self.by).filter(pk=int(said["number"])).first()
        if not found:
            raise forms.ValidationError("There is no such record. A change is written C12, a problem PR3.")
        return found

    def clean(self):
        """The record stands as what it is."""
        said = dict(self.cleaned_data)
        record = said.pop("record", None)
        if isinstance(record, Change):
            said["change"] = record
        elif record:
            said["problem"] = record
        return said


class FinishActionForm(MoveForm):
    action = forms.ModelChoiceField(RehearsalAction.objects.none(), label="Which is done?", empty_label="Choose one")

    def prepare(self):
        """What is still to do."""
        self.fields["action"].queryset = self.rehearsal.actions.filter(done_at=None)
