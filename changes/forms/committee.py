"""What is asked about a meeting of the committee."""

from django import forms

from changes.models import Change, Meeting
from incidents.forms import text_field
from servicedesk.fields import SeveralField
from servicedesk.models import Person
from servicedesk.roles import Permission, roles_with


def who_may_come(school):
    """The people who see the changes of a school; for the whole trust those of any."""
    if school:
        return Person.objects.who_may(Permission.SEE_CHANGES, school).order_by("name", "pk")
    roles = roles_with(Permission.SEE_CHANGES)
    return Person.objects.filter(memberships__role__in=roles, is_active=True).distinct().order_by("name", "pk")


class MeetingForm(forms.ModelForm):
    """When it meets, where, and who comes."""

    class Meta:
        model = Meeting
        fields = ["title", "held_at", "place", "chair", "members"]
        labels = {
            "title": "What is it called?",
            "held_at": "When does it meet?",
            "place": "Where?",
            "chair": "Who is in the chair?",
            "members": "Who comes?",
        }
        field_classes = {"members": SeveralField}
        widgets = {
            "held_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "members": forms.CheckboxSelectMultiple,
        }
        help_texts = {"chair": "Says yes or no where nobody comes who was asked about a change."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        able = who_may_come(self.instance.school)
        self.fields["chair"].queryset = self.fields["members"].queryset = able
        self.fields["chair"].empty_label = "Nobody yet"

    def _post_clean(self):
        """The move writes the meeting, not the form."""


class PresentForm(forms.Form):
    """Who is there, and what else was talked about."""

    present = SeveralField(
        Person.objects.none(), label="Who is there?", required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = text_field("Other business", rows=4, required=False)

    def __init__(self, *args, meeting, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = Person.objects.filter(pk__in=[person.pk for person in people])


class AgendaForm(forms.Form):
    """Changes to be put on the agenda."""

    changes = SeveralField(
        Change.objects.none(),
        label="Which changes?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one change."},
    )

    def __init__(self, *args, changes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["changes"].queryset = Change.objects.filter(pk__in=[change.pk for change in changes])


class ItemForm(forms.Form):
    """What was said about one change; the button says what was decided."""

    minutes = text_field("What was said", rows=3, required=False)
