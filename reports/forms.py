"""What is asked of whoever keeps the actions of a service report, or wants it by letter."""

from django import forms

from reports.filters import DateInput
from reports.models import HowOften
from reports.workflow import owners
from servicedesk.models import Person, School
from servicedesk.roles import Permission


class MoveForm(forms.Form):
    """The questions of a move of an action; without fields it only asks whether one means it."""


class ActionForm(MoveForm):
    """What is to be done, by whom, by when."""

    text = forms.CharField(label="What is to be done?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ModelChoiceField(
        label="Who sees to it?", queryset=Person.objects.none(), empty_label="Choose somebody"
    )
    due = forms.DateField(
        label="By when?",
        input_formats=["%Y-%m-%d"],
        widget=DateInput(format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as year-month-day, such as 2026-11-30."},
    )

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners(school)


class SubscribeForm(forms.Form):
    """Of which school, and how often."""

    school = forms.ModelChoiceField(
        School.objects.none(), to_field_name="code", required=False, empty_label="All schools I may read about"
    )
    how_often = forms.ChoiceField(label="How often?", choices=[*HowOften.choices, ("", "Never")], required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.where_may(by, Permission.SEE_REPORTS)
