"""What is asked about a major incident, and of whoever says that it hits them too."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localtime

from incidents.forms import MOST_AT_ONCE, MoveForm, RadioSelect, technicians_first, text_field
from incidents.models import Incident, MajorIncident
from incidents.panels import maybe_of_one_cause
from servicedesk.models import Person, Room
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

NEWS_WITHIN = timedelta(hours=1)  # what people may expect if nothing else is said
UNTIL_WHEN = "When everyone may expect to hear more, even if it is only that you are still on it."


def moment_field(label, **facts):
    """A day and a time, chosen in the browser's own calendar."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **facts)


def news_by(at):
    """The next full five minutes an hour from now."""
    soon = localtime(at + NEWS_WITHIN).replace(second=0, microsecond=0)
    return soon + timedelta(minutes=-soon.minute % 5)


class LeadForm(MoveForm):
    """Who leads: somebody who works on records of this school."""

    lead = forms.ModelChoiceField(label="Who leads it?", queryset=Person.objects.none(), empty_label="Choose somebody")

    def prepare(self):
        """Offer the technicians of the school."""
        self.fields["lead"].queryset = technicians_first(Person.objects.who_may(Permission.WORK, self.incident.school))


class DeclareForm(LeadForm):
    title = forms.CharField(
        label="What is broken, in words for everyone?",
        max_length=200,
        help_text="Everyone at the school reads it: no names, no technical words.",
    )
    reason = text_field("Why is it a major incident?", rows=2, required=False)
    next_update_at = moment_field("Next news by", required=False, help_text=UNTIL_WHEN)
    parts = forms.TypedMultipleChoiceField(
        label="Which of these are part of it?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They came with it. Those that are ticked are solved with it, and whoever reported them is told.",
    )
    field_order = ("title", "lead", "next_update_at", "parts", "reason")

    def prepare(self):
        """Whoever declares it leads it, unless they say who else does; what came with it goes under it, unless not."""
        super().prepare()
        self.suggest(title=self.incident.summary, lead=self.by.pk, next_update_at=news_by(self.at))
        self.offered = {record.pk: record for record in came_with(self.incident, self.by)}
        self.fields["parts"].choices = [(pk, _called(record)) for pk, record in self.offered.items()]
        self.suggest(parts=list(self.offered))
        if not self.offered:
            del self.fields["parts"]

    def clean_parts(self):
        """The records."""
        return [self.offered[pk] for pk in self.cleaned_data["parts"]]


def came_with(incident, by):
    """The open records that may have the cause of this one and are part of nothing yet."""
    found = Incident.objects.visible_to(by).unresolved().filter(school=incident.school, parent=None, major=None)
    found = found.filter(pk__in=maybe_of_one_cause(incident)).exclude(pk=incident.pk)
    return found.select_related("room").order_by("opened_at", "pk")


def _called(record):
    return ", ".join(filter(None, (f"{record.reference} {record.summary}", record.room and record.room.name)))


class HandLeadForm(LeadForm):
    note = text_field("Anything they should know", rows=2, required=False)


class NewsForm(MoveForm):
    text = text_field(
        "What is known now?",
        rows=3,
        help_text="On the status page for everyone, and once by letter to each person who reported it.",
    )
    next_update_at = moment_field("Next news by", required=False, help_text=UNTIL_WHEN)

    def prepare(self):
        """An hour from now, unless they say when."""
        self.suggest(next_update_at=news_by(self.at))


class ReviewForm(MoveForm):
    what_happened = text_field("What happened?", help_text="In the order in which it did. No blame: what, not who.")
    went_well = text_field("What went well?", rows=3, required=False)
    to_improve = text_field("What would we do better?", rows=3, required=False)
    actions = text_field("What will be done, by whom, until when?", rows=3, required=False)

    def prepare(self):
        """A review that was signed before can be added to, and is signed again."""
        major = self.incident.major if self.incident.is_major else None
        self.suggest(**{name: getattr(major, name, "") for name in self.fields})


def going_on_for(person, *, school=None):
    """The major incidents going on that a person may put records under, as choices."""
    found = (
        MajorIncident.objects.visible_to(person)
        .going_on()
        .filter(person.within(Permission.ASSIGN, field="incident__school"))
    )
    found = found.filter(incident__school=school) if school else found
    return found.select_related("incident__school")


class MajorField(forms.ModelChoiceField):
    """One of the major incidents that are offered, by the number of its record."""

    def to_python(self, value):
        """The one of this number; what is no number of a row names none."""
        return super().to_python(whole_number(str(value)) if value else value)

    def label_from_instance(self, major):
        """Its number and the title that everyone reads."""
        return f"{major.incident.reference} {major.title}"


class JoinForm(MoveForm):
    parent = MajorField(
        label="Which major incident is it part of?",
        queryset=MajorIncident.objects.none(),
        empty_label=None,
        widget=RadioSelect(listed=True),
        help_text="It is solved with it, and whoever reported it is told then.",
    )

    def prepare(self):
        """Those of the school that are going on; the only one is chosen already."""
        offered = going_on_for(self.by, school=self.incident.school)
        self.fields["parent"].queryset = offered
        if not offered:
            self.fields[
                "parent"
            ].help_text = "No major incident is going on here. Open the record that is the cause, and declare it one."
        if len(offered) == 1:
            self.suggest(parent=offered[0].pk)

    def clean_parent(self):
        """The record that was declared one."""
        return self.cleaned_data["parent"].incident


class JoinTickedForm(forms.Form):
    """Several records put under one major incident."""

    row = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick at least one row first."})
    parent = MajorField(
        label="Which major incident are they part of?",
        queryset=MajorIncident.objects.none(),
        empty_label=None,
        widget=RadioSelect(listed=True),
        help_text="They are solved with it, and whoever reported them is told then.",
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        ticked = self.data.getlist("row")[:MOST_AT_ONCE] if self.is_bound else []
        self.fields["row"].choices = [(row, row) for row in ticked if row.isascii() and row.isdigit() and len(row) < 19]
        self.fields["parent"].queryset = going_on_for(by)


class HitsMeForm(forms.Form):
    """It hits me too: where, and whether a lesson is stopped."""

    room = forms.ModelChoiceField(
        label="Where are you?", queryset=Room.objects.none(), required=False, empty_label="In no room"
    )
    lesson_stopped = forms.TypedChoiceField(
        label="Is a lesson stopped?",
        choices=[("yes", "Yes"), ("no", "No")],
        initial="no",
        coerce=lambda word: word == "yes",
        widget=RadioSelect,
    )
    description = text_field("Anything that helps", rows=2, max_length=4000, required=False)

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = Room.objects.filter(school=school).order_by("name")
