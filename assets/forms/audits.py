"""What is asked of whoever stands before a thing, and about a stocktake."""

from django import forms

from assets.models import Asset, Condition
from servicedesk.models import Room, School
from servicedesk.roles import Permission

HERE, LEAVE, NOT_HERE = "here", "leave", "not_here"
SEEN = [(condition.value, condition.label) for condition in Condition if condition != Condition.MISSING]


class LookForm(forms.Form):
    """One tap: here, here for now, or not here; how it looks and a note where there is something to say."""

    seen = forms.ChoiceField(choices=[(HERE, "Here"), (LEAVE, "Here for now"), (NOT_HERE, "Not here")])
    condition = forms.ChoiceField(label="Condition", choices=SEEN, required=False, widget=forms.RadioSelect)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def look(self):
        """What the move is told."""
        said = self.cleaned_data
        condition = said["condition"] or Condition.GOOD
        return {
            "condition": Condition.MISSING if said["seen"] == NOT_HERE else condition,
            "note": said["note"],
            "put_right": said["seen"] == HERE,
        }


class RoomLookForm(LookForm):
    """The same from the list of a room, which says of which thing."""

    def __init__(self, *args, room, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asset"] = forms.ModelChoiceField(Asset.objects.filter(school=room.school_id))


class WhereForm(forms.Form):
    """In which room somebody is."""

    room = forms.ModelChoiceField(label="Where are you?", queryset=Room.objects.none(), empty_label="Choose a room")

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = Room.objects.filter(school=school).order_by("name")


class BeginForm(forms.Form):
    """A new stocktake."""

    school = forms.ModelChoiceField(queryset=School.objects.none(), empty_label="Choose a school")
    name = forms.CharField(label="Name", max_length=100, help_text="Such as Summer 2027.")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        schools = School.objects.where_may(by, Permission.EDIT_ASSETS)
        self.fields["school"].queryset = schools
        if len(few := list(schools[:2])) == 1:
            self.fields["school"].initial, self.fields["school"].widget = few[0].pk, forms.HiddenInput()


class EndForm(forms.Form):
    """The end of a stocktake: what of the things that nobody looked at?"""

    rest_missing = forms.BooleanField(label="Note them as not found", required=False)

    def __init__(self, *args, left, **kwargs):
        super().__init__(*args, **kwargs)
        self.left = left
        if not left:
            del self.fields["rest_missing"]
