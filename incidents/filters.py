"""What a list of records can be narrowed by: one set of filters for queue and API, every one of them named here."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localtime
from drf_spectacular.utils import extend_schema_field

from assets.models import Asset
from incidents import outcomes
from incidents.models import OPEN, Channel, Incident, Status
from incidents.presentation.queue import SOON
from incidents.priority import Priority
from servicedesk.filters import seen
from servicedesk.models import Category, Kind, Person, Room, School, Team
from sla.models import PauseReason

ANY = "any"
STATES = [("open", "Open"), *Status.choices, (ANY, "Open or done")]
PRIORITIES = [(value, f"P{value} {label}") for value, label in Priority.choices]
DUE = [("late", "Late"), ("soon", "Late or within the hour")]
YES_NO = [("true", "Yes"), ("false", "No")]
# Who asks one of these asks about the past too, so that a number in a report and the rows behind it agree.
PAST = ("q", "opened_after", "opened_before", "outcome", "source", "fact", "requester", "asset", "parent")


class OneOfMany(forms.SelectMultiple):
    """A plain select for a filter that may be given several times in an address; `empty` is the choice of none."""

    allow_multiple_selected = False

    def __init__(self, *, empty=""):
        super().__init__(attrs={"class": "input"})
        self.empty = empty

    def value_from_datadict(self, data, files, name):
        return [value for value in super().value_from_datadict(data, files, name) or [] if value]

    def optgroups(self, name, value, attrs=None):
        blank = [(None, [self.create_option(name, "", self.empty, not value, 0)], 0)] if self.empty else []
        return [*blank, *super().optgroups(name, value, attrs)]


class OwnerField(forms.CharField):
    """`me`, `none`, or the id of a person."""

    def clean(self, value):
        value = super().clean(value)
        if value and value not in ("me", "none") and not (value.isascii() and value.isdigit() and len(value) < 19):
            raise ValidationError("Say me, none, or the number of a person.")
        return value


class FactsField(forms.Field):
    """`name:value`, as often as one likes: fields of another desk."""

    widget = forms.SelectMultiple

    def clean(self, value):
        if any(":" not in pair or pair.startswith(":") or "\0" in pair for pair in value or []):
            raise ValidationError("Write name:value, such as u_symptom:Symptom 491.")
        return [tuple(pair.split(":", 1)) for pair in value or []]


class OwnerFilter(django_filters.CharFilter):
    field_class = OwnerField


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class FactsFilter(django_filters.Filter):
    field_class = FactsField


def _choice(choices, empty, **facts):
    widget = forms.Select(attrs={"class": "input"})
    return django_filters.ChoiceFilter(choices=choices, empty_label=empty, widget=widget, **facts)


def _row(model, empty, **facts):
    widget = forms.Select(attrs={"class": "input"})
    return django_filters.ModelChoiceFilter(queryset=seen(model), empty_label=empty, widget=widget, **facts)


def day_filter(label, field, lookup):
    """A day, chosen in the browser's own calendar."""
    widget = forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(field_name=field, lookup_expr=lookup, label=label, widget=widget)


