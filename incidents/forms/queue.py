"""What is done to many rows of the queue at once."""

from django import forms

from servicedesk.models import Person

MOST_AT_ONCE = 200


class BulkForm(forms.Form):
    """One thing done to every ticked row."""

    row = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick at least one row first."})
    do = forms.ChoiceField(choices=[("take", "Take"), ("assign", "Assign")])
    assignee = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose somebody of the service desk."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(people, list):
            self.people = people
        else:
            self.fields["assignee"].queryset = people
        ticked = self.data.getlist("row")[:MOST_AT_ONCE] if self.is_bound else []
        self.fields["row"].choices = [(row, row) for row in ticked if row.isascii() and row.isdigit() and len(row) < 19]

    def clean(self):
        wanted = super().clean()
        if wanted.get("do") == "assign" and not wanted.get("assignee") and "assignee" not in self.errors:
            self.add_error("assignee", "Choose who should have them.")
        return wanted
