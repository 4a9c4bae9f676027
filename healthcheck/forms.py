"""What a page asks before a move is made; the fields of a form are the words of its function in `workflow`."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from healthcheck.models import Choice
from healthcheck.owners import owners_at
from incidents.forms import text_field
from servicedesk.models import Person, School
from servicedesk.roles import Permission

USUAL_TIME = timedelta(days=42)


def day_field(label, **facts):
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts)


class StartForm(forms.Form):
    """At which school."""

    school = forms.ModelChoiceField(label="School", queryset=School.objects.none(), empty_label=None)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.where_may(by, Permission.KEEP_EVIDENCE)


class MoveForm(forms.Form):
    """The questions of one move; without fields it only asks whether one means it."""

    def __init__(self, *args, record, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.by = record, by
        self.prepare()

    def prepare(self):
        """Offer what fits the record."""


class AnswerForm(MoveForm):
    """One statement."""

    statement = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[("", "Not said"), *Choice.choices], required=False)
    note = text_field("Note", rows=3, required=False)

    @property
    def answers(self):
        """As the move wants it."""
        return [self.cleaned_data]


class FinishForm(MoveForm):
    note = text_field("What is to be said of it", rows=3, required=False)
    leave_unanswered = forms.BooleanField(
        label="What has no answer stays so, and counts as not in place", required=False
    )

    def prepare(self):
        self.left = [each for each in self.record.answers.all() if not each.stands]
        if not self.left:
            del self.fields["leave_unanswered"]


class ReopenForm(MoveForm):
    reason = text_field("Why?", rows=2, required=False)


class ActionForm(MoveForm):
    what = forms.CharField(label="What is to be done?", max_length=300)
    owner = forms.ModelChoiceField(label="Who does it?", queryset=Person.objects.none(), empty_label="Choose somebody")
    due_on = day_field("Until when?")

    def prepare(self):
        self.fields["owner"].queryset = owners_at(self.record.school)


class AddActionForm(ActionForm):
    statement = forms.ChoiceField(label="Which gap does it close?", required=False)

    field_order = ("statement", "what", "owner", "due_on")

    def prepare(self):
        super().prepare()
        self.fields["due_on"].initial = timezone.localdate() + USUAL_TIME
        gaps = [each for each in self.record.answers.all() if each.stands != Choice.YES]
        self.fields["statement"].choices = [
            ("", "None in particular"),
            *((each.statement, f"{each.process_name}: {each.says}") for each in gaps),
        ]


class ChangeActionForm(ActionForm):
    def prepare(self):
        super().prepare()
        for name in ("what", "owner", "due_on"):
            self.fields[name].initial = getattr(self.record, name)


class CompleteForm(MoveForm):
    outcome = text_field("What came of it?", rows=2, required=False)


class DropForm(MoveForm):
    outcome = text_field("Why will it not be done?", rows=2)


class ReopenActionForm(MoveForm):
    outcome = text_field("Why?", rows=2, required=False)
