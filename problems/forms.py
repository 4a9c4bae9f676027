"""What a page asks before a move is made; the fields of a form are the words of its function in `workflow`."""

from django import forms

from assets.models import Asset
from incidents.forms import RadioSelect, minutes_field, text_field
from incidents.models import Incident
from incidents.priority import Priority
from problems.analysis import BRANCHES, MOST_WHYS
from problems.models import Audience, WhenTimeRunsOut
from problems.numbers import numbers_in
from problems.workflow.entries import HALF_TERM
from problems.workflow.record import day_of
from servicedesk.fields import SeveralField
from servicedesk.models import Category, Person, Room, School, Service
from servicedesk.roles import Permission

LONGEST_TIME = 60 * 24 * 60  # minutes: sixty days and nights, more than anybody is given
MOST_LINKED = 500  # incidents named in one go
PRIORITIES = [(p.value, f"P{p.value} {p.label}") for p in Priority]


def date_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def those_who_solve(school):
    """Who may be given a problem of a school, or of the whole trust."""
    return Person.objects.who_may(Permission.SOLVE_PROBLEMS, school).order_by("name", "pk")


class NumbersField(forms.CharField):
    """Records by their numbers, as they are said on the phone: 41, 42 and 43."""

    def __init__(self, **facts):
        super().__init__(max_length=5000, widget=forms.Textarea(attrs={"rows": 2}), **facts)


class NamesField(forms.CharField):
    """Several names in one line, with commas between them."""

    def to_python(self, value):
        return [name.strip() for name in super().to_python(value).replace("\0", " ").split(",") if name.strip()]


def records_named(form, name, by):
    """The records whose numbers stand in a field, as far as a person may see them; those that aren't there are said."""
    wanted = numbers_in(form.cleaned_data.get(name) or "")
    if len(wanted) > MOST_LINKED:
        form.add_error(name, f"Name at most {MOST_LINKED} at once.")
        return []
    seen = Incident.objects.visible_to(by).select_related("school", "category__service")
    found = {each.pk: each for each in seen.filter(pk__in=wanted)}
    missing = [str(number) for number in wanted if number not in found]
    if missing:
        form.add_error(name, f"There is no record {', '.join(missing)}, or you may not see it.")
    return list(found.values())


