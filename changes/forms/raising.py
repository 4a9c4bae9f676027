"""The guided form of a change: what and why, what it touches, the plan, when and how risky; a step a page."""

from django import forms

from assets.models import Asset
from changes.forms.moves import MoveForm, moment_field, those_who_make
from changes.models import Kind, StandardChange
from changes.risk import IMPACTS, LIKELIHOODS
from changes.workflow.writing import MOST_DOWNTIME
from incidents.forms import RadioSelect, text_field
from problems.forms import NamesField
from problems.models import Problem
from servicedesk.models import Person, Room, School, Service
from servicedesk.roles import Permission

KINDS = [
    (Kind.NORMAL, "It can wait until somebody has said yes"),
    (Kind.EMERGENCY, "It can’t wait: something is broken now. It is looked back at afterwards, always"),
]
TAGS, DOORS = "Their tags, with commas between them.", "As on the door, with commas between them."


class StepsField(forms.CharField):
    """Steps in order, one a line."""

    def __init__(self, label, rows=6, **facts):
        facts = {"help_text": "One step a line.", "max_length": 20_000} | facts
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **facts)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line for line in super().to_python(value).splitlines() if line.strip()]

    def run_validators(self, value):
        """The words are measured line by line, where they are written down."""


def place_fields(school, by):
    """What stands in the register and on the doors of a school, or of all one may see."""
    here = {"school": school} if school else {}
    return {
        "assets": (Asset.objects.visible_to(by).filter(**here), "tag"),
        "rooms": (Room.objects.visible_to(by).filter(**here), "name"),
    }


def find_places(form, said, school, by):
    """The things and rooms that were named, in place of their names; those that aren't there are said."""
    for name, (rows, field) in place_fields(school, by).items():
        found, missing = [], []
        for wanted in said.get(name) or ():
            these = list(rows.filter(**{f"{field}__iexact": wanted})[:50])
            found += these
            missing += [] if these else [wanted]
        if missing:
            form.add_error(name, f"There is no {', '.join(missing)[:200]} here. Leave it out if you are not sure.")
        said[name] = found


def named(change):
    """What a change touches, as one types it."""
    return {
        "assets": ", ".join(change.assets.values_list("tag", flat=True)),
        "rooms": ", ".join(change.rooms.values_list("name", flat=True)),
    }


