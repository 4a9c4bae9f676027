"""What a page asks before something is done; the fields of a form are the words of its function in `workflow`."""

from django import forms

from adoption.models import Certificate, Level, Phase
from adoption.people import people_of
from healthcheck.forms import day_field
from healthcheck.statements import NAMES
from incidents.forms import RadioSelect, text_field


class PhaseForm(forms.Form):
    name = forms.CharField(label="Name", max_length=100)
    year = forms.IntegerField(
        label="School year", min_value=2000, max_value=2199, help_text="The year in which it begins: 2026 for 2026/27."
    )
    by_invitation = forms.BooleanField(label="By invitation; else every school joins", required=False)
    note = text_field("Note", rows=2, required=False)


class NothingForm(forms.Form):
    """Only asks whether one means it."""


class PlaceForm(forms.Form):
    phase = forms.ModelChoiceField(
        label="Phase", queryset=Phase.objects.none(), required=False, empty_label="In no phase"
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = Phase.objects.visible_to(by)


class PlanForm(forms.Form):
    process = forms.ChoiceField(label="Process", choices=list(NAMES.items()))
    on = day_field("Switched on from", required=False, help_text="A day ahead is a plan. Empty takes it back.")
    note = forms.CharField(label="Note", max_length=300, required=False)


class CertificateForm(forms.Form):
    """What is known of an entry."""

    level = forms.ChoiceField(label="Level", choices=Level.choices, widget=RadioSelect)
    unit_code = forms.CharField(label="Unit code", max_length=40, required=False)
    due_on = day_field("To be passed by", required=False, help_text="For joiners: before probation ends.")
    training_on = day_field("Training on", required=False)
    training_hours = forms.DecimalField(
        label="Hours of training so far", min_value=0, max_digits=5, decimal_places=1, required=False
    )
    exam_on = day_field("Exam on", required=False)
    note = text_field("Note", rows=2, required=False)

    def __init__(self, *args, record=None, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(record, Certificate):
            for name in CertificateForm.base_fields:
                self.fields[name].initial = getattr(record, name)

    def clean_training_hours(self):
        return self.cleaned_data["training_hours"] or 0


class AddCertificateForm(CertificateForm):
    person = forms.ModelChoiceField(label="Who", queryset=None, empty_label="Choose somebody")

    field_order = ("person",)

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(school)
        self.fields["level"].initial = Level.PRACTITIONER


class ConcludeForm(forms.Form):
    passed = forms.TypedChoiceField(
        label="Passed?", choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes", widget=RadioSelect
    )
    exam_on = day_field("Exam on")
    result = forms.CharField(label="Result", max_length=100, required=False, help_text="As the certificate says it.")
    expires_on = day_field("Holds until", required=False)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exam_on"].initial = record.exam_on


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Why is it no longer counted?", max_length=100)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)


class ReopenForm(WithdrawForm):
    reason = forms.CharField(label="Why?", max_length=100, required=False)