class IncidentFilter(django_filters.FilterSet):
    """Explicit fields only: nothing else in an address reaches the database."""

    q = django_filters.CharFilter(
        method="search", label="Search", widget=forms.TextInput(attrs={"class": "input", "type": "search"})
    )
    status = django_filters.MultipleChoiceFilter(choices=STATES, method="by_status", label="State", widget=OneOfMany())
    priority = django_filters.TypedMultipleChoiceFilter(
        choices=PRIORITIES, coerce=int, method="by_priority", label="Priority", widget=OneOfMany(empty="Any priority")
    )
    assignee = OwnerFilter(method="by_owner", label="Owner", widget=forms.Select(attrs={"class": "input"}))
    school = _row(School, "Any school", to_field_name="code", label="School")
    category = _row(Category, "Any category", label="Category")
    team = _row(Team, "Any team", label="Team")
    room = _row(Room, None, label="Room")
    asset = _row(Asset, None, label="Asset")
    requester = _row(Person, None, label="Requester")
    kind = _choice(Kind.choices, "Any kind", label="Kind")
    lesson_stopped = _choice(YES_NO, "Either", label="Lesson stopped", method="by_lesson")
    wait_reason = _choice(PauseReason.choices, "Anything", label="Waiting for")
    follow_up = _choice([("today", "Today or before")], "Any day", label="Follow up", method="by_follow_up")
    due = _choice(DUE, "Any time", label="Due", method="by_due")
    channel = _choice(Channel.choices, "Any way", label="Reported")
    outcome = _choice(outcomes.CHOICES, "Any outcome", label="Outcome", method="by_outcome")
    opened_after = day_filter("Opened from", "opened_on", "gte")
    opened_before = day_filter("Opened until", "opened_on", "lte")
    major = _choice(YES_NO, "Either", label="Major incident", method="by_major")
    parent = _row(Incident, None, label="Part of")
    source = django_filters.CharFilter(label="From the desk")
    fact = FactsFilter(method="by_facts", label="Field of the other desk")

    class Meta:
        model = Incident
        fields: list[str] = []

    def __init__(self, *args, at=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at or timezone.now()

    def search(self, found, name, text):
        """Words in the summary or description, a number, a requester, a room or a thing."""
        text = text.strip()
        wanted = Q(summary__icontains=text) | Q(description__icontains=text) | Q(requester__name__icontains=text)
        wanted |= Q(room__name__iexact=text) | Q(asset__tag__iexact=text) | Q(asset__name__icontains=text)
        wanted |= Q(source_reference__iexact=text)
        number = text.removeprefix("#")
        if number.isascii() and number.isdigit() and len(number) < 19:
            wanted |= Q(pk=int(number))
        return found.filter(wanted)

    def by_status(self, found, name, states):
        if ANY in states:
            return found
        if states == ["open"]:
            return found.unresolved()
        return found.filter(status__in={*states} - {"open"} | ({*OPEN} if "open" in states else set()))

    def by_priority(self, found, name, priorities):
        return found.filter(priority__in=priorities)

    def by_owner(self, found, name, owner):
        if owner == "none":
            return found.filter(assignee=None)
        return found.filter(assignee=self.request.user.pk if owner == "me" else int(owner))

    def by_lesson(self, found, name, answer):
        return found.filter(lesson_stopped=answer == "true")

    def by_major(self, found, name, answer):
        return found.filter(major__isnull=answer != "true")

    def by_follow_up(self, found, name, day):
        return found.filter(follow_up_on__lte=localtime(self.at).date(), status=Status.WAITING)

    def by_due(self, found, name, due):
        return found.filter(due_by(self.at if due == "late" else self.at + SOON))

    def by_outcome(self, found, name, outcome):
        return found.annotate(outcome=outcomes.OUTCOME).filter(outcome=outcome)

    def by_facts(self, found, name, facts):
        for fact, value in facts:
            found = found.with_fact(fact, value)
        return found


def due_by(moment):
    """Open records whose next clock runs out before a moment."""
    return Q(next_due__lt=moment, status__in=OPEN)


def with_open_only(data):
    """The data of the queue's address: open records, unless it names a state; done too if it asks about the past."""
    data = data.copy()
    if not data.get("status"):
        data["status"] = ANY if any(data.get(name) for name in PAST) else "open"
    return data


@dataclass(frozen=True)
class Control:
    """A filter as it stands on the page: a select with its options (value, words, chosen), or an input of a type."""

    name: str
    label: str
    value: str
    options: list
    type: str = ""


def controls_of(form, names):
    """The filters of these names for the page. Django's own widgets take five times as long to draw."""
    return [_control(form, name) for name in names]


def _control(form, name):
    field = form.fields[name]
    chosen = form.data.getlist(name)
    value = chosen[-1] if chosen else ""
    if isinstance(field.widget, forms.Select):
        blank = [("", getattr(field.widget, "empty", ""))] if getattr(field.widget, "empty", "") else []
        options = [*blank, *((getattr(key, "value", key), words) for key, words in field.widget.choices)]
        return Control(name, field.label, value, [(key, words, str(key) == value) for key, words in options])
    return Control(name, field.label, value, [], field.widget.attrs.get("type") or field.widget.input_type)


def is_open_only(filters):
    """Does a list hold open records only? Then its order is that of the clocks, else the newest come first."""
    states = set(getattr(filters.form, "cleaned_data", {}).get("status") or [ANY])
    return states <= {"open", *OPEN}


@dataclass(frozen=True)
class Chip:
    """One filter that is on, in words, and the address without it."""

    words: str
    without: str


def chips_of(filters, asked):
    """What the reader `asked` for (the address as it came), and how to take each away; unknown values are left out."""
    cleaned = getattr(filters.form, "cleaned_data", {})
    return [
        Chip(words, _without(asked, name, number))
        for name, value in cleaned.items()
        if asked.get(name) and value not in (None, "", [])
        for number, words in enumerate(_words(filters.form, name, value))
    ]


def _words(form, name, value):
    """The values of one filter as people say them."""
    field = form.fields[name]
    if name == "q":
        return [f"“{value}”"]
    if name == "fact":
        return [f"{fact}: {said}" for fact, said in value]
    if name == "assignee":
        return [_owner(field, value)]
    if isinstance(value, list):
        labels = {str(key): label for key, label in field.choices}
        return [labels[str(each)] for each in value]
    if hasattr(value, "pk"):
        return [str(value)]
    if hasattr(value, "strftime"):
        return [f"{field.label} {value.day} {value:%b %Y}"]
    return [f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}"]


def _owner(field, value):
    if value in ("me", "none"):
        return {"me": "Mine", "none": "No owner"}[value]
    return f"Owner: {dict(field.widget.choices).get(int(value), value)}"


def _without(asked, name, number):
    """The same address without the `number`th value of one filter, from its first page."""
    left = asked.copy()
    left.setlist(name, [value for place, value in enumerate(v for v in asked.getlist(name) if v) if place != number])
    left.pop("page", None)
    return left.urlencode()