class RaiseForm(forms.Form):
    """Step one of a change that does not exist yet."""

    title = forms.CharField(label="What is to be changed?", max_length=200, help_text="In a few words.")
    reason = text_field("Why?", rows=3, help_text="What is wrong now, or what gets better.")
    details = text_field("What would be done?", rows=3, required=False, help_text="The plan in steps comes later.")
    kind = forms.ChoiceField(label="How soon?", choices=KINDS, widget=RadioSelect(listed=True))
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), to_field_name="code", required=False
    )
    problem = forms.ModelChoiceField(queryset=Problem.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.at = by, at
        self.initial = {"kind": Kind.NORMAL} | self.initial
        schools = School.objects.where_may(by, Permission.RECORD_CHANGES)
        self.fields["school"].queryset = schools
        everywhere = by.may(Permission.RECORD_CHANGES, None)
        self.fields["school"].empty_label = "Several schools" if everywhere else "Choose the school"
        self.fields["school"].required = not everywhere
        if len(schools) == 1 and not everywhere:
            self.initial.setdefault("school", schools[0].code)
            self.fields["school"].widget = forms.HiddenInput()
        self.fields["problem"].queryset = Problem.objects.visible_to(by)
        self.prepare()

    def prepare(self):
        """Offer what fits."""


class StandardForm(RaiseForm):
    """A change from a template: it was approved once for all, so that its whole form is one page."""

    template = forms.ModelChoiceField(queryset=StandardChange.objects.none(), widget=forms.HiddenInput)
    assets = NamesField(label="Things", required=False, help_text=TAGS)
    rooms = NamesField(label="Rooms", required=False, help_text=DOORS)
    starts_at = moment_field("From", required=False)
    ends_at = moment_field("Until", required=False)
    field_order = ["template", "title", "school", "assets", "rooms", "starts_at", "ends_at", "reason"]

    def prepare(self):
        del self.fields["kind"], self.fields["details"], self.fields["problem"]
        self.fields["title"].label, self.fields["reason"].required = "What to call it this time", False
        self.fields["template"].queryset = StandardChange.objects.visible_to(self.by).filter(is_offered=True)

    def clean(self):
        said = super().clean()
        find_places(self, said, said.get("school"), self.by)
        return said | {"kind": Kind.STANDARD}


class WhatForm(MoveForm):
    title = forms.CharField(label="What is to be changed?", max_length=200)
    reason = text_field("Why?", rows=3, help_text="What is wrong now, or what gets better.")
    details = text_field("What would be done?", rows=3, required=False, help_text="The plan in steps comes later.")

    def prepare(self):
        self.suggest(**{name: getattr(self.change, name) for name in ("title", "reason", "details")})


class TouchesForm(MoveForm):
    service = forms.ModelChoiceField(
        label="Service",
        queryset=Service.objects.none(),
        required=False,
        empty_label="None",
        help_text="If neither things nor rooms are named, everything of this service counts as touched.",
    )
    assets = NamesField(label="Things", required=False, help_text=TAGS)
    rooms = NamesField(label="Rooms", required=False, help_text=DOORS)
    problem = forms.ModelChoiceField(
        label="For which problem?",
        queryset=Problem.objects.none(),
        required=False,
        empty_label="No problem",
        help_text="If it is to remove the cause of one.",
    )

    def prepare(self):
        change = self.change
        self.fields["service"].queryset = Service.objects.visible_to(self.by).on_offer()
        open_ones = Problem.objects.visible_to(self.by).unresolved()
        theirs = open_ones.filter(school=change.school) | open_ones.filter(school=None) if change.school else open_ones
        kept = Problem.objects.visible_to(self.by).filter(pk=change.problem_id)
        self.fields["problem"].queryset = (theirs | kept).order_by("-pk")
        self.suggest(service=change.service_id, problem=change.problem_id, **named(change))

    def clean(self):
        said = super().clean()
        find_places(self, said, self.change.school, self.by)
        return said


class Steps(forms.Form):
    """How it is made and undone, and what comes of it."""

    procedure = StepsField("How is it made?", required=False)
    back_out = StepsField("How is it undone if it goes wrong?", rows=4, required=False)
    impact_during = text_field("What do people notice while it is made?", rows=2, required=False)
    if_it_fails = text_field("What happens if it fails?", rows=2, required=False)

    def from_steps(self):
        """What is written already."""
        names = ("procedure", "back_out", "impact_during", "if_it_fails")
        self.suggest(**{name: getattr(self.change, name) for name in names})


class Window(forms.Form):
    """When, by whom, and how risky."""

    starts_at = moment_field("From", required=False)
    ends_at = moment_field("Until", required=False)
    downtime_minutes = forms.IntegerField(
        label="Minutes in which it can’t be used",
        min_value=0,
        max_value=MOST_DOWNTIME,
        required=False,
        widget=forms.NumberInput(attrs={"size": 5}),
    )
    implementer = forms.ModelChoiceField(label="Who makes it?", queryset=Person.objects.none(), empty_label=None)
    contact = forms.CharField(
        label="Whom do people ask about it?", max_length=200, required=False, help_text="A name or an extension."
    )
    impact = forms.TypedChoiceField(
        label="If it failed, who would notice?",
        coerce=int,
        empty_value=None,
        required=False,
        widget=RadioSelect(listed=True),
    )
    likelihood = forms.TypedChoiceField(
        label="How likely is that?",
        coerce=int,
        empty_value=None,
        required=False,
        widget=RadioSelect(listed=True),
    )

    def from_window(self):
        """What is written already."""
        self.fields["implementer"].queryset = those_who_make(self.change.school)
        self.fields["impact"].choices = list(IMPACTS.items())
        self.fields["likelihood"].choices = list(LIKELIHOODS.items())
        names = ("starts_at", "ends_at", "downtime_minutes", "contact", "impact", "likelihood")
        said = {name: getattr(self.change, name) for name in names}
        self.suggest(implementer=self.change.implementer_id or self.by.pk, **said)


class StepsForm(MoveForm, Steps):
    def prepare(self):
        self.from_steps()


class WindowForm(MoveForm, Window):
    def prepare(self):
        self.from_window()


class PlanForm(MoveForm, Steps, Window):
    """The whole plan, when it is ready."""

    field_order = [*Steps.base_fields, *Window.base_fields]

    def prepare(self):
        self.from_steps()
        self.from_window()
        self.fields["procedure"].required = True
