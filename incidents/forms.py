"""What a page asks before a move is made; the fields of a form are the words of its function in `workflow`."""

from django import forms
from django.db.models import Exists, OuterRef, Prefetch

from incidents.models import Channel, Incident
from incidents.presentation.ticket import follow_up_day
from incidents.presentation.words import age, several
from incidents.priority import Impact, Priority, Urgency
from incidents.promises import stops_the_clock
from servicedesk.models import Category, Membership, Person, Room, School, Team
from servicedesk.roles import TECHNICIAN, Permission, roles_with
from sla.calendars import current_version, hours_of
from sla.models import PauseReason

MOST_MINUTES = 24 * 60
MOST_AT_ONCE = 200
LONGEST = 20_000  # characters of a text, as in the API
MOST_BESIDE = 8  # open records of the same place that are offered as the one that stays
FOUND = 8  # callers shown: whoever has more namesakes types on


def technicians_first(people):
    """The people in the order in which one looks for somebody to mend it."""
    mends = Membership.objects.filter(person=OuterRef("pk"), role=TECHNICIAN.key)
    return people.annotate(mends=Exists(mends)).order_by("-mends", "name", "pk")


def colleagues(person):
    """The people who work on records at any school where this person does, with the roles that say where (`work`)."""
    here = person.within(Permission.WORK, field="memberships__school")
    wearing = Person.objects.filter(memberships__role__in=roles_with(Permission.WORK), is_active=True)
    everywhere = Person.objects.filter(memberships__role__in=roles_with(Permission.WORK), memberships__school=None)
    found = (wearing.filter(here) | everywhere.filter(is_active=True)).distinct()
    work = Membership.objects.filter(role__in=roles_with(Permission.WORK)).select_related("school")
    return technicians_first(found).prefetch_related(Prefetch("memberships", work, to_attr="work"))


class RadioSelect(forms.RadioSelect):
    """Only the first of them is where a page begins; `listed`: long lines, or another field answers instead."""

    def __init__(self, *args, listed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.listed = listed

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if index:
            option["attrs"].pop("autofocus", None)
        return option


def minutes_field():
    return forms.IntegerField(
        label="Minutes spent",
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"size": 4}),
    )


def text_field(label, rows=4, max_length=LONGEST, **facts):
    return forms.CharField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **facts)


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


MODES = [("reply", "Reply"), ("note", "Note"), ("call", "Log a call")]


class ComposerForm(forms.Form):
    """The composer of a ticket: one text, sent as a reply, kept as a note, or written down as a call."""

    mode = forms.ChoiceField(choices=MODES)
    text = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea, error_messages={"required": "Write something first."}
    )
    minutes = minutes_field()
    seen = forms.IntegerField(required=False)
    then = forms.ChoiceField(choices=[("", ""), ("wait", "wait")], required=False)
    follow_up_on = forms.DateField(required=False)

    def clean(self):
        wanted = super().clean()
        if wanted.get("then") == "wait" and not wanted.get("follow_up_on"):
            self.add_error("follow_up_on", "Choose the day on which somebody looks again.")
        return wanted

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0


class BulkForm(forms.Form):
    """One thing done to every ticked row."""

    row = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick at least one row first."})
    do = forms.ChoiceField(choices=[("take", "Take"), ("assign", "Assign")])
    assignee = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose somebody of the service desk."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(people, list):
            self.people = people
        else:
            self.fields["assignee"].queryset = people
        ticked = self.data.getlist("row")[:MOST_AT_ONCE] if self.is_bound else []
        self.fields["row"].choices = [(row, row) for row in ticked if row.isascii() and row.isdigit() and len(row) < 19]

    def clean(self):
        wanted = super().clean()
        if wanted.get("do") == "assign" and not wanted.get("assignee") and "assignee" not in self.errors:
            self.add_error("assignee", "Choose who should have them.")
        return wanted


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
