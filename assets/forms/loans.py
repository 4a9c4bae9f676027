"""What is asked about a loan."""

from django import forms

from assets.workflow.loans import borrowers_at
from servicedesk.models import Person


def day_field(label, **facts):
    """A day, with the browser's own way to choose it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts)


class LendForm(forms.Form):
    """Who borrows it, until when, and how it is now."""

    to = forms.ModelChoiceField(
        label="Who borrows it?", queryset=Person.objects.none(), required=False, empty_label="Choose a person"
    )
    to_name = forms.CharField(
        label="Or a name", max_length=200, required=False, help_text="For somebody without an account, such as a pupil."
    )
    due_on = day_field("Due back on")
    purpose = forms.CharField(label="What for", max_length=200, required=False)
    condition = forms.CharField(label="How it is now", max_length=200, required=False)

    def __init__(self, *args, asset, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = borrowers_at(asset.school).order_by("name", "pk")


class TakeBackForm(forms.Form):
    """How it came back."""

    condition = forms.CharField(label="How it is now", max_length=200, required=False)


class ExtendForm(forms.Form):
    """Until when it may stay out."""

    due_on = day_field("New day")