class MoveForm(forms.Form):
    """The questions of one move; without fields it only asks whether one means it."""

    def __init__(self, *args, problem, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.problem, self.by, self.at = problem, by, at
        self.prepare()
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
    resolver = forms.ModelChoiceField(
        label="Who should look for the cause?", queryset=Person.objects.none(), empty_label="Choose somebody"
    )
    note = text_field("Anything they should know", rows=2, required=False)

    def prepare(self):
        self.fields["resolver"].queryset = those_who_solve(self.problem.school)


class AnalyseForm(MoveForm):
    """Why five times, one line each; possible causes by branch, one a line; free notes."""

    analysis = text_field("Notes", rows=5, required=False)
    minutes = minutes_field()

    def prepare(self):
        whys = [*self.problem.whys, *[""] * MOST_WHYS]
        for number in range(1, MOST_WHYS + 1):
            label = "Why does it happen?" if number == 1 else "And why is that?"
            self.fields[f"why_{number}"] = forms.CharField(label=f"{number}. {label}", max_length=500, required=False)
            self.suggest(**{f"why_{number}": whys[number - 1]})
        for branch, label in BRANCHES.items():
            self.fields[branch] = text_field(label, rows=2, max_length=2000, required=False)
            self.suggest(**{branch: "\n".join(self.problem.causes.get(branch, ()))})
        self.suggest(analysis=self.problem.analysis)
        first = [f"why_{number}" for number in range(1, MOST_WHYS + 1)]
        self.order_fields([*first, *BRANCHES, "analysis", "minutes"])

    def clean(self):
        said = super().clean()
        whys = [said.pop(f"why_{number}", "") for number in range(1, MOST_WHYS + 1)]
        causes = {branch: said.pop(branch, "").splitlines() for branch in BRANCHES}
        return said | {"whys": whys, "causes": causes}


class NoteForm(MoveForm):
    text = text_field("How far is it?", rows=4)
    minutes = minutes_field()


class AllowTimeForm(MoveForm):
    allowed_minutes = forms.IntegerField(
        label="Minutes in all",
        min_value=1,
        max_value=LONGEST_TIME,
        required=False,
        widget=forms.NumberInput(attrs={"size": 6}),
        help_text="Working time, with what was spent already. Empty: no limit.",
    )
    decide_by = forms.DateField(
        label="Decide by",
        required=False,
        widget=date_input(),
        help_text="On this day it is decided whether to go on. Empty: no such day.",
    )
    when_time_runs_out = forms.ChoiceField(
        label="What is done when that was not enough?", choices=WhenTimeRunsOut.choices, widget=RadioSelect
    )

    def prepare(self):
        problem = self.problem
        facts = {"allowed_minutes": problem.allowed_minutes, "decide_by": problem.decide_by}
        self.suggest(when_time_runs_out=problem.when_time_runs_out, **facts)


class WorkaroundForm(MoveForm):
    workaround = text_field("What helps until the cause is gone?", rows=5, help_text="One step a line.")
    minutes = minutes_field()

    def prepare(self):
        self.suggest(workaround=self.problem.workaround)


class KnownErrorForm(MoveForm):
    title = forms.CharField(label="What to call it", max_length=200)
    symptoms = text_field(
        "What do people notice?", rows=3, help_text="In their words: whoever reports something like it is offered this."
    )
    workaround = text_field("What to do about it", rows=5, help_text="One step a line.")
    audience = forms.ChoiceField(label="Who is offered it?", choices=Audience.choices, widget=RadioSelect)
    owner = forms.ModelChoiceField(
        label="Who keeps it true?",
        queryset=Person.objects.none(),
        empty_label="Whoever looks for the cause",
        required=False,
    )
    review_on = forms.DateField(label="Look at it again on", widget=date_input())

    def prepare(self):
        problem = self.problem
        self.fields["owner"].queryset = those_who_solve(problem.school)
        if not self.by.may(Permission.MANAGE_PROBLEMS, problem.school_id):
            self.fields["audience"].choices = [(Audience.TECHNICIANS, Audience.TECHNICIANS.label)]
            self.fields["audience"].help_text = "A problem manager can publish it to everyone."
        facts = {"title": problem.title, "symptoms": problem.symptoms, "workaround": problem.workaround}
        review_on = day_of(problem, self.at) + HALF_TERM
        self.suggest(audience=Audience.TECHNICIANS, owner=problem.resolver_id, review_on=review_on, **facts)


class ProposeFixForm(MoveForm):
    proposed_fix = text_field("What would remove the cause?", rows=4)
    root_cause = text_field("What is the cause?", rows=3, required=False)
    minutes = minutes_field()

    def prepare(self):
        self.suggest(proposed_fix=self.problem.proposed_fix, root_cause=self.problem.root_cause)


class LinkForm(MoveForm):
    incidents = NumbersField(label="Numbers of the records", help_text="With commas or spaces between them.")

    def clean_incidents(self):
        return records_named(self, "incidents", self.by)


class UnlinkForm(MoveForm):
    incidents = SeveralField(
        label="Which records have another cause?",
        queryset=Incident.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one record."},
    )

    def prepare(self):
        self.fields["incidents"].queryset = (
            Incident.objects.visible_to(self.by).filter(problem_link__problem=self.problem).order_by("-pk")
        )


class ResolveForm(MoveForm):
    root_cause = text_field("What was the cause?", rows=3, help_text="For the desk.")
    resolution = text_field("What removed it?", rows=3, help_text="Goes to everyone who reported it.")
    minutes = minutes_field()

    def prepare(self):
        self.suggest(root_cause=self.problem.root_cause)


class ReasonForm(MoveForm):
    reason = text_field("Why?", rows=3)


class ReopenForm(ReasonForm):
    reason = text_field("What came back?", rows=3)


class ReviewForm(MoveForm):
    went_well = text_field("What went well?", rows=3, required=False)
    to_improve = text_field("What do we do better next time?", rows=3, required=False)
    lessons = text_field("What did we learn?", rows=3, required=False)

    def prepare(self):
        facts = {name: getattr(self.problem, name) for name in ("went_well", "to_improve", "lessons")}
        self.suggest(**facts)


class Described(forms.Form):
    """What a problem is and what it touches, as one writes it when it is raised and when it is said better."""

    title = forms.CharField(label="What keeps going wrong?", max_length=200)
    symptoms = text_field("How does one notice it?", rows=3, required=False)
    priority = forms.TypedChoiceField(label="Priority", choices=PRIORITIES, coerce=int, required=False)
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), required=False, empty_label="Not sure"
    )
    category = forms.ModelChoiceField(
        label="Kind of fault", queryset=Category.objects.none(), required=False, empty_label="Not sure"
    )
    assets = NamesField(label="Things", required=False, help_text="Their tags, with commas between them.")
    rooms = NamesField(label="Rooms", required=False, help_text="As on the door, with commas between them.")

    def offer(self, by):
        """The catalogue of the trust."""
        self.fields["service"].queryset = Service.objects.visible_to(by).on_offer()
        self.fields["category"].queryset = Category.objects.visible_to(by).on_offer().select_related("service")

    def find(self, name, rows, field):
        """The rows whose names were written, of the schools they may be of; those that aren't there are said."""
        found, missing = [], []
        for wanted in self.cleaned_data.get(name) or ():
            these = list(rows.filter(**{f"{field}__iexact": wanted}))
            found += these
            missing += [] if these else [wanted]
        if missing:
            self.add_error(name, f"There is no {', '.join(missing)} here. Leave it out if you are not sure.")
        return found


