"""What a page asks before a move of a change is made; the fields are the words of its function in `workflow`."""

from django import forms

from changes.affected import affected_by
from changes.models import Link, Outcome
from incidents.forms import RadioSelect, minutes_field, text_field
from incidents.models import Incident
from problems.forms import NumbersField, records_named
from servicedesk.fields import SeveralField
from servicedesk.models import Person
from servicedesk.roles import Permission

YES_NO = [("yes", "Yes"), ("no", "No")]
CAME_OF_IT = [(each.value, each.label) for each in (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.BACKED_OUT)]


def moment_field(label, **facts):
    """A day and a time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **facts)


def those_who_make(school):
    """Who makes changes of a school, or of several schools."""
    return Person.objects.who_may(Permission.RECORD_CHANGES, school).order_by("name", "pk")


class MoveForm(forms.Form):
    """The questions of one move; without fields it only asks whether one means it."""

    def __init__(self, *args, change, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.change, self.by, self.at = change, by, at
        self.prepare()
        field = next(iter(self.visible_fields()), None)
        if field and not self.is_bound:
            field.field.widget.attrs["autofocus"] = True

    def prepare(self):
        """Offer what fits the change."""

    def suggest(self, **values):
        """Fill in what is likely, unless the address says otherwise."""
        self.initial = values | self.initial

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0


def _begun(words):
    """A sentence that goes on after a colon."""
    return words[:1].lower() + words[1:]


class RescheduleForm(MoveForm):
    starts_at = moment_field("From")
    ends_at = moment_field("Until")
    implementer = forms.ModelChoiceField(label="Who makes it?", queryset=Person.objects.none(), empty_label=None)
    reason = text_field("Why does it move?", rows=3, help_text="Whoever was told of the old time reads this.")

    def prepare(self):
        change = self.change
        self.fields["implementer"].queryset = those_who_make(change.school)
        self.suggest(starts_at=change.starts_at, ends_at=change.ends_at, implementer=change.implementer_id)


class AnnounceForm(MoveForm):
    """Who is told: those who will notice, each with the reason, and whoever else should know."""

    people = forms.ModelMultipleChoiceField(
        label="Who is told", queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    also = SeveralField(
        label="Who else should know?",
        queryset=Person.objects.none(),
        required=False,
        help_text="On a keyboard, hold Ctrl to choose several or to take one away.",
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    note = text_field("Anything people should do beforehand?", rows=3, required=False)

    def prepare(self):
        self.affected = affected_by(self.change, at=self.at)
        reasons = {each.person.pk: each.because for each in self.affected.people}
        people = self.fields["people"]
        people.queryset = Person.objects.filter(pk__in=reasons).order_by("name", "pk")
        people.label_from_instance = lambda person: f"{person.name}: {_begun(reasons[person.pk])}"
        self.suggest(people=list(reasons))
        here = Person.objects.visible_to(self.by).filter(is_active=True, email__isnull=False)
        here = here.filter(memberships__school=self.change.school) if self.change.school else here
        others = here.exclude(pk__in=reasons).order_by("name", "pk").distinct()
        self.fields["also"].queryset = others
        if not others.exists():
            del self.fields["also"]  # an empty box asks nothing

    def clean(self):
        """What the move is told: who is left out, not who is in."""
        said = super().clean()
        told = {person.pk for person in said.pop("people", ())}
        said["left_out"] = [each.person for each in self.affected.people if each.person.pk not in told]
        said["also"] = list(said.get("also", ()))
        return said


class ImplementForm(MoveForm):
    made_at = moment_field("When did it take effect?", help_text="Faults after this are compared with those before.")
    made_by = forms.ModelChoiceField(label="Who made it?", queryset=Person.objects.none(), empty_label=None)
    minutes = minutes_field()
    note = text_field("Anything that went another way than planned?", rows=3, required=False)

    def prepare(self):
        self.fields["made_by"].queryset = those_who_make(self.change.school)
        self.suggest(made_at=self.at.replace(second=0, microsecond=0), made_by=self.change.implementer_id or self.by.pk)


class BackOutForm(MoveForm):
    note = text_field("What happened, and how was it undone?", rows=4)
    minutes = minutes_field()


class RecordInAssetsForm(MoveForm):
    note = text_field(
        "What was put down in the register?", rows=3, help_text="Say so as well where nothing had to be changed there."
    )


class CloseForm(MoveForm):
    outcome = forms.ChoiceField(label="What came of it?", choices=CAME_OF_IT, widget=RadioSelect)
    outcome_note = text_field("How did it go?", rows=4, required=False, help_text="Needed unless it was successful.")
    minutes = minutes_field()

    def prepare(self):
        outcome = self.change.outcome or Outcome.SUCCESSFUL
        self.suggest(outcome=outcome, outcome_note=self.change.outcome_note)


class YesNoField(forms.TypedChoiceField):
    """Yes or no, and one of them must be chosen."""

    def __init__(self, **facts):
        super().__init__(choices=YES_NO, coerce=lambda word: word == "yes", widget=RadioSelect, **facts)


class ReviewForm(MoveForm):
    objectives_met = YesNoField(label="Did it do what it was made for?")
    on_time = YesNoField(label="Was it made in its window?")
    lessons = text_field("What did we learn?", rows=4, required=False)

    def prepare(self):
        self.fields["lessons"].required = self.change.needs_review
        said = {name: getattr(self.change, name) for name in ("objectives_met", "on_time")}
        if said["on_time"] is None:
            said["on_time"] = self.change.was_on_time
        words = {name: "yes" if value else "no" for name, value in said.items() if value is not None}
        self.suggest(lessons=self.change.lessons, **words)


class ReasonForm(MoveForm):
    reason = text_field("Why?", rows=3)


class RaiseAgainForm(ReasonForm):
    reason = text_field("What is different now?", rows=3)


class NoteForm(MoveForm):
    text = text_field("How far is it?", rows=4)
    minutes = minutes_field()


class LinkIncidentForm(MoveForm):
    incidents = NumbersField(label="Numbers of the records", help_text="With commas or spaces between them.")
    link = forms.ChoiceField(label="How do they hang together?", choices=Link.choices, widget=RadioSelect)

    def prepare(self):
        self.suggest(link=Link.CAUSED)

    def clean_incidents(self):
        return records_named(self, "incidents", self.by)


class UnlinkIncidentForm(MoveForm):
    incidents = SeveralField(
        label="Which records have nothing to do with it?",
        queryset=Incident.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one record."},
    )

    def prepare(self):
        linked = Incident.objects.visible_to(self.by).filter(change_links__change=self.change)
        self.fields["incidents"].queryset = linked.distinct().order_by("-pk")
