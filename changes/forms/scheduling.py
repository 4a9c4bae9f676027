"""The forms of the schedule: days on which nothing is changed, and a window that somebody wonders about."""

from datetime import timedelta

from django import forms
from django.db.models import Q

from assets.models import Asset
from changes.models import Freeze
from servicedesk.fields import SeveralField
from servicedesk.models import Person, Room, School, Service
from servicedesk.roles import Permission, roles_with

TRUST = "trust"
LONGEST = timedelta(days=62)
FAR = timedelta(days=5 * 366)
MOMENT = "%Y-%m-%dT%H:%M"


class FreezeForm(forms.ModelForm):
    """Days on which nothing is changed."""

    place = forms.ChoiceField(label="For")
    field_order = ["title", "place", "first", "last", "reason"]

    class Meta:
        model = Freeze
        fields = ["title", "first", "last", "reason"]
        labels = {"title": "What is it for?", "first": "First day", "last": "Last day", "reason": "More about it"}
        help_texts = {"title": "Such as: GCSE exams, Inspection, Census day.", "reason": ""}
        widgets = {
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("first", "last")},
            "reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        schools = School.objects.where_may(by, Permission.MANAGE_CHANGES)
        self.schools = {school.code: school for school in schools}
        trust = [(TRUST, "Every school of the trust")] if by.may(Permission.MANAGE_CHANGES, None) else []
        self.fields["place"].choices = [*((code, school.name) for code, school in self.schools.items()), *trust]

    @property
    def facts(self):
        """What `workflow.add_freeze` takes."""
        said = {name: self.cleaned_data[name] for name in ("title", "first", "last", "reason")}
        return said | {"school": self.schools.get(self.cleaned_data["place"])}

    def _post_clean(self):
        """The move looks: the database would say it in no sentence."""


class WindowForm(forms.Form):
    """A window, and what would be touched in it."""

    school = forms.ModelChoiceField(School.objects.none(), label="School", to_field_name="code", required=False)
    starts_at = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    ends_at = forms.DateTimeField(
        label="Until", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    service = forms.ModelChoiceField(Service.objects.none(), label="Service", required=False, empty_label="No service")
    implementer = forms.ModelChoiceField(
        Person.objects.none(), label="Who makes it", required=False, empty_label="Nobody yet"
    )
    # Named in the address by the page one comes from: a list of everything there is would be no help.
    assets = SeveralField(Asset.objects.none(), required=False, widget=forms.MultipleHiddenInput)
    rooms = SeveralField(Room.objects.none(), required=False, widget=forms.MultipleHiddenInput)
    noticed = forms.BooleanField(label="People notice while it is made", required=False, initial=True)

    def __init__(self, *args, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        seen = by.within(Permission.SEE_CHANGES, field="school")
        self.fields["school"].queryset = School.objects.where_may(by, Permission.SEE_CHANGES)
        self.fields["school"].empty_label = "Several schools"
        self.fields["service"].queryset = Service.objects.visible_to(by)
        self.fields["assets"].queryset = Asset.objects.visible_to(by).filter(seen)
        self.fields["rooms"].queryset = Room.objects.filter(seen)
        self.fields["implementer"].queryset = _makers(by)

    def clean(self):
        """It ends after it begins, is no longer than two months, and lies in these years."""
        said = super().clean()
        start, end = said.get("starts_at"), said.get("ends_at")
        if start and abs(start - self.at) > FAR:
            self.add_error("starts_at", "Choose a day within five years.")
        if start and end and end <= start:
            self.add_error("ends_at", "It ends before it begins.")
        elif start and end and end - start > LONGEST:
            self.add_error("ends_at", "A window lasts two months at most: make several changes of it.")
        return said


def _makers(by):
    """Those who make changes at the schools whose changes somebody sees."""
    there = by.within(Permission.SEE_CHANGES, field="memberships__school")
    here = there if there == Q() else there | Q(memberships__school=None)
    wearing = {"memberships__role__in": roles_with(Permission.RECORD_CHANGES), "is_active": True}
    return Person.objects.filter(here, **wearing).distinct().order_by("name", "pk")