class DescribeForm(MoveForm, Described):
    field_order = ["title", "symptoms", "priority", "service", "category", "assets", "rooms"]

    def prepare(self):
        self.offer(self.by)
        problem = self.problem
        facts = {name: getattr(problem, name) for name in ("title", "symptoms", "priority")}
        touched = {
            "assets": ", ".join(problem.assets.values_list("tag", flat=True)),
            "rooms": ", ".join(problem.rooms.values_list("name", flat=True)),
        }
        self.suggest(service=problem.service_id, category=problem.category_id, **facts, **touched)

    def clean(self):
        said = super().clean()
        here = {"school": self.problem.school} if self.problem.school_id else {}
        said["assets"] = self.find("assets", Asset.objects.visible_to(self.by).filter(**here), "tag")
        said["rooms"] = self.find("rooms", Room.objects.visible_to(self.by).filter(**here), "name")
        said["priority"] = said.get("priority") or None
        return said


class RaiseForm(Described):
    """A problem as it is raised; what the incidents say already need not be said again."""

    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), to_field_name="code", required=False
    )
    incidents = NumbersField(
        label="Records it caused",
        required=False,
        help_text="Their numbers, with commas or spaces between them. None yet is fine.",
    )
    field_order = ["title", "symptoms", "incidents", "school", "priority", "service", "category", "assets", "rooms"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.offer(by)
        schools = School.objects.where_may(by, Permission.SOLVE_PROBLEMS)
        self.fields["school"].queryset = schools
        self.fields["school"].empty_label = (
            "As the records say, or the whole trust"
            if by.may(Permission.SOLVE_PROBLEMS, None)
            else "As the records say"
        )
        self.fields["priority"].choices = [("", "As the records say"), *PRIORITIES]
        if len(schools) == 1:
            self.initial.setdefault("school", schools[0].code)
            self.fields["school"].widget = forms.HiddenInput()

    @property
    def asked(self):
        """The fields that every problem needs."""
        return [self[name] for name in ("title", "symptoms", "incidents", "school") if not self[name].is_hidden]

    @property
    def folded(self):
        """The fields that the records mostly say."""
        return [self[name] for name in ("priority", "service", "category", "assets", "rooms")]

    @property
    def is_folded_wrong(self):
        """Does one of the folded fields need putting right?"""
        return any(field.errors for field in self.folded)

    def clean(self):
        said = super().clean()
        said["incidents"] = records_named(self, "incidents", self.by)
        here = {"school": said["school"]} if said.get("school") else {}
        said["assets"] = self.find("assets", Asset.objects.visible_to(self.by).filter(**here), "tag")
        said["rooms"] = self.find("rooms", Room.objects.visible_to(self.by).filter(**here), "name")
        said["priority"] = said.get("priority") or None
        return said
