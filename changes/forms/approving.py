"""What is asked of whoever says yes or no."""

from django import forms

from changes.models import ApproverRule, Risk
from changes.models.approval import RULED
from incidents.forms import RadioSelect, text_field
from servicedesk.fields import SeveralField
from servicedesk.models import Person
from servicedesk.roles import Permission, roles_with


def day_input():
    """A day, chosen from the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnswerForm(forms.Form):
    """Yes or no is the button; a note goes with it. `round`: which asking they read, so that no other is answered."""

    note = text_field("A note with it", rows=3, required=False, help_text="Needed when you say no: say why.")
    round = forms.IntegerField(required=False, min_value=0, max_value=32767, widget=forms.HiddenInput)


class RejectForm(AnswerForm):
    """No, and why."""

    note = text_field("Why not?", rows=4, help_text="Whoever asked for it reads this, and may ask again.")


class RuleForm(forms.ModelForm):
    """Who is asked for a step, from a risk upwards, and how many of them must say yes."""

    class Meta:
        model = ApproverRule
        fields = ["step", "risk", "people", "wants"]
        labels = {"step": "For which step?", "people": "Who is asked?", "wants": "Who of them must say yes?"}
        field_classes = {"people": SeveralField}
        widgets = {"people": forms.CheckboxSelectMultiple, "wants": RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        school = self.instance.school
        able = Person.objects.who_may(Permission.APPROVE_CHANGES, school)
        able = able | Person.objects.who_may(Permission.RECORD_CHANGES, school)
        self.fields["people"].queryset = able.distinct().order_by("name", "pk")
        self.fields["people"].error_messages["required"] = "Name at least one person."
        self.fields["risk"].label = "From which risk upwards?"
        self.fields["risk"].help_text = "A change that nobody has judged yet counts as low."
        self.fields["step"].choices = RULED
        self.fields["risk"].choices = Risk.choices

    def validate_unique(self):
        """Whether there is such a rule already is asked where it is written down, for programs as well."""

    def _post_clean(self):
        """The move writes the rule, not the form."""


class DeputyForm(forms.Form):
    """Somebody answers for another, from day to day."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Who is away?", empty_label="Choose somebody")
    deputy = forms.ModelChoiceField(Person.objects.none(), label="Who stands in?", empty_label="Choose somebody")
    first = forms.DateField(label="From", widget=day_input())
    last = forms.DateField(
        label="To", required=False, widget=day_input(), help_text="This day included. Empty: until further notice."
    )

    def __init__(self, *args, by, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        roles = roles_with(Permission.APPROVE_CHANGES) | roles_with(Permission.RECORD_CHANGES)
        here = by.within(Permission.MANAGE_CHANGES, field="memberships__school")
        able = Person.objects.filter(here, memberships__role__in=roles, is_active=True).distinct()
        self.fields["person"].queryset = self.fields["deputy"].queryset = able.order_by("name", "pk")
        if person:
            del self.fields["person"]
