"""The form of a change."""

from django import forms
from django.db.models import Q

from assets.models import Asset
from changes.models import Change
from problems.models import Problem
from servicedesk.fields import SeveralField
from servicedesk.models import Person, Room, Service
from servicedesk.roles import Permission

SEVERAL = "On a keyboard, hold Ctrl to choose several or to take one away."


class ChangeForm(forms.ModelForm):
    """What was changed, when, by whom, and what it touched."""

    field_order = ["title", "made_at", "made_by", "service", "assets", "rooms", "reason", "details", "problem"]

    class Meta:
        model = Change
        fields = ["title", "made_at", "made_by", "service", "assets", "rooms", "reason", "details", "problem"]
        labels = {
            "title": "What was changed?",
            "made_at": "When did it take effect?",
            "made_by": "Who made it?",
            "assets": "Which things?",
            "rooms": "Which rooms?",
            "reason": "Why?",
            "details": "What was done, and how is it undone?",
            "problem": "For which problem?",
        }
        help_texts = {
            "title": "In a few words: new driver on the copiers.",
            "made_at": "Faults after this moment are compared with those before.",
            "assets": SEVERAL,
            "rooms": SEVERAL,
            "service": "If neither things nor rooms are named, everything of this service counts as touched.",
            "problem": "If it is to remove the cause of one.",
        }
        field_classes = {"assets": SeveralField, "rooms": SeveralField}
        widgets = {
            "made_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "reason": forms.Textarea(attrs={"rows": 2}),
            "details": forms.Textarea(attrs={"rows": 4}),
            "assets": forms.SelectMultiple(attrs={"size": 6}),
            "rooms": forms.SelectMultiple(attrs={"size": 6}),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["made_at"].required = True
        school = self.instance.school
        here = Q(school=school) if school else by.within(Permission.RECORD_CHANGES, field="school")
        self.fields["assets"].queryset = Asset.objects.filter(here)
        self.fields["rooms"].queryset = Room.objects.filter(here)
        self.fields["service"].queryset = Service.objects.all()
        self.fields["problem"].queryset = Problem.objects.visible_to(by).filter(here | Q(school=None)).order_by("-pk")
        self.fields["made_by"].queryset = Person.objects.who_may(Permission.RECORD_CHANGES, school).order_by("name")
        for name, words in {"service": "No service", "problem": "No problem", "made_by": "Somebody else"}.items():
            self.fields[name].empty_label = words
