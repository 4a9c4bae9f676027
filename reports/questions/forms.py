"""What a page asks before a question is saved or one of its moves is made; the fields are the words of its function."""

from django import forms

from reports.models import Rhythm
from reports.questions.keeping import readers_of
from servicedesk.models import Person


class NameForm(forms.Form):
    """Under which name a question is kept."""

    name = forms.CharField(label="Name", max_length=100, help_text="As you will look for it: Faults by month.")


class MoveForm(forms.Form):
    """A move that asks nothing but whether one means it."""

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question
        self.prepare()

    def prepare(self):
        """Offer what fits the question."""


class ScheduleForm(MoveForm):
    """How often, and to whom."""

    rhythm = forms.ChoiceField(label="How often", choices=[("", "Not at all"), *Rhythm.choices], required=False)
    readers = forms.ModelMultipleChoiceField(
        label="To whom",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only people who read these reports. Each gets the answer that they may read themselves.",
    )

    def prepare(self):
        self.fields["readers"].queryset = readers_of(self.question).order_by("name", "pk")
        self.initial = {"rhythm": self.question.rhythm, "readers": self.question.readers.all()}
