"""What is asked when a call is logged for somebody else."""

from django import forms

from incidents.forms.fields import minutes_field, text_field
from incidents.models import Channel
from servicedesk.models import Category, Person, Room, School
from servicedesk.roles import Permission

FOUND = 8  # callers shown: whoever has more namesakes types on


class CallForm(forms.Form):
    """A call logged for somebody else: who, what, done; the rest is folded away."""

    requester = forms.ModelChoiceField(
        label="Caller",
        queryset=Person.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Find the caller and choose them."},
    )
    summary = forms.CharField(label="What is wrong, or what do they want?", max_length=200)
    done = text_field("What have you done?", rows=3, required=False, help_text="Kept in the record as a call.")
    fixed = forms.BooleanField(label="It works now: close it as fixed", required=False)
    lesson_stopped = forms.BooleanField(label="A lesson is stopped", required=False)
    room = forms.CharField(label="Room", max_length=100, required=False, help_text="As it is written on the door.")
    category = forms.ModelChoiceField(
        label="Kind of fault", queryset=Category.objects.none(), required=False, empty_label="Not sure"
    )
    channel = forms.ChoiceField(
        label="How did they reach you?",
        choices=[(Channel.PHONE, "By phone"), (Channel.IN_PERSON, "In person")],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    minutes = minutes_field()
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="The caller’s own"
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["requester"].queryset = Person.objects.visible_to(by).filter(is_active=True)
        self.fields["category"].queryset = Category.objects.visible_to(by).on_offer()
        self.schools = list(School.objects.where_may(by, Permission.LOG_FOR_OTHERS))
        self.fields["school"].queryset = School.objects.where_may(by, Permission.LOG_FOR_OTHERS)
        if len(self.schools) < 2:
            del self.fields["school"]

    @property
    def folded(self):
        """The fields that most calls don't need."""
        return [self[name] for name in ("room", "category", "school", "channel", "minutes") if name in self.fields]

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0

    def clean(self):
        wanted = super().clean()
        wanted["school"] = wanted.get("school") or self._school_of(wanted.get("requester"))
        wanted["room"] = self._room(wanted.get("room"), wanted["school"])
        if wanted.get("fixed") and not wanted.get("done"):
            self.add_error("done", "Say what fixed it: the next person with this fault will thank you.")
        return wanted

    def _school_of(self, caller):
        """The school of the call: the one that the caller and the desk share."""
        if caller is None:
            return None
        theirs = set(caller.memberships.values_list("school", flat=True))
        shared = [school for school in self.schools if school.pk in theirs] or ([] if theirs - {None} else self.schools)
        if not shared:
            self.add_error("requester", f"{caller.name} belongs to no school that you log calls for.")
        return shared[0] if shared else None

    def _room(self, name, school):
        if not name or school is None:
            return None
        room = Room.objects.filter(school=school, name__iexact=name.strip()).first()
        if room is None:
            self.add_error("room", f"{school.name} has no room called “{name}”. Leave it empty if you are not sure.")
        return room


def callers(by, words):
    """The people a search for a caller finds: every word occurs in the name or the e-mail address."""
    found = Person.objects.visible_to(by).filter(is_active=True)
    words = words.replace("\0", "")[:100]
    for word in words.split()[:5]:
        found = found.filter(name__icontains=word) | found.filter(email__icontains=word)
    return found.order_by("name", "pk")[:FOUND] if words.strip() else found.none()
