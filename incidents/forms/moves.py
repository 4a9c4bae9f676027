"""What a page asks before a move is made; the fields of a form are the words of its function in `workflow`."""

from django import forms

from incidents.forms.fields import RadioSelect, minutes_field, text_field
from incidents.forms.people import technicians_first
from incidents.models import Incident
from incidents.presentation.ticket import follow_up_day
from incidents.presentation.words import age, several
from incidents.priority import Impact, Priority, Urgency
from incidents.promises import stops_the_clock
from servicedesk.models import Person, Team
from servicedesk.roles import Permission
from sla.calendars import current_version, hours_of
from sla.models import PauseReason

MOST_BESIDE = 8  # open records of the same place that are offered as the one that stays


class MoveForm(forms.Form):
    """The questions of one move; without fields it only asks whether one means it."""

    def __init__(self, *args, incident, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident, self.by, self.at = incident, by, at
        self.prepare()
        self._begin()

    def _begin(self):
        """The page begins in its first field, unless it came back with something to read first."""
        field = next(iter(self.visible_fields()), None)
        if field and not self.is_bound:
            field.field.widget.attrs["autofocus"] = True

    def prepare(self):
        """Offer what fits the record."""

    def suggest(self, **values):
        """Fill in what is likely, unless the address says otherwise."""
        self.initial = values | self.initial

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0


class AssignForm(MoveForm):
    assignee = forms.ModelChoiceField(
        label="Who should have it?", queryset=Person.objects.none(), empty_label="Choose somebody"
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), required=False, empty_label="As it is")
    note = text_field("Anything they should know", rows=2, required=False)

    def prepare(self):
        self.fields["assignee"].queryset = technicians_first(
            Person.objects.who_may(Permission.WORK, self.incident.school)
        )
        teams = Team.objects.filter(school=self.incident.school)
        self.fields["team"].queryset = teams
        if not teams:
            del self.fields["team"]


class WaitForm(MoveForm):
    reason = forms.ChoiceField(label="What does it wait for?", choices=PauseReason.choices, widget=RadioSelect)
    note = text_field(
        "What do you need, or what is it waiting for?",
        rows=3,
        required=False,
        help_text="Sent to the requester when it waits for them; otherwise for technicians.",
    )
    follow_up_on = forms.DateField(
        label="Look at it again on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="It comes back under “Follow up” on this day, whatever happens.",
    )
    minutes = minutes_field()

    def prepare(self):
        who = self.incident.requester.first_name if self.incident.requester else "The requester"
        named = [(value, label[:1].upper() + label[1:]) for value, label in PauseReason.choices]
        self.fields["reason"].choices = [
            (value, who if value == PauseReason.REQUESTER else label) for value, label in named
        ]
        going_on = [label for value, label in PauseReason.choices if self._goes_on(value)]
        if going_on:
            self.fields["reason"].help_text = f"The time to fix goes on while it waits for {' or '.join(going_on)}."
        version = current_version(self.incident.school)
        self.suggest(follow_up_on=follow_up_day(hours_of(version) if version else None, self.at))

    def _goes_on(self, reason):
        return stops_the_clock(self.incident, reason) is False


class ResolveForm(MoveForm):
    resolution = text_field(
        "What fixed it?", help_text="Goes to the requester, and to the next person with this fault."
    )
    workaround = text_field("Is there a way round it meanwhile?", rows=2, required=False)
    minutes = minutes_field()

    def prepare(self):
        """What ends with a major incident is said before."""
        if self.incident.is_major:
            parts = several(self.incident.children.unresolved().count(), "open record")
            self.fields[
                "resolution"
            ].help_text = (
                f"It ends the major incident, and {parts} with it. Everybody who reported it is told this, once."
            )


class ConfirmForm(MoveForm):
    satisfied = forms.TypedChoiceField(
        label="Are you happy with how it went?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=RadioSelect,
    )


class ReopenForm(MoveForm):
    reason = text_field("What is still wrong?", rows=3)


class CancelForm(MoveForm):
    reason = text_field("Why is it not needed any more?", rows=3)


class DuplicateForm(MoveForm):
    original = forms.IntegerField(
        label="Which record stays?",
        min_value=1,
        required=False,
        widget=RadioSelect(listed=True),
        help_text="Open in the same place. This one ends, and its requester is told which one to follow.",
    )
    number = forms.IntegerField(label="Or the number of another record", min_value=1, required=False)

    def prepare(self):
        beside = Incident.objects.visible_to(self.by).beside(self.incident).select_related("requester", "room")
        offered = [(other.pk, self._told(other)) for other in beside.order_by("-opened_at", "-pk")[:MOST_BESIDE]]
        self.fields["original"].widget.choices = offered
        if not offered:
            del self.fields["number"]
            self.fields["original"] = forms.IntegerField(
                label="Number of the record that stays",
                min_value=1,
                help_text="This one ends, and its requester is told which one to follow.",
            )

    def _told(self, other):
        facts = (other.summary.rstrip("."), other.room and other.room.name, other.requester and other.requester.name)
        return f"{other.reference} {', '.join(str(fact) for fact in facts if fact)}, {age(other.opened_at, self.at)}"

    def clean(self):
        wanted = super().clean()
        number = wanted.pop("number", None) or wanted.get("original")
        wanted["original"] = number and Incident.objects.visible_to(self.by).filter(pk=number).first()
        if not self.errors and not wanted["original"]:
            missing = "There is no record of this number, or you may not see it."
            self.add_error(list(self.fields)[-1], missing if number else "Choose a record, or write its number.")
        return wanted


class PrioritiseForm(MoveForm):
    impact = forms.ChoiceField(label="Who can’t work?", choices=Impact.choices)
    urgency = forms.ChoiceField(label="How soon does it matter?", choices=Urgency.choices)
    priority = forms.TypedChoiceField(
        label="Priority",
        choices=[("", "As the school’s table says"), *((p.value, f"P{p.value} {p.label}") for p in Priority)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = text_field("Why does it differ from the table?", rows=2, required=False, max_length=300)

    def prepare(self):
        self.suggest(impact=self.incident.impact, urgency=self.incident.urgency)


class OutageForm(MoveForm):
    is_outage = forms.TypedChoiceField(
        label="Could the service not be used at all?",
        choices=[("yes", "Yes, it was an outage"), ("no", "No, it could still be used")],
        coerce=lambda answer: answer == "yes",
        widget=RadioSelect,
    )
    reason = text_field("How do you know?", rows=2, required=False)

    def prepare(self):
        self.suggest(is_outage="yes" if self.incident.is_outage else "no")


class NoteForm(MoveForm):
    text = text_field("Note", rows=5)
    minutes = minutes_field()


class RecordCallForm(MoveForm):
    text = text_field("What was said", rows=5)
    minutes = minutes_field()


class ReplyForm(MoveForm):
    text = text_field("Message", rows=5)
    minutes = minutes_field()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self):
        newest = self.incident.entries.order_by("pk").last()
        self.suggest(seen=newest.pk if newest else None)


class AnswerForm(ReplyForm):
    """What whoever asked writes back: nobody counts their minutes."""

    minutes = None
