"""The forms of standard changes and of the table of risk."""

from django import forms

from changes.forms.raising import StepsField
from changes.models import Risk
from changes.risk import IMPACTS, LIKELIHOODS, SCALE
from changes.workflow.writing import MOST_DOWNTIME
from incidents.forms import text_field
from servicedesk.models import School, Service
from servicedesk.roles import Permission


def minutes(label):
    """A number of minutes, or none."""
    size = forms.NumberInput(attrs={"size": 5})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DOWNTIME, required=False, widget=size)


class StandardChangeForm(forms.Form):
    """A change that is done the same way each time; at which school is said once, when it is written."""

    name = forms.CharField(label="What is it called?", max_length=200)
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), to_field_name="code", required=False
    )
    reason = text_field("Why is it done?", rows=2, required=False)
    details = text_field("What is done?", rows=2, required=False)
    procedure = StepsField("How is it made?", required=False)
    back_out = StepsField("How is it undone if it goes wrong?", rows=3, required=False)
    impact_during = text_field("What do people notice while it is made?", rows=2, required=False)
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), required=False, empty_label="None"
    )
    expected_minutes = minutes("Minutes it takes")
    downtime_minutes = minutes("Minutes in which it can’t be used")
    is_announced = forms.BooleanField(label="People are told beforehand each time", required=False)

    def __init__(self, *args, by, standard=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.visible_to(by).on_offer()
        if standard:
            del self.fields["school"]
            names = [name for name in self.fields if name != "service"]
            said = {name: getattr(standard, name) for name in names}
            self.initial = said | {"service": standard.service_id} | self.initial
            return
        self.fields["school"].queryset = School.objects.where_may(by, Permission.MANAGE_CHANGES)
        everywhere = by.may(Permission.MANAGE_CHANGES, None)
        self.fields["school"].empty_label = "Every school" if everywhere else "Choose the school"
        self.fields["school"].required = not everywhere


class OfferForm(forms.Form):
    review_on = forms.DateField(
        label="Look at it again on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Whether it should still need no asking.",
    )


class RisksForm(forms.Form):
    """Nine cells: a row for each impact, in it a risk for each likelihood."""

    def __init__(self, *args, cells, **kwargs):
        super().__init__(*args, **kwargs)
        for impact in SCALE:
            for likelihood in SCALE:
                label = f"{IMPACTS[impact]}, {LIKELIHOODS[likelihood].lower()}"
                field = forms.ChoiceField(label=label, choices=Risk.choices, initial=cells[impact - 1][likelihood - 1])
                field.widget.attrs["class"] = "input"
                self.fields[f"cell_{impact}_{likelihood}"] = field

    @property
    def rows(self):
        """What each line of the table says and asks."""
        return [(IMPACTS[impact], [self[f"cell_{impact}_{each}"] for each in SCALE]) for impact in SCALE]

    @property
    def heads(self):
        """What stands above its columns."""
        return list(LIKELIHOODS.values())

    def cells(self):
        """The table as `workflow.set_risks` takes it."""
        said = self.cleaned_data
        return [[said[f"cell_{impact}_{each}"] for each in SCALE] for impact in SCALE]
