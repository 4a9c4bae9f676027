"""What is asked when a thing leaves the school, and when it comes back."""

from django import forms
from django.utils import timezone

from assets.forms.register import date_input
from assets.models import Asset, DataOutcome, Disposal, DisposalMethod
from assets.moves import BY_MOVE
from assets.workflow.ending import LONGEST_REASON

FIRST = ("disposed_on", "method", "to", "reason", "proceeds", "certificate_number")
OF_DATA = ("data", "data_method", "data_by", "data_on")


class DisposeForm(forms.ModelForm):
    """How it went, and what became of the data on it."""

    class Meta:
        model = Disposal
        fields = [*FIRST, *OF_DATA]
        labels = {
            "disposed_on": "When it left",
            "method": "How",
            "to": "To whom",
            "proceeds": "What it brought in, in pounds",
            "reason": "Why",
            "certificate_number": "Number of their certificate",
            "data": "What became of its data",
            "data_method": "How that was done",
            "data_by": "Who did it",
            "data_on": "When that was done",
        }
        help_texts = {
            "to": "The firm or person who took it.",
            "certificate_number": "If whoever took it, or wiped it, gave you one.",
            "data_method": "Such as the program that wiped it.",
            "data_by": "Leave these open only if it held no data.",
        }
        widgets = {
            "disposed_on": date_input(),
            "data_on": date_input(),
            "method": forms.RadioSelect,
            "data": forms.RadioSelect,
            "proceeds": forms.NumberInput(attrs={"step": "0.01", "min": "0", "inputmode": "decimal"}),
        }

    def __init__(self, *args, asset, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["disposed_on"].initial = timezone.localdate
        self.fields["method"].choices = DisposalMethod.choices
        self.fields["data"].choices = DataOutcome.choices

    def first(self):
        """How it went."""
        return [self[name] for name in FIRST]

    def of_data(self):
        """What became of its data."""
        return [self[name] for name in OF_DATA]

    def validate_constraints(self):
        """The move looks."""

    def _post_clean(self):
        """The move writes it."""


class BringBackForm(forms.Form):
    """Why it is here after all, and where."""

    reason = forms.CharField(label="Why", max_length=LONGEST_REASON, help_text="Such as: the wrong tag was typed.")
    state = forms.ChoiceField(
        label="What it is now",
        choices=[(state.value, state.label) for state in Asset.State if state not in BY_MOVE],
        initial=Asset.State.IN_STOCK,
    )

    def __init__(self, *args, asset, by, **kwargs):
        super().__init__(*args, **kwargs)
